import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { newAuthor } from '../../../tests/contract/records';
import { memoryRecordStore } from '../ledger';
import { embeddedUnderTest } from './embedded-testing';
import { memoryOutboxStorage } from './memory-outbox';
import { Outbox } from './outbox';
import { push } from './push';
import { write } from './testing';

it('what waits behind a record that has lost its place is not sent', async () => {
  const under = await embeddedUnderTest();
  const outbox = new Outbox(memoryOutboxStorage(), under.id);
  const author = await newAuthor();
  const [lost, behind, last] = [
    await write(outbox, { author, text: 'lost' }),
    await write(outbox, { author, text: 'behind' }),
    await write(outbox, { author, text: 'last' }),
  ];
  await outbox.settle([
    { ...{ id: lost.id, position: 1, receivedAt: 1 }, verdict: 'rejected', reason: 'duplicate-slot' },
  ]);
  const { signal } = new AbortController();
  const o = { platform: under.platform, outbox, records: memoryRecordStore(), signal };
  expect(await push({ ...o, onUpload: () => undefined })).toBe(0);
  for (const { id } of [behind, last]) {
    expect(await outbox.entry(id)).toMatchObject({ state: 'refused', reason: 'chain-gap' });
  }
  const anew = await write(outbox, { author, text: 'anew' });
  expect(await push({ ...o, onUpload: () => undefined })).toBe(1);
  expect(await outbox.entry(anew.id)).toMatchObject({ state: 'delivered', position: 1 });
  await under.close();
});
