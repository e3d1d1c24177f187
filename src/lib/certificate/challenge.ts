import * as v from 'valibot';
import { concatBytes, randomBytes, utf8 } from '../keys';
import {
  decodeBase64url,
  encodeBase64url,
  parsePublicJwk,
  thumbprint,
  type Author,
  type AuthorId,
  type RecordId,
} from '../ledger';
import { verifyNow } from '../pki';
import { fields } from '../platform';

/** So long does a challenge wait for its answer. */
export const CHALLENGE_MS = 10 * 60_000;

/** What a challenge asks a certificate for. */
export type ChallengePurpose = 'bind';

/** What is asked. Short names: it travels as a QR code. */
const payload = v.strictObject({
  v: v.literal(1),
  use: v.picklist(['bind'] satisfies ChallengePurpose[]),
  platform: fields.hash,
  /** what it is asked for: to bind, the supplier */
  about: fields.recordId,
  nonce: fields.bytes(16, 16),
  /** the last ms of its life, by the clock of whoever shows it */
  until: fields.instant,
  /** key of whoever shows it, P-256 */
  x: fields.hash,
  y: fields.hash,
});

/** A challenge that was read. Instants are ms since the epoch. */
export interface Challenge {
  /** as it travels, and as its answer signs it */
  text: string;
  purpose: ChallengePurpose;
  platform: string;
  about: RecordId;
  nonce: string;
  expiresAt: number;
  /** who shows it */
  by: AuthorId;
}

/** Longer than any challenge: what is pasted may be anything. */
const MAX_TEXT = 2000;

/**
 * Makes a challenge: `base64url(JSON).base64url(signature)`, some 500 characters of `A-Za-z0-9-_.`.
 *
 * @param o.author the device that shows it; its key is P-256
 * @param o.now    ms since the epoch
 * @throws what the author's `sign` throws
 */
export async function newChallenge(o: {
  purpose: ChallengePurpose;
  platform: string;
  about: RecordId;
  author: Author;
  now: number;
  random?(length: number): Uint8Array;
}): Promise<Challenge> {
  const { purpose: use, platform, about, author, now, random = randomBytes } = o;
  const { jwk } = author;
  if (jwk.kty !== 'EC') throw new TypeError('a challenge is signed with P-256');
  const nonce = encodeBase64url(random(16));
  const content = { v: 1, use, platform, about, nonce, until: now + CHALLENGE_MS, x: jwk.x, y: jwk.y };
  const body = encodeBase64url(utf8(JSON.stringify(content)));
  const text = `${body}.${encodeBase64url(await author.sign(signedBytes(body)))}`;
  return readChallenge(text)!;
}

/**
 * Reads a challenge. Its signature is right: it comes from `by`, unaltered. Whether that one may ask, and whether it is
 * too late, is for others to say. The same answer on every device, at once.
 *
 * @param text as typed or pasted; blanks around and in it are no mistake
 * @returns undefined where it is none
 */
export function readChallenge(text: string): Challenge | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const compact = text.replace(/\s/g, '');
  const [body = '', signature = '', ...more] = compact.split('.');
  const [bytes, signed] = [decodeBase64url(body), decodeBase64url(signature)];
  if (!bytes || !signed || more.length > 0) return undefined;
  const result = v.safeParse(payload, parseJson(bytes));
  if (!result.success) return undefined;
  const { use, platform, about, nonce, until, x, y } = result.output;
  const jwk = parsePublicJwk({ kty: 'EC', crv: 'P-256', x, y });
  const spki = concatBytes(P256_HEAD, decodeBase64url(x)!, decodeBase64url(y)!);
  if (!jwk || !verifyNow(spki, signedBytes(body), signed)) return undefined;
  const by = thumbprint(jwk);
  return { text: compact, purpose: use, platform, about, nonce, expiresAt: until, by };
}

/** What a certificate's key signs to answer. */
export function answerStatement(challenge: Challenge): Uint8Array {
  return utf8(`suiyin answer\0${challenge.text}`);
}

/** An answer as it travels: `serial.base64url(signature)`. */
export interface Answer {
  /** of the certificate, hexadecimal */
  serial: string;
  /** by the certificate's key over `answerStatement` */
  signature: Uint8Array;
}

export function writeAnswer({ serial, signature }: Answer): string {
  return `${serial}.${encodeBase64url(signature)}`;
}

/** @returns undefined where it is none */
export function readAnswer(text: string): Answer | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const [serial = '', encoded = '', ...more] = text.replace(/\s/g, '').split('.');
  const signature = decodeBase64url(encoded);
  const isAnswer = /^(?:[0-9a-f]{2}){1,20}$/.test(serial) && encoded !== '' && more.length === 0;
  return isAnswer && signature ? { serial, signature } : undefined;
}

/** SubjectPublicKeyInfo of a P-256 key up to the coordinates (RFC 5480 §2). */
const P256_HEAD = Uint8Array.from(
  '3059301306072a8648ce3d020106082a8648ce3d03010703420004'.match(/../g)!,
  (pair) => parseInt(pair, 16),
);

function signedBytes(body: string): Uint8Array {
  return utf8(`suiyin challenge\0${body}`);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined; // one spelling only
  } catch {
    return undefined;
  }
}
