import { bytesEqual, createDigest, type DigestName } from '../../keys';
import { parseSignedData, verifySignerInfo, type CmsProblem, type ParsedSignedData } from '../../pki';
import type { ByteRange } from './byte-range';
import type { RangeDigests } from './digests';
import type { ProblemCode } from './report';
import { verifyRsaSha1 } from './rsa-sha1';
import { parseTimestampInfo } from './timestamp';

/** The formats of ISO 32000-2 12.8.3 and ETSI EN 319 142-1 that are read here. */
type SubFilter =
  'adbe.pkcs7.detached' | 'adbe.pkcs7.sha1' | 'adbe.x509.rsa_sha1' | 'ETSI.CAdES.detached' | 'ETSI.RFC3161';

export interface SignatureValue {
  subFilter: string;
  /** the string of /Contents, padding included */
  contents: Uint8Array;
  /** DER of /Cert, for `adbe.x509.rsa_sha1` */
  certificates: Uint8Array[];
}

/** What the signature value itself says; whether to trust its signer is another question. */
export interface Integrity {
  /** the signed bytes are those that were signed, by the key of `certificate` */
  intact: boolean;
  problems: ProblemCode[];
  /** DER of the signer's certificate */
  certificate?: Uint8Array;
  /** DER of what came along, to build a chain with */
  candidates: Uint8Array[];
  crls: Uint8Array[];
  /** signed, by the signer's clock */
  signingTime?: Date;
  /** the time that a timestamp (`ETSI.RFC3161`) states */
  timestampTime?: Date;
  /** CAdES: the signer's certificate is named by the signed attributes */
  namesCertificate: boolean;
  message?: ParsedSignedData;
}

/** Without any of these a signature is intact. */
const NOT_BREAKING: ReadonlySet<ProblemCode> = new Set(['weak-algorithm']);

const FROM_CMS: Partial<Record<CmsProblem, ProblemCode>> = {
  'signer-missing': 'signature-unreadable',
  'certificate-missing': 'signer-certificate-missing',
  'attributes-not-der': 'attributes-not-der',
  'trailing-data': 'contents-padding',
  'attributes-malformed': 'signature-unreadable',
  'content-type-mismatch': 'content-type-mismatch',
  'digest-mismatch': 'digest-mismatch',
  'signature-mismatch': 'signature-mismatch',
  'unsupported-digest': 'unsupported-algorithm',
  'unsupported-signature': 'unsupported-algorithm',
  'digest-algorithm-mismatch': 'unsupported-algorithm',
  'content-missing': 'signature-unreadable',
  'weak-digest': 'weak-algorithm',
  'weak-key': 'weak-algorithm',
  'signing-certificate-mismatch': 'signing-certificate-mismatch',
};

const ID_CT_TST_INFO = '1.2.840.113549.1.9.16.1.4';

/**
 * Verifies a signature value against the signed bytes.
 *
 * @throws what reading the file throws, and the abort signal's reason; never for what the signature contains
 */
export async function checkIntegrity(
  value: SignatureValue,
  range: ByteRange,
  digests: RangeDigests,
  content: () => Promise<Uint8Array>,
): Promise<Integrity> {
  switch (value.subFilter as SubFilter) {
    case 'adbe.x509.rsa_sha1':
      return checkRsaSha1(value, range, digests);
    case 'adbe.pkcs7.detached':
    case 'ETSI.CAdES.detached':
    case 'adbe.pkcs7.sha1':
    case 'ETSI.RFC3161':
      return checkMessage(value, range, digests, content);
    default:
      return broken('unsupported-format');
  }
}

function broken(...problems: ProblemCode[]): Integrity {
  return { intact: false, problems, candidates: [], crls: [], namesCertificate: false };
}

