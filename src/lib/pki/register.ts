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
  /** DER of the certificates that the platform has given the key: another platform may give it others */
  issuers: readonly Uint8Array[];
  /** `serialNumber`: hexadecimal; `at`: from when on, ms since the epoch */
  revoked: readonly { serialNumber: string; at: number; reason: RevocationReason }[];
  /**
   * Of a key that issues no more: SHA-256, hexadecimal, of everything that it has ever issued. What is not among it was
   * made behind the platform's back.
   */
  complete?: readonly string[];
}

/**
 * When a certificate was revoked by the records; one that they do not know, though they should, never counted. What
 * counts are the records of the platform that its issuer is of: whoever holds the key may have it certified elsewhere,
 * where nothing is revoked. Of an issuer that no platform has written down, anybody's word counts.
 */
export async function entryOf(
  certificate: Certificate,
  issuer: Certificate,
  registers: readonly IssuerRegister[],
): Promise<RevokedEntry | undefined> {
  const ofKey = registers.filter(({ spki }) => bytesEqual(spki, issuer.spki));
  const own = ofKey.filter(({ issuers }) => issuers.some((one) => bytesEqual(one, issuer.raw)));
  const entries = await Promise.all((own.length > 0 ? own : ofKey).map((one) => entryIn(one, certificate)));
  return entries.flatMap((entry) => entry ?? []).sort((a, b) => Number(a.at) - Number(b.at))[0];
}

async function entryIn(
  { revoked, complete }: IssuerRegister,
  { raw, serialNumber, notBefore }: Certificate,
): Promise<RevokedEntry | undefined> {
  const entry = revoked.find((one) => one.serialNumber === serialNumber);
  if (entry) return { at: new Date(entry.at), reason: entry.reason, isReasonMissing: false };
  if (!complete || complete.includes(await certificateFingerprint(raw))) return undefined;
  return { at: notBefore, reason: 'unspecified', isReasonMissing: true };
}
