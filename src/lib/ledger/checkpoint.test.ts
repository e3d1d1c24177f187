import { beforeAll, describe, expect, it } from 'vitest';
import type { Checkpoint } from './checkpoint';
import { digestOf } from './data-digest';
import { Fold } from './fold';
import { defineLedger, type Ledger } from './kinds';
import { newAuthor, newChain, ordered, PLATFORM, testLedger, type TestState } from './testing';
import type { OrderedRecord } from './types';

const ledger = testLedger();

let checkpoint: Checkpoint;
let more: OrderedRecord[];
beforeAll(async () => {
  const [a, b] = [await newChain(), await newChain(await newAuthor('rsa2048'))];
  const jws = [
    await a.write('account.opened', { name: '甲' }),
    await b.write('account.opened', { name: '乙' }),
    await a.write('note.written', { text: 'x' }),
    await a.write('note.written', { text: 'y' }),
  ];
  const fold = new Fold(ledger, PLATFORM);
  await fold.apply(ordered(jws.slice(0, 3)));
  checkpoint = fold.checkpoint();
  more = ordered(jws).slice(3);
});

type Loose = Record<string, unknown> & { authors: Record<string, unknown>[]; state: TestState };

/** A checkpoint that was changed on the disk; `honestly`: by one who knows how to write its digest too. */
function changed(change: (stored: Loose) => unknown, honestly = false): unknown {
  const stored = structuredClone(checkpoint) as unknown as Loose;
  change(stored);
  if (!honestly) return stored;
  const content: Partial<Loose> = { ...stored };
  delete content.digest;
  return { ...content, digest: digestOf(content) };
}

const usable = (stored: unknown) => Fold.restore(ledger, PLATFORM, stored) !== undefined;

