import { ed25519 } from '@noble/curves/ed25519.js';
import * as v from 'valibot';
import { bufferSource, randomBytes, utf8, type PinKdf, type PinStretcher } from '../keys';
import { decodeBase64url, encodeBase64url, type AuthorId, type RecordId } from '../ledger';
import { fields } from '../platform';
import { accountKey } from './account';

/*
 * password ── Argon2id(salt, cost) ── HKDF-SHA256(platform, account) ── Ed25519 seed ── public key, in the record
 *
 * The platform and everybody who reads its records hold the salt, the cost and the public key. Who knows the password
 * can make the private key again, on any device, and sign with it that this device is theirs; who does not, cannot,
 * and learns nothing from watching others do it.
 *
 * What no record can prevent is guessing: a reader can derive a key of each guess and compare. So every guess costs
 * 64 MiB and three passes; the salt and the account make work for one account worth nothing for another; the first
 * guesses that anybody would make are refused as passwords. And a password only links devices: money and bids need
 * the certificate's key and its PIN, and every linked device shows in the list.
 *
 * Ed25519 and not P-256: any 32 bytes are a private key of it, so nothing has to be drawn until it fits; signing is
 * deterministic, so a bad source of chance cannot give the key away; and its check by ZIP 215 is the one of all
 * signature schemes for which it is settled, to the last odd encoding, what holds and what does not. Every device
 * must judge a record alike. WebCrypto is asynchronous and does not say which rules it checks by; rules of records
 * must be synchronous.
 */

/** 64 MiB and three passes, on every device, however slow: the record may be attacked on any other one. */
const COST: PinKdf = { name: 'argon2id', memoryKib: 64 * 1024, passes: 3, lanes: 1 };

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** How a supplier's password is checked. The upper limits keep a record from filling a device's memory. */
export const passwordRecord = v.strictObject({
  kdf: v.strictObject({
    name: v.literal('argon2id'),
    memoryKib: whole(COST.memoryKib, 4 * COST.memoryKib),
    passes: whole(COST.passes, 16),
    lanes: whole(1, 4),
  }),
  salt: fields.bytes(32, 32),
  /** Ed25519 (RFC 8032 §5.1.5) */
  publicKey: v.pipe(fields.bytes(32, 32), v.check(isPublicKey)),
});

export type PasswordRecord = v.InferOutput<typeof passwordRecord>;

/** Ed25519 signature by a password's key. */
export const passwordProof = fields.bytes(64, 64);

/** Whose password it is: the same word at another account, or on another platform, makes another key. */
export interface PasswordOwner {
  platform: string;
  account: string;
}

/**
 * Makes the record of a new password.
 *
 * @param stretch `stretchPin` of the keys: 32 bytes by Argon2id; takes from a third of a second to several
 */
export async function newPasswordRecord(
  password: string,
  owner: PasswordOwner,
  stretch: PinStretcher,
  random: (length: number) => Uint8Array = randomBytes,
): Promise<PasswordRecord> {
  const made = { kdf: COST, salt: encodeBase64url(random(32)) };
  const seed = await seedOf(password, owner, made, stretch);
  const publicKey = encodeBase64url(ed25519.getPublicKey(seed));
  seed.fill(0);
  return { ...made, publicKey };
}

/**
 * Opens a password's key, and drops it when `use` is over.
 *
 * @returns undefined where the password is another one
 */
export async function withPassword<T>(
  password: string,
  owner: PasswordOwner,
  record: PasswordRecord,
  stretch: PinStretcher,
  use: (sign: (statement: Uint8Array) => string) => T,
): Promise<{ result: T } | undefined> {
  const seed = await seedOf(password, owner, record, stretch);
  try {
    if (encodeBase64url(ed25519.getPublicKey(seed)) !== record.publicKey) return undefined;
    return { result: use((statement) => encodeBase64url(ed25519.sign(statement, seed))) };
  } finally {
    seed.fill(0);
  }
}

/** Whether a statement was signed by a password's key. Takes a millisecond or two. */
export function isByPassword(record: PasswordRecord, statement: Uint8Array, proof: string): boolean {
  const [key, signature] = [decodeBase64url(record.publicKey), decodeBase64url(proof)];
  if (!key || !signature) return false;
  try {
    return ed25519.verify(signature, statement, key, { zip215: true });
  } catch {
    return false; // no point of the curve
  }
}

/** That a device is a supplier's, said by whoever knows the password. */
export interface LinkStatement {
  platform: string;
  supplier: RecordId;
  device: AuthorId;
  /** The record by which the device was last unlinked: an old proof does not bring it back. */
  unlinkedBy: RecordId | undefined;
  /** ms since the epoch; undefined for a link without an end */
  until: number | undefined;
}

export function linkStatement(link: LinkStatement): Uint8Array {
  const { platform, supplier, device, unlinkedBy = null, until = null } = link;
  return utf8(JSON.stringify(['suiyin/1 link device', platform, supplier, device, unlinkedBy, until]));
}

async function seedOf(
  password: string,
  { platform, account }: PasswordOwner,
  { kdf, salt }: Pick<PasswordRecord, 'kdf' | 'salt'>,
  stretch: PinStretcher,
): Promise<Uint8Array> {
  const saltBytes = decodeBase64url(salt)!;
  const stretched = await stretch(password, saltBytes, kdf);
  const base = await crypto.subtle.importKey('raw', bufferSource(stretched), 'HKDF', false, ['deriveBits']);
  stretched.fill(0);
  const info = utf8(JSON.stringify(['suiyin/1 account password', platform, accountKey(account)]));
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: bufferSource(saltBytes), info };
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf, base, 256));
}

/** A point of small order is a key under which anything is signed. */
function isPublicKey(encoded: string): boolean {
  try {
    return !ed25519.Point.fromBytes(decodeBase64url(encoded)!, true).isSmallOrder();
  } catch {
    return false;
  }
}
