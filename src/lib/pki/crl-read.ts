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
  at: Date;
  reason: RevocationReason;
}

/** A revocation list as it was read. */
export interface Crl {
  tbs: Uint8Array;
  issuer: Uint8Array;
  thisUpdate: Date;
  nextUpdate?: Date;
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

  const read = entries ? fields(entries, 'revokedCertificates').all(readEntry) : [];
  return {
    tbs: tbs.raw,
    issuer,
    thisUpdate,
    nextUpdate: nextUpdate && timeOf(nextUpdate),
    revoked: new Map(read.map((entry) => [entry.serialNumber, entry])),
    extensions: extensions ? extensionsOf(inside(extensions, 'crlExtensions')) : new Map(),
    hasUnknownCritical: read.some((entry) => entry.hasUnknownCritical),
    signatureAlgorithm,
    signature,
  };
}

function readEntry(element: Tlv): RevokedEntry & { serialNumber: string; hasUnknownCritical: boolean } {
  const parts = fields(element, 'revokedCertificate', TAG.sequence);
  const serialNumber = hexOf(integerOf(parts.next('userCertificate')));
  const at = timeOf(parts.next('revocationDate'));
  const list = parts.optional(TAG.sequence);
  parts.end();
  const extensions: Extensions = list ? extensionsOf(list) : new Map();
  const hasUnknownCritical = [...extensions].some(([id, { critical }]) => critical && id !== OID.reasonCode);
  return { serialNumber, at, reason: reasonOf(extensions), hasUnknownCritical };
}

function reasonOf(extensions: Extensions): RevocationReason {
  const extension = extensions.get(OID.reasonCode);
  if (!extension) return 'unspecified';
  const value = smallIntegerOf(readDer(extension.value), TAG.enumerated);
  const reasons = Object.entries(REVOCATION_REASONS) as [RevocationReason, number][];
  return reasons.find(([, code]) => code === value)?.[0] ?? 'unspecified';
}
