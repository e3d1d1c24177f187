import { bytesEqual } from '../keys';
import { readCertificate, type Certificate } from './certificate';
import { PkiError } from './error';
import { basicConstraintsOf, keyUsageOf, subjectKeyIdentifierOf, type KeyUsageName } from './extension';
import { keyIdentifier } from './profile';
import type { Signer } from './signer';
import type { Validity } from './validity';
import { bytesOfHex } from './value';

/** Who issues certificates and CRLs. */
export interface Issuer {
  /** DER */
  certificate: Uint8Array;
  /** of the certificate's key */
  signer: Signer;
}

/**
 * Reads the issuer's certificate and refuses what others would refuse in what it issued.
 *
 * @throws PkiError `not-an-issuer`, `key-mismatch`
 */
export function readIssuer(issuer: Issuer, usage: KeyUsageName): Certificate {
  const certificate = readCertificate(issuer.certificate);
  const { isCa } = basicConstraintsOf(certificate.extensions);
  const usages = keyUsageOf(certificate.extensions);
  if (!isCa || (usages && !usages.includes(usage))) throw new PkiError('not-an-issuer', { usage });
  if (!bytesEqual(certificate.spki, issuer.signer.spki)) throw new PkiError('key-mismatch');
  return certificate;
}

/** @throws PkiError `outside-issuer-validity` */
export function checkWithin(issuer: Certificate, validity: Validity): void {
  const { notBefore, notAfter } = issuer;
  if (validity.notBefore < notBefore || validity.notAfter > notAfter) {
    throw new PkiError('outside-issuer-validity', { notBefore, notAfter });
  }
}

/** What the issuer's own certificate calls its key, so that the identifiers chain (RFC 5280 §4.2.1.1). */
export async function issuerKeyIdentifier(issuer: Certificate): Promise<Uint8Array> {
  const named = subjectKeyIdentifierOf(issuer.extensions);
  return named === undefined ? keyIdentifier(issuer.spki) : bytesOfHex(named);
}
