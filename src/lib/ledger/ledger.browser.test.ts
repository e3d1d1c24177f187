import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase, recordStorage } from '../store';
import { Fold } from './fold';
import { thumbprint } from './public-key';
import { parseRecord } from './record';
import { LedgerReader } from './reader';
import { newAuthor, newChain, ordered, PLATFORM, testLedger } from './testing';
import { verifyRecord } from './verify-record';

const ledger = testLedger();

afterEach(async () => (await openDatabase('ledger-chromium')).delete());

describe('in a real browser', () => {
  it('records of both kinds of keys are written, and no other hand’s are taken', async () => {
    const chains = [await newChain(), await newChain(await newAuthor('rsa2048'))];
    for (const { author, write } of chains) {
      const record = parseRecord(await write('account.opened', { name: '甲' }));
      expect(await verifyRecord(record, author.jwk)).toBe(true);
      const signature = record.signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
      expect(await verifyRecord({ ...record, signature }, author.jwk)).toBe(false);
    }
  });

  it('a key beside the curve is no key', async () => {
    const { author, write } = await newChain();
    const record = parseRecord(await write('account.opened', { name: '甲' }));
    const y = `${'B'.repeat(42)}A`;
    const jwk = { kty: 'EC' as const, crv: 'P-256' as const, x: y, y };
    expect(await verifyRecord({ ...record, author: thumbprint(jwk) }, jwk)).toBe(false);
    expect(await verifyRecord(record, author.jwk)).toBe(true);
  });

  it('records and the checkpoint are found again when the page comes back', async () => {
    const a = await newChain();
    const jws = [await a.write('account.opened', { name: '甲' })];
    for (let n = 1; n < 300; n++)
      jws.push(n % 50 === 0 ? 'junk' : await a.write('note.written', { text: String(n) }));
    const fold = new Fold(ledger, PLATFORM);
    const outcomes = await fold.apply(ordered(jws));

    const first = await openDatabase('ledger-chromium');
    await recordStorage(first, PLATFORM).add(ordered(jws));
    await LedgerReader.open(ledger, PLATFORM, recordStorage(first, PLATFORM), { checkpointEvery: 100 });
    first.close();

    const second = await openDatabase('ledger-chromium');
    const store = recordStorage(second, PLATFORM);
    const restored = Fold.restore(ledger, PLATFORM, await store.checkpoint());
    expect(restored?.position).toBe(300);
    expect(restored?.state).toEqual(fold.state);
    expect((await store.read(0, 300)).map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(await store.count()).toEqual({ all: 300, rejected: 5 });
    expect((await store.find({ rejected: true, limit: 2 })).map(({ position }) => position)).toEqual([
      251, 201,
    ]);
    expect(await store.find({ author: a.author.id, before: 3, limit: 5 })).toHaveLength(2);
    second.close();
  });
});
