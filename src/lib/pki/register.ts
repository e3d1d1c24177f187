import { bytesEqual } from '../keys';
import type { Certificate } from './certificate';
import type { RevocationReason } from './crl';
import type { RevokedEntry } from './crl-read';
import { certificateFingerprint } from './describe';

/**
 * What a platform's records say of the certificates of one issuing key. It is not signed as a whole: whoever gives it
 * has judged the records that it is made of.
 */
export interface IssuerRegister {
  /** DER SubjectPublicKeyInfo of the key */
  spki: Uint8Array;
  /** `serialNumber`: hexadecimal; `at`: from when on, ms since the epoch */
  revoked: readonly { serialNumber: string; at: number; reason: RevocationReason }[];
  /**
   * Of a key that issues no more: SHA-256, hexadecimal, of everything that it has ever issued. What is not among it was
   * made behind the platform's back.
   */
  complete?: readonly string[];
}

/** When a certificate was revoked by the records; one that they do not know, though they should, never counted. */
export async function entryOf(
  { raw, serialNumber, notBefore }: Certificate,
  issuer: Certificate,
  registers: readonly IssuerRegister[],
): Promise<RevokedEntry | undefined> {
  const register = registers.find(({ spki }) => bytesEqual(spki, issuer.spki));
  if (!register) return undefined;
  const revoked = register.revoked.find((one) => one.serialNumber === serialNumber);
  if (revoked) return { at: new Date(revoked.at), reason: revoked.reason, isReasonMissing: false };
  if (!register.complete || register.complete.includes(await certificateFingerprint(raw))) return undefined;
  return { at: notBefore, reason: 'unspecified', isReasonMissing: true };
}
