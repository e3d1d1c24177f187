import { bufferSource } from '../keys';
import { algorithmOf, importPublicJwk, signatureLength, thumbprint } from './public-key';
import type { ParsedRecord } from './record';
import type { AuthorId, PublicJwk } from './types';

/**
 * Checks the signature of one record.
 *
 * @param jwk the author's key, from their first record
 * @returns false also where this is not the key that the record names
 */
export async function verifyRecord(record: ParsedRecord, jwk: PublicJwk): Promise<boolean> {
  return new SignatureChecks().check(record, jwk);
}

/** Checks many signatures: a key is imported once. */
export class SignatureChecks {
  readonly #keys = new Map<AuthorId, Promise<CryptoKey | undefined>>();

  /** As `verifyRecord`. */
  async check(record: ParsedRecord, jwk: PublicJwk): Promise<boolean> {
    if (record.algorithm !== algorithmOf(jwk)) return false;
    if (record.signature.length !== signatureLength(jwk)) return false;
    const key = await this.#key(record.author, jwk);
    if (!key) return false;
    const algorithm = { name: key.algorithm.name, hash: 'SHA-256' };
    const { signature, signingInput } = record;
    return crypto.subtle.verify(algorithm, key, bufferSource(signature), bufferSource(signingInput));
  }

  #key(author: AuthorId, jwk: PublicJwk): Promise<CryptoKey | undefined> {
    const known = this.#keys.get(author);
    if (known) return known;
    if (thumbprint(jwk) !== author) return Promise.resolve(undefined);
    const key = importPublicJwk(jwk);
    this.#keys.set(author, key);
    // Memory that was short once must not fail every later record.
    key.catch(() => this.#keys.delete(author));
    return key;
  }
}
