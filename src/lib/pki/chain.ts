import { readCertificate, type Certificate } from './certificate';
import { breaksTrust, type ChainProblem } from './chain-problem';
import type { RevocationReason } from './crl';
import { PathBuilder, readCertificates, type Path } from './path';
import { checkPath } from './path-check';
import type { Purpose } from './purpose';
import type { IssuerRegister } from './register';
import {
  readRevocationData,
  revocationOf,
  type RevocationData,
  type RevocationSource,
  type RevocationStatus,
} from './revocation';

export interface ChainResult {
  status: 'trusted' | 'untrusted';
  /** DER, the certificate itself first, as far up as it could be followed; a trusted one ends with the root */
  path: Uint8Array[];
  /** each once; of a trusted chain only such as do not break trust */
  problems: ChainProblem[];
  /** Whether the certificate, or a CA above it, was revoked by then. `unknown`: nothing at hand says so. */
  revoked: 'no' | 'yes' | 'unknown';
  /**
   * from when on the certificate is revoked, also where that is after the time in question; the time from which its
   * issuer calls it invalid, where that is earlier
   */
  revokedAt?: Date;
  revocationReason?: RevocationReason;
  /** what `revoked` is known from */
  revocationSource?: RevocationSource;
  /** the path is complete, and of each certificate below its end it is known whether it was revoked */
  isRevocationComplete: boolean;
}

/** How many complete paths are judged before the best of them is taken. */
const MAX_PATHS = 16;

/**
 * Validates a certificate's chain by RFC 5280 §6: path, signatures, validity, CA, path length, key usage, critical
 * extensions, name constraints, policies, revocation. Any of the roots counts, a self-signed end entity included. Candidates, lists and roots
 * that cannot be read are left out.
 *
 * @param o.candidates certificates to build with, in any order, useless ones among them
 * @param o.crls revocation lists, o.ocsps OCSP responses; without one that speaks of the certificate, `revoked` is
 *   `unknown` and the chain may be trusted all the same
 * @param o.registers what platforms' records say of their issuing keys' certificates
 * @param o.at the time in question
 * @param o.stampedAt for `timestamping`: when the time stamp says that it was made. A revocation between then and
 *   `at` breaks trust unless its reason says that the key was never anybody else's (RFC 3161 §4)
 * @param o.purpose what the certificate is used for, default `document-signing`
 * @returns never throws
 */
export async function validateChain(o: {
  certificate: Uint8Array;
  candidates: readonly Uint8Array[];
  roots: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  ocsps?: readonly Uint8Array[];
  registers?: readonly IssuerRegister[];
  at: Date;
  stampedAt?: Date;
  purpose?: Purpose;
}): Promise<ChainResult> {
  let certificate: Certificate;
  try {
    certificate = readCertificate(o.certificate);
  } catch {
    return nothingOf(o.certificate, 'malformed');
  }
  const builder = new PathBuilder(readCertificates(o.roots), readCertificates(o.candidates));
  const data = readRevocationData(o);
  let best: ChainResult | undefined;
  let judged = 0;
  for await (const path of builder.paths(certificate)) {
    const result = await judge(path, { ...o, data, purpose: o.purpose ?? 'document-signing' });
    if (!best || isBetter(result, best)) best = result;
    if (result.status === 'trusted' || ++judged === MAX_PATHS) break;
  }
  return best ?? nothingOf(o.certificate, 'issuer-missing');
}

function nothingOf(certificate: Uint8Array, problem: ChainProblem): ChainResult {
  return {
    status: 'untrusted',
    path: [certificate],
    problems: [problem],
    revoked: 'unknown',
    isRevocationComplete: false,
  };
}

interface Question {
  data: RevocationData;
  at: Date;
  stampedAt?: Date;
  purpose: Purpose;
}

const ENDS: Readonly<Record<Path['end'], ChainProblem | undefined>> = {
  root: undefined,
  'self-signed': 'root-not-trusted',
  'issuer-missing': 'issuer-missing',
  'signature-invalid': 'signature-invalid',
  'signature-unsupported': 'signature-unsupported',
};

async function judge(path: Path, question: Question): Promise<ChainResult> {
  const { certificates } = path;
  const end = ENDS[path.end];
  const problems = [...(end ? [end] : []), ...checkPath(certificates, question.at, question.purpose)];
  if (isStampedEarly(certificates, question)) problems.push('not-yet-valid');
  const result: ChainResult = {
    status: 'untrusted',
    path: certificates.map(({ raw }) => raw),
    problems,
    revoked: 'unknown',
    isRevocationComplete: path.end === 'root' || path.end === 'self-signed',
  };
  await judgeRevocation(result, certificates, question);
  if (!problems.some(breaksTrust)) result.status = 'trusted';
  return result;
}

/**
 * A CA of which nothing at hand speaks does not make the end entity's state unknown; one that is revoked makes it
 * revoked.
 */
async function judgeRevocation(
  result: ChainResult,
  certificates: readonly Certificate[],
  question: Question,
): Promise<void> {
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1];
    if (!issuer) break;
    const status = await revocationOf(certificate, issuer, question.data, question.at);
    if (status.revoked === 'unknown') result.isRevocationComplete = false;
    const isRevoked = status.revoked === 'yes' && !(index === 0 && isHarmless(status, question));
    if (isRevoked) {
      result.problems.push(index === 0 ? 'revoked' : 'authority-revoked');
      result.revoked = 'yes';
    }
    if (index > 0) continue;
    if (status.revoked === 'unknown') {
      if (status.outdated) result.problems.push('revocation-outdated');
      continue;
    }
    result.revocationSource = status.source;
    if (!isRevoked) result.revoked = 'no';
    if (status.revoked === 'no') continue;
    result.revokedAt = status.at;
    result.revocationReason = status.reason;
    if (!isRevoked) result.problems.push('revoked-later');
  }
}

/** `at` is never before the time that a stamp states; its certificate must have been there at that time too. */
function isStampedEarly([certificate]: readonly Certificate[], { stampedAt, at }: Question): boolean {
  if (!certificate || !stampedAt || certificate.notBefore > at) return false;
  return certificate.notBefore > stampedAt;
}

const HARMLESS: ReadonlySet<RevocationReason> = new Set<RevocationReason>([
  'unspecified',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
]);

/**
 * RFC 3161 §4: time stamps from before their authority's revocation stay good where its reason is given, and is not
 * that the key is out of hand.
 */
function isHarmless(status: RevocationStatus, { stampedAt }: Question): boolean {
  if (!stampedAt || !('at' in status) || status.isReasonMissing) return false;
  return status.at > stampedAt && HARMLESS.has(status.reason);
}

/** The path to show when none is trusted: one that reaches a root, else the one with the fewest problems. */
function isBetter(a: ChainResult, b: ChainResult): boolean {
  const weight = ({ status, problems }: ChainResult) =>
    (status === 'trusted' ? 0 : 1000) +
    (problems.some((problem) => Object.values(ENDS).includes(problem)) ? 100 : 0) +
    problems.filter(breaksTrust).length;
  return weight(a) < weight(b);
}
