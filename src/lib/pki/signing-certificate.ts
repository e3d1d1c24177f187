import { bytesEqual } from '../keys';
import { algorithmOf, digestNameOf } from './algorithm';
import { readCertificate, type Certificate } from './certificate';
import type { CmsAttribute } from './cms-parse';
import { contextTag, TAG } from './der';
import { digestOf } from './digest-of';
import { PkiError } from './error';
import { comparableName } from './name';
import { OID } from './oid';
import { fields, inside, type Tlv } from './tlv';
import { hexOf, integerOf, octetsOf } from './value';

/** What the signed attributes say of the signer's certificate, so that nobody puts another in its place. */
export type SigningCertificateAttribute = 'v1' | 'v2' | 'none' | 'mismatch';

/** ESS signing-certificate (RFC 2634 §5.4, SHA-1) and signing-certificate-v2 (RFC 5035): all that are there must match. */
export async function signingCertificateOf(
  attributes: readonly CmsAttribute[],
  der: Uint8Array,
): Promise<SigningCertificateAttribute> {
  const certificate = readCertificate(der);
  let found: SigningCertificateAttribute = 'none';
  for (const { type, values } of attributes) {
    if (type !== OID.signingCertificate && type !== OID.signingCertificateV2) continue;
    const [value] = values;
    const version = type === OID.signingCertificate ? 'v1' : 'v2';
    if (!value || values.length > 1 || !(await matches(value, version, certificate))) return 'mismatch';
    if (found !== 'v2') found = version;
  }
  return found;
}

/** The first of the certificates is the signer's (RFC 5035 §3). */
async function matches(value: Tlv, version: 'v1' | 'v2', certificate: Certificate): Promise<boolean> {
  try {
    const certs = fields(
      fields(value, 'SigningCertificate', TAG.sequence).next('certs', TAG.sequence),
      'certs',
    );
    const parts = fields(certs.next('ESSCertID'), 'ESSCertID', TAG.sequence);
    const algorithm = version === 'v2' ? parts.optional(TAG.sequence) : undefined;
    const fallback = version === 'v2' ? 'sha256' : 'sha1';
    const digest = algorithm ? digestNameOf(algorithmOf(algorithm)) : fallback;
    const certHash = octetsOf(parts.next('certHash'));
    const issuerSerial = parts.optional(TAG.sequence);
    if (!digest || !bytesEqual(certHash, await digestOf(digest, certificate.raw))) return false;
    return !issuerSerial || isIssuerSerialOf(issuerSerial, certificate);
  } catch (error) {
    // What is no SigningCertificate names nobody; that our own code failed says nothing of the signer.
    if (error instanceof PkiError) return false;
    throw error;
  }
}

function isIssuerSerialOf(issuerSerial: Tlv, certificate: Certificate): boolean {
  const parts = fields(issuerSerial, 'IssuerSerial');
  const names = fields(parts.next('issuer', TAG.sequence), 'GeneralNames').rest();
  const serialNumber = hexOf(integerOf(parts.next('serialNumber')));
  return (
    serialNumber === certificate.serialNumber &&
    names.some(
      (name) =>
        name.tag === contextTag(4) &&
        comparableName(inside(name, 'directoryName').raw) === comparableName(certificate.issuer),
    )
  );
}
