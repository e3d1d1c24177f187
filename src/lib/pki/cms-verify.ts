import { bytesEqual, type DigestName } from '../keys';
import { isWeakDigest, schemeOf, type SignatureScheme } from './algorithm';
import { readCertificate, type Certificate } from './certificate';
import {
  signedAttributeReadings,
  type CmsAttribute,
  type ParsedSignedData,
  type ParsedSigner,
} from './cms-parse';
import { breaksSignature, type CmsProblem } from './cms-problem';
import { digestOf } from './digest-of';
import { subjectKeyIdentifierOf } from './extension';
import { comparableName } from './name';
import { OID } from './oid';
import { readPublicKey } from './public-key';
import { checkSignature, type SignatureOutcome } from './signature-check';
import { signingCertificateOf, type SigningCertificateAttribute } from './signing-certificate';
import type { Tlv } from './tlv';
import { octetsOf, oidOf, timeOf } from './value';

export interface SignerVerdict {
  /**
   * Content and attributes are the ones that were signed, by the key of `signerCertificate`, with algorithms that
   * can be relied on. Whose certificate it is and whether to trust it, `validateChain` says.
   */
  intact: boolean;
  digestMatches: boolean;
  signatureMatches: boolean;
  /** DER, out of the message */
  signerCertificate?: Uint8Array;
  /** of the content; undefined for one unknown here */
  digestAlgorithm?: DigestName;
  /** undefined for one unknown here */
  signatureAlgorithm?: SignatureScheme['kind'];
  /** signed, by the signer's clock */
  signingTime?: Date;
  signingCertificateAttribute: SigningCertificateAttribute;
  /** an (unverified) timestamp over the signature is there */
  hasTimestamp: boolean;
  /** each once; of an intact signature only such as are worth a note */
  problems: CmsProblem[];
}

export interface SignedContent {
  /** Digest of the detached content. Not asked for where the message contains its content. */
  contentDigest(name: DigestName): Promise<Uint8Array>;
  /** The detached content itself, asked for only by old signatures without signed attributes. */
  content?(): Promise<Uint8Array>;
}

/**
 * Verifies a signer of a CMS message (RFC 5652 §5.6).
 *
 * Where the message has content of its own, it is this content that is verified: what it says about something else
 * (`adbe.pkcs7.sha1`: SHA-1 of the byte ranges) is for the caller to compare.
 *
 * @param index of the signer, default the first
 * @returns never throws for what the message contains; what `content` throws passes
 */
export async function verifySignerInfo(
  parsed: ParsedSignedData,
  content: SignedContent,
  index = 0,
): Promise<SignerVerdict> {
  const problems = new Set<CmsProblem>(messageProblems(parsed));
  const signer = parsed.signers[index];
  const verdict: SignerVerdict = {
    intact: false,
    digestMatches: false,
    signatureMatches: false,
    signingCertificateAttribute: 'none',
    hasTimestamp: false,
    problems: [],
  };
  if (signer) await verify(parsed, signer, content, verdict, problems);
  else problems.add('signer-missing');
  verdict.problems = [...problems];
  verdict.intact =
    verdict.digestMatches && verdict.signatureMatches && !verdict.problems.some(breaksSignature);
  return verdict;
}

function messageProblems(parsed: ParsedSignedData): CmsProblem[] {
  const problems: CmsProblem[] = [];
  if (parsed.signers.length > 1) problems.push('several-signers');
  if (parsed.unreadableCertificates > 0) problems.push('certificate-malformed');
  if (!parsed.isDer) problems.push('not-der');
  if (parsed.hasTrailingData) problems.push('trailing-data');
  return problems;
}

async function verify(
  parsed: ParsedSignedData,
  signer: ParsedSigner,
  content: SignedContent,
  verdict: SignerVerdict,
  problems: Set<CmsProblem>,
): Promise<void> {
  const { digestName, signedAttrs, signedAttributes } = signer;
  const scheme = schemeOrNone(signer);
  verdict.digestAlgorithm = digestName;
  verdict.signatureAlgorithm = scheme?.kind;
  verdict.signingTime = signingTimeOf(signedAttributes);
  verdict.hasTimestamp = signer.unsignedAttributes.some(({ type }) => type === OID.signatureTimeStampToken);
  if (!digestName) problems.add('unsupported-digest');
  if (!scheme) problems.add('unsupported-signature');
  if (digestName && scheme && digestName !== scheme.digest) problems.add('digest-algorithm-mismatch');
  if ([digestName, scheme?.digest].some((digest) => digest && isWeakDigest(digest)))
    problems.add('weak-digest');

  let signedBytes: Uint8Array[] = [];
  if (signedAttrs) {
    verdict.digestMatches = await checkAttributes(parsed, signer, content, problems);
    signedBytes = attributeBytes(signedAttrs, problems);
  } else {
    problems.add('no-signed-attributes');
    const bytes = parsed.eContent ?? (await content.content?.());
    if (bytes) signedBytes = [bytes];
    else problems.add('content-missing');
  }

  const candidates = certificatesOf(parsed, signer);
  if (candidates.length === 0) {
    problems.add('certificate-missing');
    return;
  }
  const { certificate, outcome } = await checkWith(candidates, scheme, signedBytes, signer.signature);
  verdict.signerCertificate = certificate.raw;
  verdict.signatureMatches = outcome === 'valid';
  // without attributes the signature is over the content itself
  if (!signedAttrs) verdict.digestMatches = verdict.signatureMatches;
  if (scheme && signedBytes.length > 0) {
    if (outcome === 'invalid') problems.add('signature-mismatch');
    if (outcome === 'unsupported') problems.add('unsupported-signature');
  }
  if (isWeakKey(certificate)) problems.add('weak-key');

  verdict.signingCertificateAttribute = await signingCertificateOf(signedAttributes, certificate.raw);
  if (verdict.signingCertificateAttribute === 'none') problems.add('signing-certificate-missing');
  if (verdict.signingCertificateAttribute === 'mismatch') problems.add('signing-certificate-mismatch');
}

