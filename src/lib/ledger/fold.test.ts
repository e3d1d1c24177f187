import * as v from 'valibot';
import { beforeEach, describe, expect, it } from 'vitest';
import { Chain } from './chain';
import { Fold } from './fold';
import { defineLedger, type RecordContext } from './kinds';
import { parseRecord } from './record';
import { newAuthor, newChain, ordered, PLATFORM, START, testLedger, type TestState } from './testing';
import type { Author, OrderedRecord } from './types';

const ledger = testLedger();
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

let fold: Fold<TestState>;
let next: number;
beforeEach(() => {
  fold = new Fold(ledger, PLATFORM);
  next = 1;
});

/** Orders these behind what is there. @returns their outcomes in short */
async function take(...jws: string[]): Promise<string[]> {
  const records = ordered(jws, next - 1);
  next += jws.length;
  const outcomes = await fold.apply(records);
  expect(outcomes.map(({ position }) => position)).toEqual(records.map(({ position }) => position));
  return outcomes.map(({ verdict, reason, detail }) =>
    [reason ?? verdict, ...(detail ? [detail] : [])].join(': '),
  );
}

function names(): string[] {
  return [...fold.state.accounts.values()].map(({ name }) => name);
}

/** The other of the two ECDSA signatures that hold wherever one does: (r, n - s). */
function malleated(jws: string): string {
  const at = jws.lastIndexOf('.') + 1;
  const signature = Buffer.from(jws.slice(at), 'base64url').toString('hex');
  const s = (N - BigInt(`0x${signature.slice(64)}`)).toString(16).padStart(64, '0');
  return jws.slice(0, at) + Buffer.from(signature.slice(0, 64) + s, 'hex').toString('base64url');
}

/** The payload of another record under this one's signature. */
function reworded(jws: string, text: string, by: string): string {
  const [head, payload, signature] = jws.split('.');
  const other = Buffer.from(payload ?? '', 'base64url')
    .toString()
    .replace(text, by);
  return `${head}.${Buffer.from(other).toString('base64url')}.${signature}`;
}

