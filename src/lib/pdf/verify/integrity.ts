import { bytesEqual } from '../../keys';
import {
  parseSignedData,
  revocationInfoOf,
  verifyRsaSignature,
  verifySignerInfo,
  verifyTimestamp,
  type ParsedSignedData,
  type SignerVerdict,
  type TimestampProblem,
} from '../../pki';
import type { ByteRange } from './byte-range';
import type { SignedDigests } from './digests';
import type { ProblemCode } from './report';
import type { ValidationData } from './trust';

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
  /** the signed bytes are those that were signed, by the key of `certificate`, and by all who signed beside it */
  intact: boolean;
  problems: ProblemCode[];
  /** DER of the signer's certificate */
  certificate?: Uint8Array;
  /** DER of the certificates of those who signed beside it */
  others: Uint8Array[];
  /** what came along, to build a chain with */
  own: ValidationData;
  /** signed, by the signer's clock */
  signingTime?: Date;
  /** the time that a timestamp (`ETSI.RFC3161`) states */
  timestampTime?: Date;
  /** CAdES: the signer's certificate is named by the signed attributes */
  namesCertificate: boolean;
  message?: ParsedSignedData;
}

/** Without any but these a signature is intact. */
const NOT_BREAKING: ReadonlySet<ProblemCode> = new Set(['weak-algorithm', 'several-signers']);

/** Signers of one value; there is one in honest ones. */
const MAX_SIGNERS = 8;

const FROM_CMS: Partial<Record<TimestampProblem, ProblemCode>> = {
  'signer-missing': 'signature-unreadable',
  'several-signers': 'several-signers',
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
  'not-a-timestamp': 'content-type-mismatch',
  'imprint-mismatch': 'digest-mismatch',
};

/** Codes of what CMS and timestamps are found to have; notes that nobody needs have none. */
export function problemCodesOf(problems: readonly TimestampProblem[]): Set<ProblemCode> {
  return new Set(problems.flatMap((problem) => FROM_CMS[problem] ?? []));
}

/**
 * Verifies a signature value against the signed bytes.
 *
 * @throws what reading the file throws, and the abort signal's reason; never for what the signature contains
 */
export async function checkIntegrity(
  value: SignatureValue,
  range: ByteRange,
  digests: SignedDigests,
  content: () => Promise<Uint8Array>,
): Promise<Integrity> {
  switch (value.subFilter as SubFilter) {
    case 'adbe.x509.rsa_sha1':
      return checkRsa(value, range, digests);
    case 'adbe.pkcs7.detached':
    case 'ETSI.CAdES.detached':
    case 'adbe.pkcs7.sha1':
      return checkMessage(value, range, digests, content);
    case 'ETSI.RFC3161':
      return checkTimestamp(value, range, digests);
    default:
      return broken('unsupported-format');
  }
}

/** Of a signature that cannot be read. */
export function broken(...problems: ProblemCode[]): Integrity {
  const own = { certificates: [], crls: [], ocsps: [] };
  return { intact: false, problems, others: [], own, namesCertificate: false };
}

async function checkMessage(
  { subFilter, contents }: SignatureValue,
  range: ByteRange,
  digests: SignedDigests,
  content: () => Promise<Uint8Array>,
): Promise<Integrity> {
  let message: ParsedSignedData;
  try {
    message = parseSignedData(contents);
  } catch {
    return broken('signature-unreadable');
  }
  const verdicts: SignerVerdict[] = [];
  const count = Math.max(1, message.signers.length);
  if (count > MAX_SIGNERS) return broken('signature-unreadable');
  for (let index = 0; index < count; index++) {
    const signed = { contentDigest: digests.digestOf(range), content };
    verdicts.push(await verifySignerInfo(message, signed, index));
  }
  const problems = problemCodesOf(verdicts.flatMap((verdict) => verdict.problems));
  const matches = verdicts.every(({ digestMatches, signatureMatches }) => digestMatches && signatureMatches);
  if (!matches && isIntact(problems)) problems.add('signature-mismatch');

  // What is signed is the content; that it speaks of this document has still to be checked.
  const { eContent } = message;
  if (subFilter === 'adbe.pkcs7.sha1') {
    problems.add('weak-algorithm');
    if (!eContent || !bytesEqual(eContent, await digests.of(range, 'sha1'))) problems.add('digest-mismatch');
  } else if (eContent) {
    // Detached means that the message has no content: with one, something else would be what is signed.
    problems.add('content-type-mismatch');
  }

  const [verdict, ...others] = verdicts;
  return {
    intact: isIntact(problems),
    problems: [...problems],
    certificate: verdict?.signerCertificate,
    others: others.flatMap(({ signerCertificate }) => signerCertificate ?? []),
    own: { certificates: message.certificates, ...revocationInfoOf(message) },
    signingTime: verdict?.signingTime,
    namesCertificate: verdicts.every(({ signingCertificateAttribute }) =>
      ['v1', 'v2'].includes(signingCertificateAttribute),
    ),
    message,
  };
}

function isIntact(problems: ReadonlySet<ProblemCode>): boolean {
  return [...problems].every((problem) => NOT_BREAKING.has(problem));
}

async function checkTimestamp(
  { contents }: SignatureValue,
  range: ByteRange,
  digests: SignedDigests,
): Promise<Integrity> {
  const verdict = await verifyTimestamp(contents, digests.digestOf(range));
  const problems = problemCodesOf(verdict.problems);
  // What only a timestamp must not lack has no code of its own.
  if (!verdict.intact && isIntact(problems)) problems.add('signature-unreadable');
  const { certificates, crls, ocsps } = verdict;
  return {
    intact: verdict.intact,
    problems: [...problems],
    certificate: verdict.certificate,
    others: [],
    own: { certificates, crls, ocsps },
    timestampTime: verdict.time,
    namesCertificate: true,
  };
}

async function checkRsa(
  { contents, certificates }: SignatureValue,
  range: ByteRange,
  digests: SignedDigests,
): Promise<Integrity> {
  const [certificate, ...rest] = certificates;
  if (!certificate) return broken('signer-certificate-missing');
  const { outcome, digest } = await verifyRsaSignature(certificate, contents, digests.digestOf(range));
  const problems = new Set<ProblemCode>();
  if (outcome === 'malformed') problems.add('signature-unreadable');
  if (outcome === 'unsupported') problems.add('unsupported-algorithm');
  if (outcome === 'invalid') problems.add('signature-mismatch');
  if (digest === undefined || digest === 'sha1' || digest === 'md5') problems.add('weak-algorithm');
  return {
    intact: outcome === 'valid',
    problems: [...problems],
    certificate,
    others: [],
    own: { certificates: rest, crls: [], ocsps: [] },
    namesCertificate: false,
  };
}