async function checkMessage(
  { subFilter, contents }: SignatureValue,
  range: ByteRange,
  digests: RangeDigests,
  content: () => Promise<Uint8Array>,
): Promise<Integrity> {
  let message: ParsedSignedData;
  try {
    message = parseSignedData(contents);
  } catch {
    return broken('signature-unreadable');
  }
  const verdict = await verifySignerInfo(message, {
    contentDigest: (name) => digests.of(range, name),
    content,
  });
  const problems = new Set<ProblemCode>();
  for (const problem of verdict.problems) {
    const code = FROM_CMS[problem];
    if (code) problems.add(code);
  }
  if (!verdict.digestMatches || !verdict.signatureMatches) {
    if (problems.size === 0) problems.add('signature-mismatch');
  }

  // What is signed is the content; that it speaks of this document has still to be checked.
  let timestampTime: Date | undefined;
  const { eContent } = message;
  if (subFilter === 'adbe.pkcs7.sha1') {
    problems.add('weak-algorithm');
    if (!eContent || !bytesEqual(eContent, await digests.of(range, 'sha1'))) problems.add('digest-mismatch');
  } else if (subFilter === 'ETSI.RFC3161') {
    const info =
      message.eContentType === ID_CT_TST_INFO && eContent ? parseTimestampInfo(eContent) : undefined;
    if (!info) problems.add('content-type-mismatch');
    else if (!info.algorithm) problems.add('unsupported-algorithm');
    else if (!bytesEqual(info.imprint, await digests.of(range, info.algorithm)))
      problems.add('digest-mismatch');
    if (info?.algorithm === 'sha1' || info?.algorithm === 'md5') problems.add('weak-algorithm');
    timestampTime = info?.time;
  } else if (eContent) {
    // Detached means that the message has no content: with one, something else would be what is signed.
    problems.add('content-type-mismatch');
  }

  return {
    intact: [...problems].every((problem) => NOT_BREAKING.has(problem)),
    problems: [...problems],
    certificate: verdict.signerCertificate,
    candidates: message.certificates,
    crls: message.crls,
    signingTime: verdict.signingTime,
    timestampTime,
    namesCertificate:
      verdict.signingCertificateAttribute === 'v1' || verdict.signingCertificateAttribute === 'v2',
    message,
  };
}

async function checkRsaSha1(
  { contents, certificates }: SignatureValue,
  range: ByteRange,
  digests: RangeDigests,
): Promise<Integrity> {
  const [certificate] = certificates;
  if (!certificate) return broken('signer-certificate-missing');
  const outcome = await verifyRsaSha1(certificate, contents, await digests.of(range, 'sha1'));
  const problems: ProblemCode[] = outcome === undefined ? [] : [outcome];
  return {
    intact: problems.length === 0,
    problems: [...problems, 'weak-algorithm'],
    certificate,
    candidates: certificates.slice(1),
    crls: [],
    namesCertificate: false,
  };
}

/** The timestamp over a signature (RFC 3161 appendix A), where there is one and it belongs to it. */
export interface SignatureTimestamp {
  time: Date;
  /** by algorithms that can be relied on */
  reliable: boolean;
  certificate: Uint8Array;
  candidates: Uint8Array[];
  crls: Uint8Array[];
}

const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';

/** @returns `mismatch` for a timestamp that is broken or of something else */
export async function signatureTimestamp(
  message: ParsedSignedData | undefined,
): Promise<SignatureTimestamp | 'mismatch' | undefined> {
  const signer = message?.signers[0];
  const token = signer?.unsignedAttributes.find(({ type }) => type === SIGNATURE_TIMESTAMP)?.values[0];
  if (!signer || !token) return undefined;
  try {
    const parsed = parseSignedData(token.raw);
    const info =
      parsed.eContent && parsed.eContentType === ID_CT_TST_INFO && parseTimestampInfo(parsed.eContent);
    if (!info || !info.algorithm) return 'mismatch';
    const verdict = await verifySignerInfo(parsed, { contentDigest: async () => new Uint8Array() });
    const imprint = await digestOf(info.algorithm, signer.signature);
    const matches = verdict.digestMatches && verdict.signatureMatches && bytesEqual(imprint, info.imprint);
    if (!matches || !verdict.signerCertificate) return 'mismatch';
    const isWeak = info.algorithm === 'md5' || info.algorithm === 'sha1';
    return {
      time: info.time,
      reliable: verdict.intact && !isWeak,
      certificate: verdict.signerCertificate,
      candidates: parsed.certificates,
      crls: parsed.crls,
    };
  } catch {
    return 'mismatch';
  }
}

async function digestOf(name: DigestName, bytes: Uint8Array): Promise<Uint8Array> {
  const digest = await createDigest(name);
  digest.update(bytes);
  return digest.digest();
}
