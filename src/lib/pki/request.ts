import { algorithmOf, schemeOf } from './algorithm';
import { contextTag, encode, sequence, TAG, unsignedInteger } from './der';
import { malformed, PkiError } from './error';
import { companyName, companySubjectOf, type CompanySubject } from './name';
import { checkKeyKind } from './public-key';
import { checkSignature } from './signature-check';
import { isSignedNow } from './signature-now';
import { signed, type Signer } from './signer';
import { fields, readDer } from './tlv';
import { bitsOf, smallIntegerOf } from './value';

/**
 * Makes a certificate request (PKCS#10, RFC 2986), signed by the key that it asks a certificate for.
 *
 * @returns DER
 * @throws PkiError `bad-subject`, `bad-credit-code`, `unsupported-key`; what the signer throws
 */
export async function createRequest(o: { subject: CompanySubject; signer: Signer }): Promise<Uint8Array> {
  checkKeyKind(o.signer.spki);
  const name = companyName(o.subject, false);
  return signed(o.signer, sequence(unsignedInteger(0), name, o.signer.spki, encode(contextTag(0))));
}

/**
 * Reads a certificate request and checks that whoever made it has the key (proof of possession) and that it follows
 * the profile. Attributes that it may carry are not looked at: the profile says what a certificate contains.
 *
 * @param der PKCS#10
 * @throws PkiError `malformed`, `request-signature`, `unsupported-key`, `bad-subject`, `bad-credit-code`
 */
export async function parseRequest(der: Uint8Array): Promise<RequestContents> {
  const { info, algorithm, signature, name, spki } = readRequest(der);
  const scheme = schemeOf(algorithm);
  const outcome = scheme && (await checkSignature(scheme, spki, info, signature));
  if (outcome !== 'valid') throw new PkiError('request-signature', { algorithm: algorithm.oid });
  return { subject: companySubjectOf(name), spki };
}

export interface RequestContents {
  subject: CompanySubject;
  /** SubjectPublicKeyInfo, DER */
  spki: Uint8Array;
}

/**
 * `parseRequest` at once, for the rules of a ledger: the same answer on every device. Takes signatures with SHA-256
 * only, as `createRequest` makes them.
 *
 * @throws PkiError as `parseRequest`
 */
export function parseRequestNow(der: Uint8Array): RequestContents {
  const { info, algorithm, signature, name, spki } = readRequest(der);
  if (!isSignedNow(algorithm, spki, info, signature)) {
    throw new PkiError('request-signature', { algorithm: algorithm.oid });
  }
  return { subject: companySubjectOf(name), spki };
}

/** @throws PkiError `malformed`, `unsupported-key` */
function readRequest(der: Uint8Array) {
  const outer = fields(readDer(der), 'CertificationRequest', TAG.sequence);
  const info = outer.next('certificationRequestInfo', TAG.sequence);
  const algorithm = algorithmOf(outer.next('signatureAlgorithm', TAG.sequence));
  const signature = bitsOf(outer.next('signature'));
  outer.end();

  const parts = fields(info, 'CertificationRequestInfo');
  if (smallIntegerOf(parts.next('version')) !== 0) throw malformed('CertificationRequestInfo.version');
  const name = parts.next('subject', TAG.sequence).raw;
  const spki = parts.next('subjectPKInfo', TAG.sequence).raw;
  parts.optional(contextTag(0));
  parts.end();

  checkKeyKind(spki);
  return { info: info.raw, algorithm, signature, name, spki };
}
