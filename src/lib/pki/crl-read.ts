import { bytesEqual } from '../keys';
import { algorithmOf, type AlgorithmIdentifier } from './algorithm';
import { contextTag, TAG } from './der';
import { malformed } from './error';
import { REVOCATION_REASONS, type RevocationReason } from './crl';
import { extensionsOf, type Extensions } from './extension';
import { OID } from './oid';
import { fields, inside, readDer, type Tlv } from './tlv';
import { bitsOf, hexOf, integerOf, smallIntegerOf, timeOf } from './value';

export interface RevokedEntry {
  /** from when on: revocation, or the earlier time from which the issuer calls it invalid (§5.3.2) */
  at: Date;
  reason: RevocationReason;
  /** the issuer says nothing of the reason, which is then `unspecified` */
  isReasonMissing: boolean;
}

/** A revocation list as it was read. */
export interface Crl {
  tbs: Uint8Array;
  issuer: Uint8Array;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** cRLNumber, hexadecimal content of the INTEGER */
  number?: string;
  /** of a delta CRL (§5.2.4): the number of the list that it adds to */
  baseNumber?: string;
  /** by serial number, hexadecimal */
  revoked: ReadonlyMap<string, RevokedEntry>;
  extensions: Extensions;
  /** an entry has a critical extension that is not known here: then the list says nothing (RFC 5280 §5.3) */
  hasUnknownCritical: boolean;
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
}

/** @throws PkiError `malformed` */
export function readCrl(der: Uint8Array): Crl {
  const outer = fields(readDer(der), 'CertificateList', TAG.sequence);
  const tbs = outer.next('tbsCertList', TAG.sequence);
  const signatureAlgorithm = algorithmOf(outer.next('signatureAlgorithm', TAG.sequence));
  const signature = bitsOf(outer.next('signatureValue'));
  outer.end();

  const parts = fields(tbs, 'TBSCertList');
  parts.optional(TAG.integer);
  const innerAlgorithm = parts.next('signature', TAG.sequence);
  if (!bytesEqual(innerAlgorithm.raw, signatureAlgorithm.raw)) throw malformed('signatureAlgorithm');
  const issuer = parts.next('issuer', TAG.sequence).raw;
  const thisUpdate = timeOf(parts.next('thisUpdate'));
  const nextUpdate = parts.optional(TAG.utcTime, TAG.generalizedTime);
  const entries = parts.optional(TAG.sequence);
  const extensions = parts.optional(contextTag(0));
  parts.end();

  const extensionsRead: Extensions = extensions
    ? extensionsOf(inside(extensions, 'crlExtensions'))
    : new Map();
  const read = entries ? fields(entries, 'revokedCertificates').all(readEntry) : [];
  return {
    tbs: tbs.raw,
    issuer,
    thisUpdate,
    nextUpdate: nextUpdate && timeOf(nextUpdate),
    revoked: new Map(read.map((entry) => [entry.serialNumber, entry])),
    extensions: extensionsRead,
    number: numberOf(extensionsRead, OID.cRLNumber),
    baseNumber: numberOf(extensionsRead, OID.deltaCRLIndicator),
    hasUnknownCritical: read.some((entry) => entry.hasUnknownCritical),
    signatureAlgorithm,
    signature,
  };
}

function numberOf(extensions: Extensions, id: string): string | undefined {
  const extension = extensions.get(id);
  return extension && hexOf(integerOf(readDer(extension.value)));
}

function readEntry(element: Tlv): RevokedEntry & { serialNumber: string; hasUnknownCritical: boolean } {
  const parts = fields(element, 'revokedCertificate', TAG.sequence);
  const serialNumber = hexOf(integerOf(parts.next('userCertificate')));
  const revocationDate = timeOf(parts.next('revocationDate'));
  const list = parts.optional(TAG.sequence);
  parts.end();
  const extensions: Extensions = list ? extensionsOf(list) : new Map();
  const reason = extensions.get(OID.reasonCode);
  return {
    serialNumber,
    at: invalidFrom(revocationDate, extensions),
    reason: reason ? reasonOf(readDer(reason.value)) : 'unspecified',
    isReasonMissing: !reason,
    hasUnknownCritical: hasOtherCritical(extensions, ENTRY_EXTENSIONS),
  };
}

/** certificateIssuer, which makes a list an indirect one, is not among them. */
const ENTRY_EXTENSIONS = new Set<string>([OID.reasonCode, OID.invalidityDate]);

export function hasOtherCritical(extensions: Extensions, known: ReadonlySet<string>): boolean {
  return [...extensions].some(([id, { critical }]) => critical && !known.has(id));
}

/** The time of revocation, or that of §5.3.2 where it is earlier: what was signed between may be the thief's. */
export function invalidFrom(revocationDate: Date, extensions: Extensions): Date {
  const extension = extensions.get(OID.invalidityDate);
  const invalidityDate = extension && timeOf(readDer(extension.value));
  return invalidityDate && invalidityDate < revocationDate ? invalidityDate : revocationDate;
}

export function reasonOf(element: Tlv): RevocationReason {
  const value = smallIntegerOf(element, TAG.enumerated);
  const reasons = Object.entries(REVOCATION_REASONS) as [RevocationReason, number][];
  return reasons.find(([, code]) => code === value)?.[0] ?? 'unspecified';
}
