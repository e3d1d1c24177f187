import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8 } from '../../keys';
import {
  decodeBase64url,
  encodeBase64url,
  parsePublicJwk,
  thumbprint,
  type Author,
  type AuthorId,
} from '../../ledger';
import { verifyNow } from '../../pki';

/** So long does a challenge wait for its answer. */
export const CHALLENGE_MS = 10 * 60_000;

/** What a code asks for; the number is its place in the code. */
const PURPOSES = { bind: 1, login: 2, 'bid-auth': 3, seal: 4, join: 5 } as const;
export type ChallengePurpose = keyof typeof PURPOSES;

/** A challenge that was read. Instants are ms since the epoch. */
export interface Challenge {
  /** as it travels, and as its answer signs it */
  text: string;
  purpose: ChallengePurpose;
  /** base64url of 32 bytes */
  platform: string;
  /** what it is asked for (to bind: the supplier), base64url of 32 bytes; undefined where the purpose says it all */
  about?: string;
  /** X25519 key of whoever shows it, made for this challenge only: nobody else can read the answer, and none fits twice */
  agreement: Uint8Array;
  expiresAt: number;
  /** who shows it */
  by: AuthorId;
}

/** A challenge as its shower keeps it. */
export interface ShownChallenge {
  challenge: Challenge;
  /** opens the answers; it cannot be taken out of this page */
  secret: CryptoKey;
}

const VERSION = 1;
const HASH = 32;
const NO_HASH = new Uint8Array(HASH);
/** version, purpose, platform, about, agreement key, expiry (6 bytes), P-256 point (SEC 1 §2.3.3, compressed) */
const SIGNED_BYTES = 2 + HASH + HASH + 32 + 6 + 33;
const BYTES = SIGNED_BYTES + 64;

/** Longer than any challenge, and any link to one: what is scanned or pasted may be anything. */
const MAX_TEXT = 2000;

/**
 * Makes a challenge: 201 bytes, 268 characters of base64url. As a link to the app it is a QR code of version 12 (65
 * modules a side) at level M.
 *
 * @param o.author the device that shows it; its key is P-256
 * @param o.now    ms since the epoch, by the platform's clock
 * @throws what the author's `sign` throws
 */
export async function newChallenge(o: {
  purpose: ChallengePurpose;
  platform: string;
  about?: string;
  author: Author;
  now: number;
}): Promise<ShownChallenge> {
  const { jwk, sign } = o.author;
  if (jwk.kty !== 'EC') throw new TypeError('a challenge is signed with P-256');
  const pair = (await crypto.subtle.generateKey('X25519', false, ['deriveBits'])) as CryptoKeyPair;
  const [x, y] = [decodeBase64url(jwk.x)!, decodeBase64url(jwk.y)!];
  const expiry = new Uint8Array(8);
  new DataView(expiry.buffer).setBigUint64(0, BigInt(o.now + CHALLENGE_MS));
  const body = concatBytes(
    Uint8Array.of(VERSION, PURPOSES[o.purpose]),
    decodeBase64url(o.platform)!,
    o.about === undefined ? NO_HASH : decodeBase64url(o.about)!,
    new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    expiry.subarray(2),
    Uint8Array.of(2 + (y.at(-1)! & 1)),
    x,
  );
  if (body.length !== SIGNED_BYTES) throw new TypeError('platform and subject are named by 32 bytes');
  const text = encodeBase64url(concatBytes(body, await sign(signedBytes(body))));
  return { challenge: readChallenge(text)!, secret: pair.privateKey };
}

/**
 * Reads a challenge, or a link that carries one in its fragment. Its signature is right: it comes from `by`, unaltered.
 * Whether that one may ask, and whether it is too late, is for others to say. The same answer on every device, at once.
 *
 * @param text as scanned, typed or pasted; blanks around and in it are no mistake
 * @returns undefined where it is none
 */
export function readChallenge(text: string): Challenge | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const compact = text.replace(/\s/g, '');
  const spelt = compact.slice(compact.lastIndexOf('#') + 1);
  const bytes = decodeBase64url(spelt);
  if (bytes?.length !== BYTES || bytes[0] !== VERSION) return undefined;
  const purpose = Object.entries(PURPOSES).find(([, code]) => code === bytes[1])?.[0];
  if (purpose === undefined) return undefined;
  let at = 2;
  const take = (length: number): Uint8Array => bytes.subarray(at, (at += length));
  const [platform, about, agreement, expiry, point] = [take(HASH), take(HASH), take(32), take(6), take(33)];
  const key = publicKeyOf(point);
  if (!key || !verifyNow(key.spki, signedBytes(bytes.subarray(0, SIGNED_BYTES)), bytes.subarray(at))) {
    return undefined;
  }
  const view = new DataView(expiry.buffer, expiry.byteOffset);
  const isAboutNothing = about.every((byte) => byte === 0);
  return {
    text: spelt,
    purpose: purpose as ChallengePurpose,
    platform: encodeBase64url(platform),
    ...(isAboutNothing ? {} : { about: encodeBase64url(about) }),
    agreement: agreement.slice(),
    expiresAt: view.getUint16(0) * 2 ** 32 + view.getUint32(2),
    by: key.id,
  };
}

/** The link that a code shows: any phone's camera opens the app with it, and what it asks never reaches a server. */
export function challengeLink({ text }: Pick<Challenge, 'text'>, origin: string): string {
  return `${origin}/scan#${text}`;
}

/** SHA-256 of a challenge: its name on the relay, and what all that is said in answer to it is bound to. */
export function challengeHash({ text }: Pick<Challenge, 'text'>): Uint8Array {
  return sha256(utf8(text));
}

/** SubjectPublicKeyInfo of a P-256 key up to the coordinates (RFC 5480 §2). */
const P256_HEAD = Uint8Array.from(
  '3059301306072a8648ce3d020106082a8648ce3d03010703420004'.match(/../g)!,
  (pair) => parseInt(pair, 16),
);

function publicKeyOf(point: Uint8Array): { spki: Uint8Array; id: AuthorId } | undefined {
  let whole: Uint8Array;
  try {
    whole = p256.Point.fromBytes(point).toBytes(false);
  } catch {
    return undefined; // no point of the curve
  }
  const [x, y] = [whole.subarray(1, 33), whole.subarray(33)];
  const jwk = parsePublicJwk({ kty: 'EC', crv: 'P-256', x: encodeBase64url(x), y: encodeBase64url(y) });
  return jwk && { spki: concatBytes(P256_HEAD, x, y), id: thumbprint(jwk) };
}

function signedBytes(body: Uint8Array): Uint8Array {
  return concatBytes(utf8('suiyin challenge\0'), body);
}