describe('a fold', () => {
  it('changes the state by every record that keeps all rules', async () => {
    const [a, b] = [await newChain(), await newChain(await newAuthor('rsa2048'))];
    const records = [
      await a.write('account.opened', { name: '甲' }),
      await b.write('account.opened', { name: '乙' }),
      await a.write('coins.sent', { to: b.author.id, coins: 30 }),
      await b.write('note.written', { text: '谢谢' }),
    ];
    expect(await take(...records)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(fold.state).toEqual({
      accounts: new Map([
        [a.author.id, { name: '甲', coins: 70 }],
        [b.author.id, { name: '乙', coins: 130 }],
      ]),
      notes: [{ by: '乙', text: '谢谢' }],
    });
    expect(fold.position).toBe(4);
    expect(fold.headOf(a.author.id)).toEqual({ seq: 1, id: parseRecord(records[2] ?? '').id });
  });

  it('says of each record what it was and by whose clocks', async () => {
    const a = await newChain();
    const jws = await a.write('account.opened', { name: '甲' });
    const [outcome] = await fold.apply([{ position: 1, receivedAt: 77, jws }]);
    expect(outcome).toEqual({
      position: 1,
      receivedAt: 77,
      id: parseRecord(jws).id,
      author: a.author.id,
      kind: 'account.opened',
      at: START,
      verdict: 'accepted',
    });
  });

  it('skips what it has seen and refuses gaps, without applying a part', async () => {
    const a = await newChain();
    const records = ordered([await a.write('account.opened', { name: '甲' }), 'x', 'y', 'z']);
    const [one, two, three, four] = records as [OrderedRecord, OrderedRecord, OrderedRecord, OrderedRecord];
    await expect(fold.apply([two])).rejects.toMatchObject({
      code: 'position-gap',
      detail: { expected: 1, position: 2 },
    });
    await expect(fold.apply([one, three])).rejects.toMatchObject({ code: 'position-gap' });
    await expect(fold.apply([{ ...one, position: 1.5 }])).rejects.toMatchObject({ code: 'position-gap' });
    await expect(fold.apply([{ ...one, position: Number.NaN }])).rejects.toMatchObject({
      code: 'position-gap',
    });
    expect(fold.position).toBe(0);
    expect(await fold.apply([one, one, two])).toHaveLength(2);
    expect(await fold.apply([one, two])).toEqual([]);
    expect(await fold.apply([two, three, four])).toHaveLength(2);
    expect(names()).toEqual(['甲']);
  });

  it('is used by one at a time', async () => {
    const first = fold.apply(ordered(['x']));
    expect(() => fold.checkpoint()).toThrow('busy');
    await expect(fold.apply(ordered(['x']))).rejects.toMatchObject({ code: 'busy' });
    await first;
    expect(await fold.apply(ordered(['y'], 1))).toHaveLength(1);
  });

  it('stops between batches when asked to, and goes on later', async () => {
    const a = await newChain();
    const jws = [await a.write('account.opened', { name: '甲' })];
    for (let n = 0; n < 299; n++) jws.push(await a.write('note.written', { text: String(n) }));
    const records = ordered(jws);
    const stop = new AbortController();
    const progress: number[] = [];
    const stopped = fold.apply(records, {
      signal: stop.signal,
      onProgress: (done, all) => {
        progress.push(done / all);
        stop.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(progress).toHaveLength(1);
    expect(fold.position).toBe(Math.round(progress[0]! * 300));
    expect(await fold.apply(records)).toHaveLength(300 - Math.round(progress[0]! * 300));
    expect(fold.state.notes.map(({ text }) => text)).toEqual(
      Array.from({ length: 299 }, (_, n) => String(n)),
    );
  });

  it('does not check what was checked before', async () => {
    const a = await newChain();
    const jws = reworded(await a.write('account.opened', { name: '甲' }), '甲', '乙');
    const [record] = ordered([jws]) as [OrderedRecord];
    expect(await fold.apply([{ ...record, verified: true }])).toMatchObject([{ verdict: 'accepted' }]);
  });
});

describe('a record is rejected', () => {
  let a: Awaited<ReturnType<typeof newChain>>;
  let opened: string;
  beforeEach(async () => {
    a = await newChain();
    opened = await a.write('account.opened', { name: '甲' });
  });

  it('that is none', async () => {
    expect(await take('', 'AA.AA.AA', opened.slice(0, -1))).toEqual([
      'malformed: malformed-jws',
      'malformed: malformed-json',
      'malformed: malformed-jws',
    ]);
    expect(await take(opened)).toEqual(['accepted']);
  });

  it('that was written for another platform', async () => {
    const other = await newChain(a.author, '广东省 / 试验');
    expect(await take(await other.write('account.opened', { name: '外' }))).toEqual([
      'wrong-platform: 广东省 / 试验',
    ]);
    expect(await take(opened)).toEqual(['accepted']);
    expect(names()).toEqual(['甲']);
  });

  it('whose author is not known, and is not taken up later either', async () => {
    const second = await a.write('note.written', { text: 'x' });
    expect(await take(second, opened)).toEqual(['unknown-author', 'accepted']);
    expect(fold.state.notes).toEqual([]);
    expect(await take(second)).toEqual(['accepted']); // where the platform orders it once more
  });

  it('that somebody has altered, be it an introduction', async () => {
    expect(await take(reworded(opened, '甲', '乙'))).toEqual(['bad-signature']);
    expect(await take(await a.write('note.written', { text: 'x' }))).toEqual(['unknown-author']);
    expect(await take(opened, reworded(await a.write('note.written', { text: 'x' }), '"x"', '"y"'))).toEqual([
      'accepted',
      'bad-signature',
    ]);
  });

  it('that somebody signed in another’s name', async () => {
    const thief = await newAuthor();
    const forged: Author = { ...a.author, sign: thief.sign };
    const chain = new Chain(forged, PLATFORM, a.chain.head);
    const { jws } = await chain.write('note.written', { text: 'x' }, START);
    expect(await take(opened, jws)).toEqual(['accepted', 'bad-signature']);
    const first = await new Chain(forged, PLATFORM, undefined).write('account.opened', { name: '贼' }, START);
    expect(await take(first.jws)).toEqual(['bad-signature']);
    expect(names()).toEqual(['甲']);
  });

  it('that comes again', async () => {
    const note = await a.write('note.written', { text: 'x' });
    expect(await take(opened, note, note, opened)).toEqual([
      'accepted',
      'accepted',
      'duplicate',
      'duplicate',
    ]);
    expect(fold.state.notes).toHaveLength(1);
  });

  it('with the other signature that its author’s words have', async () => {
    const note = await a.write('note.written', { text: 'x' });
    // Neither before nor behind it: who carries a record must not be able to take its place.
    expect(await take(malleated(opened), opened)).toEqual(['malformed: malformed-jws', 'accepted']);
    expect(await take(malleated(note), note)).toEqual(['malformed: malformed-jws', 'accepted']);
    expect(await take(malleated(note))).toEqual(['malformed: malformed-jws']);
    expect(fold.state.notes).toHaveLength(1);
  });

  it('that takes the place of another one of its author', async () => {
    const fork = new Chain(a.author, PLATFORM, a.chain.head);
    const [one, other] = [
      await a.write('note.written', { text: 'x' }),
      (await fork.write('note.written', { text: 'y' }, START)).jws,
    ];
    const after = (await fork.write('note.written', { text: 'z' }, START)).jws;
    expect(await take(opened, one, other, after)).toEqual([
      'accepted',
      'accepted',
      'duplicate-slot',
      'chain-gap',
    ]);
    expect(await take(await a.write('note.written', { text: 'w' }))).toEqual(['accepted']);
    expect(fold.state.notes.map(({ text }) => text)).toEqual(['x', 'w']);
  });

  it('that introduces its author a second time', async () => {
    const again = await new Chain(a.author, PLATFORM, undefined).write(
      'account.opened',
      { name: '又' },
      START,
    );
    expect(await take(opened, again.jws)).toEqual(['accepted', 'duplicate-slot']);
  });

  it('that leaves others of its author out', async () => {
    const [second, third] = [
      await a.write('note.written', { text: 'x' }),
      await a.write('note.written', { text: 'y' }),
    ];
    expect(await take(opened, third, second, third)).toEqual([
      'accepted',
      'chain-gap',
      'accepted',
      'accepted',
    ]);
    expect(fold.state.notes.map(({ text }) => text)).toEqual(['x', 'y']);
  });

  it.each(['nothing.known', '__proto__', 'constructor', 'toString'])(
    'of a kind %s, and the next one is not',
    async (kind) => {
      const unknown = await a.write(kind, {});
      expect(await take(opened, unknown)).toEqual(['accepted', `unknown-kind: ${kind}`]);
      expect(await take(await a.write('note.written', { text: 'x' }))).toEqual(['accepted']);
    },
  );

  it('with a body that its kind has not, and the next one is not', async () => {
    const bodies: unknown[] = [
      null,
      'x',
      {},
      { text: 1 },
      { text: 'x', more: 1 },
      { text: 'x', constructor: {} },
    ];
    const written: string[] = [];
    for (const body of bodies) written.push(await a.write('note.written', body));
    expect((await take(opened, ...written)).slice(1).every((one) => one.startsWith('bad-body'))).toBe(true);
    expect(await take(await a.write('note.written', { text: 'x' }))).toEqual(['accepted']);
    expect(fold.state.notes).toHaveLength(1);
  });

  it('that its author may not write, and the next one is not', async () => {
    const sent = await a.write('coins.sent', { to: a.author.id, coins: 101 });
    const twice = await a.write('account.opened', { name: '甲二' });
    const note = await a.write('note.written', { text: 'x' });
    expect(await take(opened, sent, twice, note)).toEqual([
      'accepted',
      'not-permitted: too-few',
      'not-permitted: open-already',
      'accepted',
    ]);
  });

  it('whose reducer throws, and none of its change remains', async () => {
    const before = [opened, await a.write('note.written', { text: 'x' })];
    await take(...before);
    const state = structuredClone(fold.state);
    expect(await take(await a.write('broken', null), await a.write('broken', null))).toEqual([
      'reducer-failed: reduce',
      'reducer-failed: reduce',
    ]);
    expect(fold.state).toEqual(state);
    expect(await take(await a.write('note.written', { text: 'y' }))).toEqual(['accepted']);
    expect(fold.state.notes.map(({ text }) => text)).toEqual(['x', 'y']);
  });

  it('whose reducer throws after a checkpoint, with the state as after the records since', async () => {
    await take(opened, await a.write('note.written', { text: 'x' }));
    const checkpoint = fold.checkpoint();
    await take(await a.write('note.written', { text: 'y' }), await a.write('broken', null));
    expect(fold.state.notes.map(({ text }) => text)).toEqual(['x', 'y']);
    expect(checkpoint.state).toEqual({ ...fold.state, notes: fold.state.notes.slice(0, 1) });
  });

  it('whose rule or schema throws, and it is told', async () => {
    const throws = () => {
      throw new TypeError('a bug');
    };
    const kind = (name: string, over: object) => ({
      kind: name,
      schema: v.unknown(),
      authority: () => undefined,
      reduce: () => undefined,
      ...over,
    });
    const buggy = defineLedger<object>({
      version: '1',
      initial: () => ({}),
      kinds: [
        kind('authority', { authority: throws }),
        kind('schema', { schema: v.pipe(v.unknown(), v.check(throws)) }),
        kind('reduce', { reduce: throws }),
      ],
    });
    const b = await newChain();
    const jws = [await b.write('authority', 1), await b.write('schema', 1), await b.write('reduce', 1)];
    const faults: string[] = [];
    const outcomes = await new Fold(buggy, PLATFORM).apply(ordered(jws), {
      onFault: (error, { kind, detail }) => faults.push(`${String(error)} ${kind} ${detail}`),
    });
    expect(outcomes.map(({ reason, detail }) => `${reason} ${detail}`)).toEqual([
      'reducer-failed authority',
      'reducer-failed schema',
      'reducer-failed reduce',
    ]);
    expect(faults).toEqual(
      ['authority', 'schema', 'reduce'].map((name) => `TypeError: a bug ${name} ${name}`),
    );
  });
});

describe('who listens', () => {
  it('cannot bring the fold out of step by throwing', async () => {
    const a = await newChain();
    const jws = [await a.write('broken', null), await a.write('account.opened', { name: '甲' })];
    const onFault = () => {
      throw new Error('listener');
    };
    await expect(fold.apply(ordered(jws), { onFault })).rejects.toThrow('listener');
    expect(fold.position).toBe(2);
    expect(names()).toEqual(['甲']);
    expect(await fold.apply(ordered(jws))).toEqual([]);
  });
});

describe('kinds', () => {
  it('have one name each', () => {
    const kind = { kind: 'x', schema: v.unknown(), authority: () => undefined, reduce: () => undefined };
    const twice = () => defineLedger<object>({ version: '1', initial: () => ({}), kinds: [kind, kind] });
    expect(twice).toThrow(
      expect.objectContaining({ code: 'duplicate-kind', detail: { kind: 'x' } }) as Error,
    );
  });

  it('see a record that nobody can change', async () => {
    let seen: RecordContext<{ list: { n: number }[] }> | undefined;
    const kind = {
      kind: 'x',
      schema: v.object({ list: v.array(v.object({ n: v.number() })) }),
      authority: () => undefined,
      reduce: (_: object, record: NonNullable<typeof seen>) => void (seen = record),
    };
    const one = defineLedger<object>({ version: '1', initial: () => ({}), kinds: [kind] });
    const b = await newChain();
    const jws = await b.write('x', { list: [{ n: 1 }] });
    await new Fold(one, PLATFORM).apply([{ position: 1, receivedAt: 5, jws }]);
    expect(seen).toEqual({
      id: parseRecord(jws).id,
      author: b.author.id,
      platform: PLATFORM,
      seq: 0,
      at: START,
      receivedAt: 5,
      position: 1,
      body: { list: [{ n: 1 }] },
    });
    expect([seen, seen?.body, seen?.body.list, seen?.body.list[0]].every(Object.isFrozen)).toBe(true);
  });
});
