import { bytesEqual, sha256 } from '../keys';
import type { KeyKind } from './algorithm';
import { readCertificate } from './certificate';
import { basicConstraintsOf, extendedKeyUsageOf, keyUsageOf, type KeyUsageName } from './extension';
import { displayName, textsOf, TRIAL_UNIT } from './name';
import { OID } from './oid';
import { readPublicKey } from './public-key';
import { hexOf } from './value';

/** What a person wants to know of a certificate. Names are what it says; whether that is so, `validateChain` tells. */
export interface CertificateInfo {
  /** common name, or what else names the subject; empty where nothing does */
  commonName: string;
  organization?: string;
  /** serialNumber of the subject */
  creditCode?: string;
  /** first organizational unit */
  platform?: string;
  /** marked as issued for trying out */
  trial: boolean;
  issuerName: string;
  /** hexadecimal, lower case, two digits a byte */
  serialNumber: string;
  notBefore: Date;
  /** the last second that counts */
  notAfter: Date;
  /** of the key; undefined for kinds unknown here */
  keyKind?: KeyKind;
  keyBits?: number;
  /** object identifier of the algorithm that the issuer signed with */
  signatureAlgorithm: string;
  isCa: boolean;
  /** undefined without the extension */
  keyUsage?: KeyUsageName[];
  /** object identifiers; undefined without the extension */
  extendedKeyUsage?: string[];
  /** issuer and subject are the same */
  selfIssued: boolean;
}

/** @throws PkiError `malformed` */
export function describeCertificate(der: Uint8Array): CertificateInfo {
  const certificate = readCertificate(der);
  const { subject, issuer, extensions } = certificate;
  const units = textsOf(subject, OID.organizationalUnitName);
  const key = readPublicKey(certificate.spki);
  return {
    commonName: displayName(subject),
    organization: textsOf(subject, OID.organizationName)[0],
    creditCode: textsOf(subject, OID.serialNumber)[0],
    platform: units.find((unit) => unit !== TRIAL_UNIT),
    trial: units.includes(TRIAL_UNIT),
    issuerName: displayName(issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    keyKind: key?.kind,
    keyBits: key?.bits,
    signatureAlgorithm: certificate.signatureAlgorithm.oid,
    isCa: basicConstraintsOf(extensions).isCa,
    keyUsage: keyUsageOf(extensions),
    extendedKeyUsage: extendedKeyUsageOf(extensions),
    selfIssued: bytesEqual(subject, issuer),
  };
}

/** SHA-256 of the certificate, hexadecimal. */
export async function certificateFingerprint(der: Uint8Array): Promise<string> {
  return hexOf(await sha256(der));
}
