import { bytesEqual, type DigestName } from '../keys';
import { algorithmOf, digestNameOf, isWeakDigest } from './algorithm';
import { parseSignedData, type ParsedSignedData } from './cms-parse';
import { breaksSignature, type CmsProblem } from './cms-problem';
import { verifySignerInfo } from './cms-verify';
import { hasOtherCritical } from './crl-read';
import { contextTag, encode, TAG } from './der';
import { malformed } from './error';
import { extensionsOf } from './extension';
import { OID } from './oid';
import { revocationInfoOf } from './revocation-info';
import { fields, readDer, type Tlv } from './tlv';
import { booleanOf, integerOf, octetsOf, oidOf, smallIntegerOf, timeOf } from './value';

/** What is wrong, or worth knowing, about a time stamp. */
export type TimestampProblem =
  | CmsProblem
  /** It is no time-stamp token that can be read. */
  | 'not-a-timestamp'
  /** It is the time stamp of something else. */
  | 'imprint-mismatch';

interface TimestampVerdict {
  /**
   * A token of one signer, over what was asked about. Algorithms that cannot be relied on are a problem beside that
   * (`weak-digest`, `weak-key`). Whose it is and whether to trust its time, `validateChain` says, with the purpose
   * `timestamping`.
   */
  intact: boolean;
  /** in whole seconds; undefined where the token cannot be read */
  time?: Date;
  /** object identifier of the policy that it was made under */
  policy?: string;
  /** DER of the signer's certificate, out of the token */
  certificate?: Uint8Array;
  /** DER of what came along */
  certificates: Uint8Array[];
  crls: Uint8Array[];
  ocsps: Uint8Array[];
  /** each once */
  problems: TimestampProblem[];
}

/** What a CMS signature may lack, and a time stamp may not (RFC 3161 §2.4.2: one signer, who is named). */
const BREAKING: ReadonlySet<TimestampProblem> = new Set<TimestampProblem>([
  'several-signers',
  'signing-certificate-missing',
  'attributes-not-der',
  'no-signed-attributes',
  'trailing-data',
  'not-a-timestamp',
  'imprint-mismatch',
]);

/** Whether a time stamp with this problem says nothing of what it should be of. */
function breaksTimestamp(problem: TimestampProblem): boolean {
  if (problem === 'weak-digest') return false;
  return BREAKING.has(problem) || breaksSignature(problem as CmsProblem);
}

/**
 * Verifies a time-stamp token (RFC 3161 §2.4.2).
 *
 * @param token DER, possibly padded with zeros
 * @param digestOf digest of what was stamped
 * @returns never throws but what `digestOf` throws
 */
export async function verifyTimestamp(
  token: Uint8Array,
  digestOf: (name: DigestName) => Promise<Uint8Array>,
): Promise<TimestampVerdict> {
  let parsed: ParsedSignedData;
  let info: TimestampInfo;
  try {
    parsed = parseSignedData(token);
    info = timestampInfoOf(parsed);
  } catch {
    return { intact: false, certificates: [], crls: [], ocsps: [], problems: ['not-a-timestamp'] };
  }
  const verdict = await verifySignerInfo(parsed, { contentDigest: () => Promise.resolve(new Uint8Array()) });
  const problems = new Set<TimestampProblem>(verdict.problems);
  if (!info.digest) problems.add('unsupported-digest');
  else {
    if (isWeakDigest(info.digest)) problems.add('weak-digest');
    if (!bytesEqual(info.imprint, await digestOf(info.digest))) problems.add('imprint-mismatch');
  }
  return {
    intact: verdict.digestMatches && verdict.signatureMatches && ![...problems].some(breaksTimestamp),
    time: info.time,
    policy: info.policy,
    certificate: verdict.signerCertificate,
    certificates: parsed.certificates,
    ...revocationInfoOf(parsed),
    problems: [...problems],
  };
}

interface TimestampInfo {
  policy: string;
  /** undefined for one unknown here */
  digest: DigestName | undefined;
  imprint: Uint8Array;
  time: Date;
}

/** TSTInfo; what of it says how exact the time is, who stamped and for which request is not asked for here. */
function timestampInfoOf({ eContentType, eContent }: ParsedSignedData): TimestampInfo {
  if (eContentType !== OID.tstInfo || !eContent) throw malformed('TSTInfo');
  const parts = fields(readDer(eContent), 'TSTInfo', TAG.sequence);
  if (smallIntegerOf(parts.next('version')) !== 1) throw malformed('TSTInfo.version');
  const policy = oidOf(parts.next('policy'));
  const messageImprint = fields(parts.next('messageImprint', TAG.sequence), 'MessageImprint');
  const digest = digestNameOf(algorithmOf(messageImprint.next('hashAlgorithm', TAG.sequence)));
  const imprint = octetsOf(messageImprint.next('hashedMessage'));
  messageImprint.end();
  integerOf(parts.next('serialNumber'));
  const time = timeOf(parts.next('genTime', TAG.generalizedTime));
  parts.optional(TAG.sequence); // accuracy
  const ordering = parts.optional(TAG.boolean);
  if (ordering) booleanOf(ordering);
  parts.optional(TAG.integer); // nonce
  parts.optional(contextTag(0)); // tsa
  const extensions = parts.optional(contextTag(1));
  parts.end();
  if (extensions && hasUnknownCritical(extensions)) throw malformed('TSTInfo.extensions');
  return { policy, digest, imprint, time };
}

/** [1] IMPLICIT: no extension is known here, so none may be critical. */
function hasUnknownCritical({ content }: Tlv): boolean {
  return hasOtherCritical(extensionsOf(readDer(encode(TAG.sequence, content))), new Set());
}