describe('a checkpoint', () => {
  it('goes on as the fold that wrote it', async () => {
    const restored = Fold.restore(ledger, PLATFORM, structuredClone(checkpoint));
    expect(restored?.position).toBe(3);
    expect(await restored?.apply(more)).toMatchObject([{ position: 4, verdict: 'accepted' }]);
    expect(restored?.state.notes.map(({ text }) => text)).toEqual(['x', 'y']);
  });

  it('is not changed by what is folded after it, nor by whom it was given to', async () => {
    const before = structuredClone(checkpoint);
    for (let times = 0; times < 2; times++) {
      const restored = Fold.restore(ledger, PLATFORM, checkpoint);
      await restored?.apply(more);
      restored?.state.accounts.clear();
    }
    expect(checkpoint).toEqual(before);
  });

  it('can be stored and read', () => {
    expect(usable(changed(() => undefined))).toBe(true);
    expect(usable(changed(() => undefined, true))).toBe(true);
  });

  it('of other rules, another platform or another shape is not used', () => {
    expect(Fold.restore(testLedger('2'), PLATFORM, checkpoint)).toBeUndefined();
    expect(Fold.restore(ledger, '广东省 / 试验', checkpoint)).toBeUndefined();
    expect(usable(changed((stored) => (stored.schema = 1), true))).toBe(false);
    expect(usable(changed((stored) => (stored.ledger = '0'), true))).toBe(false);
  });

  it.each<[string, (stored: Loose) => unknown]>([
    ['another position', (stored) => (stored.position = 2)],
    ['another order', (stored) => (stored.last = 'x')],
    ['a sum that was raised', (stored) => ([...stored.state.accounts.values()][0]!.coins = 1e9)],
    ['a note less', (stored) => stored.state.notes.pop()],
    ['a note that is another', (stored) => (stored.state.notes[0]!.text = 'z')],
    [
      'accounts in another order',
      (stored) => (stored.state.accounts = new Map([...stored.state.accounts].reverse())),
    ],
    ['an author less', (stored) => stored.authors.pop()],
    ['a text for a number', (stored) => ((stored.state.notes[0] as { text: unknown }).text = ['x'])],
    ['a bit of an author’s records', (stored) => ((stored.authors[0]?.slots as Uint8Array)[3]! ^= 1)],
  ])('with %s is damaged', (_, change) => {
    expect(usable(changed(change))).toBe(false);
  });

  it.each<[string, (stored: Loose) => unknown]>([
    ['no state', (stored) => delete (stored as Partial<Loose>).state],
    ['a member that nobody knows', (stored) => (stored.extra = 1)],
    ['half a position', (stored) => (stored.position = 2.5)],
    ['authors that are no list', (stored) => (stored.authors = new Map() as never)],
    ['an author without a key', (stored) => delete stored.authors[0]?.jwk],
    [
      'a private key',
      (stored) => (stored.authors[0]!.jwk = { ...(stored.authors[0]!.jwk as object), d: 'x' }),
    ],
    ['an author twice', (stored) => stored.authors.push(stored.authors[0]!)],
    ['an author without records', (stored) => (stored.authors[0]!.slots = new Uint8Array())],
    ['half a record of an author', (stored) => (stored.authors[0]!.slots = new Uint8Array(24))],
    ['a head that is not the last record', (stored) => (stored.authors[0]!.head = 'A'.repeat(43))],
  ])('with %s is not used, whatever its digest says', (_, change) => {
    expect(usable(changed(change, true))).toBe(false);
  });

  it.each([undefined, null, 0, 'checkpoint', [], {}, new Map(), new Uint8Array(9)])('is not %j', (stored) => {
    expect(usable(stored)).toBe(false);
  });

  it('whose state the ledger does not take is not used', () => {
    const picky: Ledger<TestState> = {
      ...ledger,
      decode: () => {
        throw new TypeError('not mine');
      },
    };
    expect(Fold.restore(picky, PLATFORM, checkpoint)).toBeUndefined();
  });

  it('holds what the ledger’s `encode` gives and is read by its `decode`', async () => {
    class Counter {
      constructor(public seen: number) {}
    }
    const counting = defineLedger<{ counter: Counter }>({
      version: '1',
      initial: () => ({ counter: new Counter(0) }),
      kinds: [],
      encode: ({ counter }) => counter.seen,
      decode: (seen) => ({ counter: new Counter(Number(seen)) }),
    });
    const fold = new Fold(counting, PLATFORM);
    fold.state.counter.seen = 5;
    expect(Fold.restore(counting, PLATFORM, fold.checkpoint())?.state.counter).toEqual(new Counter(5));
  });

  it('is not made of what would come back as something else', () => {
    class Sum {
      coins = 1;
    }
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const odd of [new Sum(), () => 1, Symbol('x'), cycle, new WeakMap(), new Error('x'), /x/]) {
      const made = defineLedger<object>({ version: '1', initial: () => ({ odd }), kinds: [] });
      expect(() => new Fold(made, PLATFORM).checkpoint()).toThrow('bad-state');
    }
  });
});

describe('a digest of data', () => {
  it('tells things apart that look alike', () => {
    const alike = [
      {},
      [],
      new Map(),
      new Set(),
      new Uint8Array(),
      null,
      undefined,
      '',
      0,
      -0,
      0n,
      false,
      NaN,
      '0',
      [0],
      [[0]],
      new Set([0]),
      { 0: 0 },
      new Map([[0, 0]]),
      new Map([['0', 0]]),
      [0, 0],
      [undefined],
      { a: undefined },
      new Date(0),
      new Uint8Array([0]),
      ['a', 'b'],
      ['a,b'],
      [1, 23],
      [12, 3],
      { a: 1, b: 2 },
      { b: 2, a: 1 },
      '"',
      '\\"',
      'u',
      'x'.repeat(40_000),
      'x'.repeat(40_001),
    ];
    expect(new Set(alike.map(digestOf)).size).toBe(alike.length);
    expect(new Set(alike.map((one) => digestOf(structuredClone(one)))).size).toBe(alike.length);
    for (const one of alike) expect(digestOf(structuredClone(one))).toBe(digestOf(one));
  });
});
