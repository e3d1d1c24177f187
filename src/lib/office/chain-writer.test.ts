import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import type { Author } from '../ledger';
import { openDatabase, outboxStorage } from '../store';
import { Outbox } from '../sync';
import { ChainWriter } from './chain-writer';

it('a record does not wait for one that is given up while it is signed', async () => {
  const outbox = new Outbox(outboxStorage(await openDatabase('chain-writer'), 'hunan'), 'hunan');
  const author = await newAuthor();
  const chains = new ChainWriter({
    ...{ workspace: 'w', platform: 'hunan', outbox, now: () => 1 },
    files: { file: async () => undefined, keepFile: async () => undefined },
    folded: { headOf: () => undefined, caughtUp: async () => 0, told: async () => undefined },
  });
  const first = await chains.of(author).write('note', {});
  const refused = await chains.of(author).write('note', {});
  await outbox.refuse(refused, 'too-large');
  let signed = 0;
  const slow: Author = {
    ...author,
    sign: async (data) => {
      // The person looks into another tab meanwhile.
      if (signed++ === 0) await outbox.discard(refused);
      return author.sign(data);
    },
  };
  const id = await chains.of(slow).write('note', { text: 'new' });
  expect(await outbox.entry(id)).toMatchObject({ prev: first, seq: 1, state: 'waiting' });
  expect(await outbox.headOf(author.id)).toEqual({ seq: 1, id });
  expect(signed).toBe(2);
});
