import { randomBytes } from '../keys';
import { readCertificate } from './certificate';
import { contextTag, encode, sequence, time, unsignedInteger } from './der';
import { PkiError } from './error';
import { basicConstraintsOf } from './extension';
import { checkWithin, issuerKeyIdentifier, readIssuer, type Issuer } from './issuer';
import { authorityName, companyName } from './name';
import { authorityExtensions, companyExtensions, extensionList, keyIdentifier } from './profile';
import { checkKeyKind } from './public-key';
import { parseRequest } from './request';
import { signatureAlgorithmOf, signed, type Signer } from './signer';
import { wholeYears, type Validity } from './validity';

interface IssueTerms {
  notBefore: Date;
  /** whole years, 1 to 100 */
  years: number;
  /**
   * Marks what is issued for trying out: the subject gets a further OU `体验证书 · TRIAL`, so that every program
   * which shows a certificate shows that this one proves nothing.
   */
  trial?: boolean;
}

/**
 * Makes a platform's root: self-signed, CA, for signing certificates and CRLs.
 *
 * @param o.name common name in full, 1 to 64 characters, `示例平台 根CA`
 * @returns DER
 * @throws PkiError `bad-subject`, `bad-validity`, `unsupported-key`; what the signer throws
 */
export async function issueRoot(o: IssueTerms & { name: string; signer: Signer }): Promise<Uint8Array> {
  const { signer } = o;
  checkKeyKind(signer.spki);
  const name = authorityName(o.name, o.trial ?? false);
  const identifier = await keyIdentifier(signer.spki);
  return certificate(signer, {
    issuer: name,
    subject: name,
    validity: wholeYears(o.notBefore, o.years),
    spki: signer.spki,
    extensions: await authorityExtensions(signer.spki, identifier),
  });
}

/**
 * Makes an issuing CA's certificate: below it stand end entities only (pathLen 0).
 *
 * @param o.name common name in full
 * @param o.spki SubjectPublicKeyInfo of the issuing CA's key, DER
 * @returns DER
 * @throws PkiError `bad-subject`, `bad-validity`, `outside-issuer-validity`, `not-an-issuer`, `key-mismatch`,
 *   `unsupported-key`; what the signer throws
 */
export async function issueIntermediate(
  o: IssueTerms & { name: string; spki: Uint8Array; issuer: Issuer },
): Promise<Uint8Array> {
  checkKeyKind(o.spki);
  const issuer = readIssuer(o.issuer, 'keyCertSign');
  const { pathLength } = basicConstraintsOf(issuer.extensions);
  if (pathLength === 0) throw new PkiError('not-an-issuer', { pathLength });
  const validity = wholeYears(o.notBefore, o.years);
  checkWithin(issuer, validity);
  return certificate(o.issuer.signer, {
    issuer: issuer.subject,
    subject: authorityName(o.name, o.trial ?? false),
    validity,
    spki: o.spki,
    extensions: await authorityExtensions(o.spki, await issuerKeyIdentifier(issuer), 0),
  });
}

/**
 * Answers a certificate request. Of the request only the subject and the key are taken; the profile says the rest.
 *
 * @param o.request PKCS#10, DER
 * @param o.countedFrom the years are counted from here, where that is not `notBefore`: of a renewal, whose first days
 *   are those that are left of the certificate before
 * @returns DER
 * @throws PkiError what `parseRequest` throws, `bad-validity`, `outside-issuer-validity`, `not-an-issuer`,
 *   `key-mismatch`; what the signer throws
 */
export async function issueCompany(
  o: IssueTerms & { request: Uint8Array; issuer: Issuer; countedFrom?: Date | undefined },
): Promise<Uint8Array> {
  const { subject, spki } = await parseRequest(o.request);
  const issuer = readIssuer(o.issuer, 'keyCertSign');
  const { notBefore } = wholeYears(o.notBefore, o.years);
  const { notAfter } = wholeYears(o.countedFrom ?? o.notBefore, o.years);
  const validity = { notBefore, notAfter };
  checkWithin(issuer, validity);
  return certificate(o.issuer.signer, {
    issuer: issuer.subject,
    subject: companyName(subject, o.trial ?? false),
    validity,
    spki,
    extensions: await companyExtensions(spki, await issuerKeyIdentifier(issuer)),
  });
}

/**
 * Makes a certificate of a key by itself: issuer and subject are the same, it is no CA. It says whose key that is in its
 * own words only; readers can tell with it that what the key has signed was not changed, and that its issuer is unknown.
 *
 * @param o.name common name in full, 1 to 64 characters
 * @returns DER
 * @throws PkiError `bad-subject`, `bad-validity`, `unsupported-key`; what the signer throws
 */
export async function issueForItself(
  o: Omit<IssueTerms, 'trial'> & { name: string; signer: Signer },
): Promise<Uint8Array> {
  const { signer } = o;
  checkKeyKind(signer.spki);
  const name = authorityName(o.name, false);
  return certificate(signer, {
    issuer: name,
    subject: name,
    validity: wholeYears(o.notBefore, o.years),
    spki: signer.spki,
    extensions: await companyExtensions(signer.spki, await keyIdentifier(signer.spki)),
  });
}

interface Contents {
  issuer: Uint8Array;
  subject: Uint8Array;
  validity: Validity;
  spki: Uint8Array;
  extensions: Uint8Array[];
}

const VERSION_3 = encode(contextTag(0), unsignedInteger(2));

async function certificate(signer: Signer, contents: Contents): Promise<Uint8Array> {
  const { issuer, subject, validity, spki, extensions } = contents;
  const tbs = sequence(
    VERSION_3,
    unsignedInteger(newSerialNumber()),
    signatureAlgorithmOf(signer.algorithm),
    issuer,
    sequence(time(validity.notBefore), time(validity.notAfter)),
    subject,
    spki,
    extensionList(extensions, 3),
  );
  const der = await signed(signer, tbs);
  readCertificate(der); // what we cannot read ourselves never leaves
  return der;
}

/** RFC 5280 §4.1.2.2: positive, unpredictable, at most 20 octets; here always 16. */
function newSerialNumber(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}
