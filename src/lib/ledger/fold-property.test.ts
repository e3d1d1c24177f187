import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Chain } from './chain';
import { Fold } from './fold';
import { newAuthor, ordered, PLATFORM, START, testLedger, type TestState } from './testing';
import type { Author, OrderedRecord, Outcome } from './types';

const ledger = testLedger();

let authors: Author[];
/** What the platform has ordered: honest records of three authors, and whatever others have thrown in between. */
let order: OrderedRecord[];
/** Positions of those that the honest authors wrote, once each, in order. */
let honest: number[];
let truth: { state: TestState; outcomes: Outcome[] };

/** Small and repeatable: which record comes next is no secret. */
function* numbers(seed: number): Generator<number, never> {
  for (let n = seed; ; n = (n * 1103515245 + 12345) % 2147483648) yield n;
}

beforeAll(async () => {
  authors = await Promise.all([newAuthor(), newAuthor(), newAuthor('rsa2048')]);
  const chains = authors.map((author) => new Chain(author, PLATFORM, undefined));
  const elsewhere = new Chain(authors[0] as Author, '广东省 / 试验', undefined);
  const random = numbers(7);
  const below = (limit: number) => Math.floor((random.next().value / 2147483648) * limit);
  const jws: string[] = [];
  honest = [];
  for (let n = 0; n < 160; n++) {
    const chain = chains[below(3)] as Chain;
    const to = authors[below(3)]?.id ?? '';
    const [kind, body] = [
      ['account.opened', { name: `第${n}` }],
      ['coins.sent', { to, coins: 1 + below(60) }],
      ['note.written', { text: `记${n}` }],
      ['note.written', { text: n }],
      ['broken', null],
      ['unheard.of', [n]],
    ][n < 6 ? 0 : below(6)] as [string, unknown];
    jws.push((await chain.write(kind, body, START + n)).jws);
    honest.push(jws.length);
    const seen = jws[below(jws.length)] ?? '';
    const junk = [
      () => seen,
      () => seen.slice(0, -2),
      () => `${seen.slice(0, 300)}${seen[300] === 'A' ? 'B' : 'A'}${seen.slice(301)}`,
      async () => (await elsewhere.write('note.written', { text: '外' }, START)).jws,
      async () =>
        (await new Chain(authors[1] as Author, PLATFORM, undefined).write('note.written', {}, START + n)).jws,
      () => '不是记录',
    ][below(12)];
    if (junk) jws.push(await junk());
  }
  order = ordered(jws);
  const fold = new Fold(ledger, PLATFORM);
  truth = { outcomes: await fold.apply(order), state: fold.state };
});

/** Where deliveries end, how far each reaches back, and after which of them the app is closed and opened again. */
const deliveries = fc.array(
  fc.record({
    length: fc.integer({ min: 0, max: 90 }),
    again: fc.nat(40),
    twice: fc.boolean(),
    reopen: fc.boolean(),
    checked: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('the same order', () => {
  it('has records of every fate', () => {
    const fates = new Set(truth.outcomes.map(({ verdict, reason }) => reason ?? verdict));
    for (const fate of [
      'accepted',
      'malformed',
      'wrong-platform',
      'bad-signature',
      'duplicate',
      'duplicate-slot',
      'unknown-kind',
      'bad-body',
      'not-permitted',
      'reducer-failed',
    ]) {
      expect(fates, fate).toContain(fate);
    }
    expect(truth.state.notes.length).toBeGreaterThan(10);
    expect(truth.state.accounts.size).toBe(3);
  });

  it('gives the same state and outcomes in whatever portions it comes, through whatever checkpoints', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (plan) => {
        let fold = new Fold(ledger, PLATFORM);
        const outcomes: Outcome[] = [];
        const held = (record: OrderedRecord) =>
          !['malformed', 'wrong-platform', 'unknown-author', 'bad-signature'].includes(
            truth.outcomes[record.position - 1]?.reason ?? '',
          );
        for (const { length, again, twice, reopen, checked } of [
          ...plan,
          { length: order.length, again: 0, twice: false, reopen: true, checked: false },
        ]) {
          const records = order
            .slice(Math.max(0, fold.position - again), fold.position + length)
            .map((record) => (checked && held(record) ? { ...record, verified: true } : record));
          outcomes.push(...(await fold.apply(twice ? records.flatMap((one) => [one, one]) : records)));
          if (!reopen) continue;
          const restored = Fold.restore(ledger, PLATFORM, structuredClone(fold.checkpoint()));
          expect(restored).toBeDefined();
          fold = restored ?? fold;
        }
        expect(outcomes).toEqual(truth.outcomes);
        expect(fold.state).toEqual(truth.state);
        expect(fold.position).toBe(order.length);
        for (const { id } of authors) expect(fold.headOf(id)).toBeDefined();
      }),
      { numRuns: 25 },
    );
  });

  it('gives one checkpoint, to the last bit', async () => {
    const [once, halves] = [new Fold(ledger, PLATFORM), new Fold(ledger, PLATFORM)];
    await once.apply(order);
    await halves.apply(order.slice(0, 99));
    const second = Fold.restore(ledger, PLATFORM, halves.checkpoint());
    await second?.apply(order);
    expect(second?.checkpoint()).toEqual(once.checkpoint());
  });
});

describe('what others throw in', () => {
  it('never changes the state, nor what becomes of honest records', async () => {
    const clean = new Fold(ledger, PLATFORM);
    const jws = honest.map((position) => order[position - 1]?.jws ?? '');
    const outcomes = await clean.apply(ordered(jws));
    expect(clean.state).toEqual(truth.state);
    const fate = ({ id, verdict, reason, detail }: Outcome) => ({ id, verdict, reason, detail });
    expect(outcomes.map(fate)).toEqual(
      honest.map((position) => fate(truth.outcomes[position - 1] as Outcome)),
    );
  });

  it('has no effect wherever it stands', async () => {
    const jws = honest.map((position) => order[position - 1]?.jws ?? '');
    const thief = await newAuthor();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(159), of: fc.nat(159), how: fc.nat(4), by: fc.nat(5000) }), {
          maxLength: 30,
        }),
        async (attacks) => {
          const mixed = jws.map((one) => [one]);
          for (const { at, of, how, by } of attacks) {
            const target = jws[of] ?? '';
            const [head = '', payload = ''] = target.split('.');
            const place = by % target.length;
            const forged = [
              () => (of <= at ? target : target.slice(1)), // the very record, later
              () => target.slice(0, place),
              () => target.slice(0, place) + (target[place] === 'Q' ? 'R' : 'Q') + target.slice(place + 1),
              async () => {
                const signature = await thief.sign(Buffer.from(`${head}.${payload}`));
                return `${head}.${payload}.${Buffer.from(signature).toString('base64url')}`;
              },
              () => `${head}.${payload}.`,
            ][how];
            mixed[at]?.push(await forged!());
          }
          const fold = new Fold(ledger, PLATFORM);
          await fold.apply(ordered(mixed.flat()));
          expect(fold.state).toEqual(truth.state);
        },
      ),
      { numRuns: 25 },
    );
  });
});
