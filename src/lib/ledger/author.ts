import { bufferSource } from '../keys';
import { LedgerError } from './error';
import { algorithmOf, parsePublicJwk, thumbprint } from './public-key';
import type { Author } from './types';

/**
 * Makes an author of a key, wherever its private half lies: in a vault that may be locked, in a certificate's vault.
 *
 * @param spki DER SubjectPublicKeyInfo of a P-256 key, or of an RSA key of 2048, 3072 or 4096 bits with e = 65537
 * @param sign as `Author.sign`
 * @throws LedgerError `unsupported-key`
 */
export async function authorOf(spki: Uint8Array, sign: Author['sign']): Promise<Author> {
  const jwk = parsePublicJwk((await exported(spki, EC)) ?? (await exported(spki, RSA)));
  if (!jwk) throw new LedgerError('unsupported-key');
  return { id: thumbprint(jwk), algorithm: algorithmOf(jwk), jwk, sign };
}

const EC = { name: 'ECDSA', namedCurve: 'P-256' };
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** @returns the members of the thumbprint; undefined where the key is of another kind */
async function exported(spki: Uint8Array, parameters: typeof EC | typeof RSA): Promise<unknown> {
  try {
    const key = await crypto.subtle.importKey('spki', bufferSource(spki), parameters, true, ['verify']);
    const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey('jwk', key);
    return kty === 'EC' ? { kty, crv, x, y } : { kty, n, e };
  } catch {
    return undefined;
  }
}
