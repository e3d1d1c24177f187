import { bytesEqual } from '../keys';
import { digestNameOf, isWeakDigest, schemeOf } from './algorithm';
import type { Certificate } from './certificate';
import { digestOf } from './digest-of';
import { extendedKeyUsageOf, keyUsageOf } from './extension';
import { comparableName } from './name';
import type { OcspResponse, OcspSingle } from './ocsp-read';
import { OID } from './oid';
import { hasUnknownCriticalExtension } from './path-check';
import { subjectPublicKeyOf } from './public-key';
import { checkSignature } from './signature-check';

/** Who signed a response, where it is somebody that the issuer lets sign it. */
interface Responder {
  certificate: Certificate;
  /** by the issuer itself, or by one whose certificate need not be checked for revocation (RFC 6960 §4.2.2.2.1) */
  isBeyondRevocation: boolean;
  /** signed with MD5 or SHA-1 */
  isWeak: boolean;
}

/** What a response says of the certificate; certID names it by its issuer's name, its issuer's key and its number. */
export async function singleOf(
  response: OcspResponse,
  certificate: Certificate,
  issuer: Certificate,
): Promise<OcspSingle | undefined> {
  for (const single of response.singles) {
    const digest = digestNameOf(single.hashAlgorithm);
    if (!digest || digest === 'md5' || single.serialNumber !== certificate.serialNumber) continue;
    const isSameIssuer =
      bytesEqual(single.issuerNameHash, await digestOf(digest, certificate.issuer)) &&
      bytesEqual(single.issuerKeyHash, await digestOf(digest, subjectPublicKeyOf(issuer.spki)));
    if (isSameIssuer) return single;
  }
  return undefined;
}

/**
 * RFC 6960 §4.2.2.2: the issuer itself signs, or one whom it certified for that, directly and by the extended key
 * usage OCSPSigning.
 *
 * @returns undefined where the response is nobody's who may sign it; never throws
 */
export async function responderOf(
  response: OcspResponse,
  issuer: Certificate,
): Promise<Responder | undefined> {
  for (const certificate of [issuer, ...response.certificates]) {
    try {
      if (!(await isNamed(response, certificate))) continue;
      const isIssuer = bytesEqual(certificate.spki, issuer.spki);
      if (!isIssuer && !(await isDelegate(certificate, issuer, response.producedAt))) continue;
      if (!(await isSignedBy(response, certificate))) continue;
      const isBeyondRevocation = isIssuer || certificate.extensions.has(OID.ocspNoCheck);
      return { certificate, isBeyondRevocation, isWeak: isWeak(response) };
    } catch {
      // a certificate that cannot be read further is nobody's
    }
  }
  return undefined;
}

async function isNamed({ responder }: OcspResponse, { subject, spki }: Certificate): Promise<boolean> {
  if ('name' in responder) return comparableName(responder.name) === comparableName(subject);
  return bytesEqual(responder.keyHash, await digestOf('sha1', subjectPublicKeyOf(spki)));
}

async function isDelegate(delegate: Certificate, issuer: Certificate, at: Date): Promise<boolean> {
  const usages = keyUsageOf(delegate.extensions);
  if (usages && !usages.includes('digitalSignature') && !usages.includes('nonRepudiation')) return false;
  if (!extendedKeyUsageOf(delegate.extensions)?.includes(OID.ocspSigning)) return false;
  if (hasUnknownCriticalExtension(delegate)) return false;
  if (delegate.notBefore > at || delegate.notAfter < at) return false;
  if (comparableName(delegate.issuer) !== comparableName(issuer.subject) || isWeak(delegate)) return false;
  return isSignedBy(delegate, issuer);
}

type Signed = Pick<Certificate, 'signatureAlgorithm' | 'tbs' | 'signature'>;

function isWeak({ signatureAlgorithm }: Pick<Signed, 'signatureAlgorithm'>): boolean {
  const scheme = schemeOf(signatureAlgorithm);
  return scheme !== undefined && isWeakDigest(scheme.digest);
}

async function isSignedBy(data: Signed, { spki }: Certificate): Promise<boolean> {
  const scheme = schemeOf(data.signatureAlgorithm);
  return scheme !== undefined && (await checkSignature(scheme, spki, data.tbs, data.signature)) === 'valid';
}
