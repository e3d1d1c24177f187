import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { utf8 } from '../keys';
import { decodeBase64url, encodeBase64url, is32Bytes } from './base64url';
import type { AuthorId, PublicJwk, RecordAlgorithm } from './types';

/** Bytes of the moduli that are taken: 2048, 3072 and 4096 bits. Engines disagree on others, and devices must not. */
const MODULUS_BYTES: ReadonlySet<number> = new Set([256, 384, 512]);

const coordinate = v.pipe(v.string(), v.check(is32Bytes));

const modulus = v.pipe(
  v.string(),
  v.check((text) => {
    const bytes = decodeBase64url(text);
    // RFC 7518 §6.3.1.1: no leading zero. A modulus is odd.
    return (
      bytes !== undefined && MODULUS_BYTES.has(bytes.length) && bytes[0]! >= 0x80 && bytes.at(-1)! % 2 === 1
    );
  }),
);

/** Nothing but the members of the thumbprint: a private member, or two keys of one thumbprint, cannot get in. */
const publicJwk = v.variant('kty', [
  v.strictObject({ kty: v.literal('EC'), crv: v.literal('P-256'), x: coordinate, y: coordinate }),
  v.strictObject({ kty: v.literal('RSA'), n: modulus, e: v.literal('AQAB') }),
]);

/** @returns undefined where it is no key that records are signed with, or has other members than that key's own */
export function parsePublicJwk(jwk: unknown): PublicJwk | undefined {
  const result = v.safeParse(publicJwk, jwk);
  return result.success ? result.output : undefined;
}

/** RFC 7638 §3: SHA-256 of the required members, in the order of their names. */
export function thumbprint(jwk: PublicJwk): AuthorId {
  const members =
    jwk.kty === 'EC'
      ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
      : { e: jwk.e, kty: jwk.kty, n: jwk.n };
  return encodeBase64url(sha256(utf8(JSON.stringify(members)))) as AuthorId;
}

export function algorithmOf(jwk: PublicJwk): RecordAlgorithm {
  return jwk.kty === 'EC' ? 'ES256' : 'RS256';
}

/** Length of a key's signatures in bytes: ECDSA r‖s (RFC 7518 §3.4), RSA as long as its modulus. */
export function signatureLength(jwk: PublicJwk): number {
  return jwk.kty === 'EC' ? 64 : Math.floor((jwk.n.length * 3) / 4);
}

/** @returns undefined where the numbers are no key: a point beside the curve */
export async function importPublicJwk(jwk: PublicJwk): Promise<CryptoKey | undefined> {
  const parameters =
    jwk.kty === 'EC'
      ? { name: 'ECDSA', namedCurve: 'P-256' }
      : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  try {
    return await crypto.subtle.importKey('jwk', { ...jwk }, parameters, false, ['verify']);
  } catch (error) {
    // Anything else (no memory, no WebCrypto) says nothing of the key and must not become a verdict.
    if (error instanceof DOMException && error.name === 'DataError') return undefined;
    throw error;
  }
}
