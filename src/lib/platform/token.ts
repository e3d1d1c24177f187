import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBase64url } from '../ledger';

/** Random bytes of a token: so many that its key is without bias (FIPS 186-5 A.2.1). */
const SEED_BYTES = 48;

/**
 * An invitation's token: the private half of a P-256 key. Whoever has it can sign for the one that they are, and
 * nothing of it is seen by those who read along.
 */
export function newToken(random: (length: number) => Uint8Array): Uint8Array {
  return p256.utils.randomSecretKey(random(SEED_BYTES));
}

/** @returns undefined for bytes that are no token */
export function tokenPublicKey(token: Uint8Array): Uint8Array | undefined {
  return p256.utils.isValidSecretKey(token) ? p256.getPublicKey(token) : undefined;
}

/** Names a token on the record without giving it away. */
export function tokenHashOf(publicKey: Uint8Array): string {
  return encodeBase64url(sha256(publicKey));
}

export function signByToken(token: Uint8Array, statement: Uint8Array): Uint8Array {
  return p256.sign(statement, token);
}

/** @param publicKey compressed, 33 bytes. @returns never throws */
export function isTokenSignature(
  publicKey: Uint8Array,
  statement: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    return p256.verify(signature, statement, publicKey, { lowS: false });
  } catch {
    return false;
  }
}
