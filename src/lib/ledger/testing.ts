/** Authors, kinds and platforms to test with. */
import * as v from 'valibot';
import { generateSigningKey, signBytes, type SigningAlgorithm } from '../keys';
import { authorOf } from './author';
import { Chain } from './chain';
import { defineLedger, type RecordKind } from './kinds';
import type { Author, AuthorId, OrderedRecord } from './types';

export const PLATFORM = '湖南省 / 试验';
export const START = Date.UTC(2026, 10, 1, 9);

export async function newAuthor(algorithm: SigningAlgorithm = 'p256'): Promise<Author> {
  const { privateKey, publicKey } = await generateSigningKey(algorithm);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return authorOf(spki, (data) => signBytes(privateKey, data));
}

/** An author's chain from its beginning; `write` gives the JWS. */
export async function newChain(author?: Author, platform = PLATFORM) {
  const chain = new Chain(author ?? (await newAuthor()), platform, undefined);
  let at = START;
  return {
    chain,
    author: chain.author,
    write: async (kind: string, body: unknown): Promise<string> => (await chain.write(kind, body, at++)).jws,
  };
}

/** As a platform orders them. */
export function ordered(jws: readonly string[], after = 0): OrderedRecord[] {
  return jws.map((one, index) => ({
    position: after + index + 1,
    receivedAt: START + after + index,
    jws: one,
  }));
}

/** People's accounts: a slice with a map of objects that reducers change. */
interface Accounts {
  accounts: Map<AuthorId, { name: string; coins: number }>;
}

/** What was said, in order: a slice of its own. */
interface Notes {
  notes: { by: string; text: string }[];
}

const opened: RecordKind<Accounts, { name: string }> = {
  kind: 'account.opened',
  schema: v.strictObject({ name: v.pipe(v.string(), v.maxLength(40)) }),
  authority: ({ accounts }, { author }) => (accounts.has(author) ? 'open-already' : undefined),
  reduce: ({ accounts }, { author, body }) => void accounts.set(author, { name: body.name, coins: 100 }),
};

const sent: RecordKind<Accounts, { to: string; coins: number }> = {
  kind: 'coins.sent',
  schema: v.strictObject({ to: v.string(), coins: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  authority: ({ accounts }, { author, body }) => {
    const from = accounts.get(author);
    if (!from || !accounts.has(body.to as AuthorId)) return 'no-account';
    return from.coins < body.coins ? 'too-few' : undefined;
  },
  reduce: ({ accounts }, { author, body }) => {
    accounts.get(author)!.coins -= body.coins;
    accounts.get(body.to as AuthorId)!.coins += body.coins;
  },
};

const noted: RecordKind<Notes & Accounts, { text: string }> = {
  kind: 'note.written',
  schema: v.strictObject({ text: v.string() }),
  authority: ({ accounts }, { author }) => (accounts.has(author) ? undefined : 'no-account'),
  reduce: ({ notes, accounts }, { author, body }) => {
    notes.push({ by: accounts.get(author)?.name ?? '', text: body.text });
  },
};

/** With a bug: the change is half done when it throws. */
const broken: RecordKind<Notes & Accounts, null> = {
  kind: 'broken',
  schema: v.null(),
  authority: () => undefined,
  reduce: (state, { author }) => {
    state.notes.push({ by: author, text: 'half' });
    state.accounts.clear();
    throw new RangeError('the other half');
  },
};

export type TestState = Accounts & Notes;

export function testLedger(version = '1') {
  return defineLedger<TestState>({
    version,
    initial: () => ({ accounts: new Map(), notes: [] }),
    kinds: [opened, sent, noted, broken],
  });
}
