import type { SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { signerOf, standingOf, TONE_OF_STANDING } from '../verify/words';

/** What is known of the signatures that a document had before it was opened here. */
export type Earlier =
  | { kind: 'none' }
  | { kind: 'checking' }
  /** all are intact, and nothing forbidden came after them */
  | { kind: 'sound' }
  /** @property signers of those that are broken or revoked, or after which something forbidden came */
  | { kind: 'broken'; signers: readonly string[] }
  /** it could not be told */
  | { kind: 'unknown' };

export const isFaulty = (signature: SignatureReport): boolean =>
  TONE_OF_STANDING[standingOf(signature)] === 'invalid';

/** Names of the signers of faulty signatures, each once. */
export function faultySigners(signatures: readonly SignatureReport[]): string[] {
  return [...new Set(signatures.filter(isFaulty).map(signerOf))];
}

/** What a report says of the signatures in a document that shall be sealed. */
export function judgeEarlier({ verdict, signatures }: VerifyReport): Earlier {
  switch (verdict) {
    case 'unsigned':
      return { kind: 'none' };
    case 'valid':
    case 'valid-untrusted':
      return { kind: 'sound' };
    case 'invalid': {
      const faulty = faultySigners(signatures);
      return { kind: 'broken', signers: faulty.length > 0 ? faulty : signatures.map(signerOf) };
    }
    case 'unreadable':
      return { kind: 'unknown' };
  }
}