/** RFC 5652 §11.1, §11.2: content type and message digest, each once, with one value. */
async function checkAttributes(
  parsed: ParsedSignedData,
  signer: ParsedSigner,
  content: SignedContent,
  problems: Set<CmsProblem>,
): Promise<boolean> {
  const contentType = readSingle(signer.signedAttributes, OID.contentType, oidOf);
  const messageDigest = readSingle(signer.signedAttributes, OID.messageDigest, octetsOf);
  if (contentType === undefined || messageDigest === undefined) problems.add('attributes-malformed');
  if (contentType !== undefined && contentType !== parsed.eContentType) problems.add('content-type-mismatch');
  if (!signer.digestName || !messageDigest) return false;
  const { eContent } = parsed;
  const actual = eContent
    ? await digestOf(signer.digestName, eContent)
    : await content.contentDigest(signer.digestName);
  const matches = bytesEqual(actual, messageDigest);
  if (!matches) problems.add('digest-mismatch');
  return matches;
}

function attributeBytes(signedAttrs: Uint8Array, problems: Set<CmsProblem>): Uint8Array[] {
  try {
    const { readings, isDer } = signedAttributeReadings(signedAttrs);
    if (!isDer) problems.add('attributes-not-der');
    return readings;
  } catch {
    problems.add('attributes-malformed');
    return [];
  }
}

/** The certificate that verifies, else the first, of those that the signer's identifier fits. */
async function checkWith(
  candidates: readonly Certificate[],
  scheme: SignatureScheme | undefined,
  signedBytes: readonly Uint8Array[],
  signature: Uint8Array,
): Promise<{ certificate: Certificate; outcome: SignatureOutcome }> {
  let first: { certificate: Certificate; outcome: SignatureOutcome } | undefined;
  for (const certificate of candidates) {
    for (const bytes of scheme ? signedBytes : []) {
      const outcome = scheme && (await checkSignature(scheme, certificate.spki, bytes, signature));
      if (outcome === 'valid') return { certificate, outcome };
      first ??= { certificate, outcome: outcome ?? 'unsupported' };
    }
  }
  const [certificate] = candidates as [Certificate];
  return first ?? { certificate, outcome: 'unsupported' };
}

/** More than these have one issuer and serial number in hostile messages only. */
const MAX_CANDIDATES = 8;

function certificatesOf(parsed: ParsedSignedData, { sid }: ParsedSigner): Certificate[] {
  const fits = (certificate: Certificate): boolean => {
    try {
      if ('subjectKeyIdentifier' in sid) {
        return subjectKeyIdentifierOf(certificate.extensions) === sid.subjectKeyIdentifier;
      }
      if (sid.serialNumber !== certificate.serialNumber) return false;
      return (
        bytesEqual(sid.issuer, certificate.issuer) ||
        comparableName(sid.issuer) === comparableName(certificate.issuer)
      );
    } catch {
      return false;
    }
  };
  return parsed.certificates.map(readCertificate).filter(fits).slice(0, MAX_CANDIDATES);
}

function schemeOrNone(signer: ParsedSigner): SignatureScheme | undefined {
  try {
    return schemeOf(signer.signatureAlgorithm, signer.digestName);
  } catch {
    return undefined;
  }
}

function isWeakKey(certificate: Certificate): boolean {
  try {
    const key = readPublicKey(certificate.spki);
    return key?.kind === 'RSA' && key.bits < 2048;
  } catch {
    return false;
  }
}

function signingTimeOf(attributes: readonly CmsAttribute[]): Date | undefined {
  return readSingle(attributes, OID.signingTime, timeOf);
}

/** undefined unless the attribute is there once, with one value that can be read. */
function readSingle<T>(
  attributes: readonly CmsAttribute[],
  type: string,
  read: (value: Tlv) => T,
): T | undefined {
  const [attribute, second] = attributes.filter((one) => one.type === type);
  const [value] = attribute?.values ?? [];
  if (!value || second || attribute?.values.length !== 1) return undefined;
  try {
    return read(value);
  } catch {
    return undefined;
  }
}
