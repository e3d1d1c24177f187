import { expect, it } from 'vitest';
import { authorOf, Chain } from '../ledger';
import { generateSigningKey, signBytes } from '../keys';
import { openDatabase, outboxStorage } from '../store';
import { Outbox } from './outbox';

it('the place of a record that was lost is free in the browser’s own database', async () => {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const author = await authorOf(spki, (data) => signBytes(privateKey, data));
  const database = await openDatabase(`lost-${Date.now()}`);
  const outbox = new Outbox(outboxStorage(database, 'hunan'), 'hunan');
  const write = async (text: string) => {
    const chain = new Chain(author, 'hunan', await outbox.headOf(author.id));
    return chain.write('note', { text }, 1, (record) => outbox.add({ ...record, label: { key: 'note' } }));
  };
  const [first, lost, behind] = [await write('first'), await write('lost'), await write('behind')];
  const place = { receivedAt: 1, verdict: 'rejected' } as const;
  await outbox.settle([
    { ...place, id: lost.id, position: 3, reason: 'duplicate-slot' },
    { ...place, id: behind.id, position: 4, reason: 'chain-gap' },
  ]);
  expect(await outbox.headOf(author.id)).toEqual({ seq: 0, id: first.id });
  const anew = [await write('anew'), await write('anew, too')];
  expect(anew.map(({ seq }) => seq)).toEqual([1, 2]);
  expect((await outbox.lost(lost.id)).body).toEqual({ text: 'lost' });
  await outbox.discard(lost.id);
  expect((await outbox.list()).map(({ id }) => id)).toEqual([
    ...anew.map(({ id }) => id).reverse(),
    behind.id,
    first.id,
  ]);
  await database.delete();
});
