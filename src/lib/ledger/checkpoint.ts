import * as v from 'valibot';
import type { StoredChain } from './author-chains';
import { is32Bytes } from './base64url';
import { digestOf } from './data-digest';
import type { Ledger } from './kinds';
import { parsePublicJwk } from './public-key';
import type { PublicJwk, RecordId } from './types';

/** Changes with what a checkpoint is made of. */
const SCHEMA = 2;

/** The state after some record, to go on from there. Data that structured cloning takes; nobody changes it. */
export interface Checkpoint {
  readonly schema: typeof SCHEMA;
  /** Version of the ledger whose rules led here. */
  readonly ledger: string;
  readonly platform: string;
  /** Of the last record that is in it; 0: of none. */
  readonly position: number;
  /** SHA-256, base64url, of the JWS at `position`, whatever it was: names the order that led here. */
  readonly last: string;
  readonly authors: readonly StoredChain[];
  readonly state: unknown;
  /** `digestOf` all the rest: finds damage, not malice, for who can write it can write a digest too. */
  readonly digest: string;
}

const checkpoint = v.strictObject({
  schema: v.literal(SCHEMA),
  ledger: v.string(),
  platform: v.string(),
  position: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  last: v.string(),
  authors: v.array(
    v.strictObject({
      jwk: v.custom<PublicJwk>((jwk) => parsePublicJwk(jwk) !== undefined),
      head: v.custom<RecordId>((id) => typeof id === 'string' && is32Bytes(id)),
      slots: v.instance(Uint8Array),
    }),
  ),
  state: v.unknown(),
  digest: v.string(),
});

export function makeCheckpoint(parts: Omit<Checkpoint, 'schema' | 'digest'>): Checkpoint {
  const { ledger, platform, position, last, authors, state } = parts;
  const content = { schema: SCHEMA, ledger, platform, position, last, authors, state } as const;
  return { ...content, digest: digestOf(content) };
}

/** @returns undefined where it is none, is damaged, or is of other rules or another platform */
export function parseCheckpoint<S>(
  ledger: Ledger<S>,
  platform: string,
  stored: unknown,
): Checkpoint | undefined {
  const result = v.safeParse(checkpoint, stored, { abortEarly: true });
  if (!result.success) return undefined;
  const parsed = result.output;
  if (parsed.ledger !== ledger.version || parsed.platform !== platform) return undefined;
  try {
    return makeCheckpoint(parsed).digest === parsed.digest ? parsed : undefined;
  } catch {
    return undefined; // what no digest can be made of was not written here
  }
}
