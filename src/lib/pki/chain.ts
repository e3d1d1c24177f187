import { readCertificate, type Certificate } from './certificate';
import { breaksTrust, type ChainProblem } from './chain-problem';
import type { RevocationReason } from './crl';
import type { Crl } from './crl-read';
import { PathBuilder, readCertificates, type Path } from './path';
import { checkPath } from './path-check';
import type { Purpose } from './purpose';
import { readCrls, revocationOf } from './revocation';

export interface ChainResult {
  status: 'trusted' | 'untrusted';
  /** DER, the certificate itself first, as far up as it could be followed; a trusted one ends with the root */
  path: Uint8Array[];
  /** each once; of a trusted chain only such as do not break trust */
  problems: ChainProblem[];
  /** Whether the certificate, or a CA above it, was revoked by then. `unknown`: no list at hand says so. */
  revoked: 'no' | 'yes' | 'unknown';
  /** when the certificate was revoked, also where that was after the time in question */
  revokedAt?: Date;
  revocationReason?: RevocationReason;
}

/** How many complete paths are judged before the best of them is taken. */
const MAX_PATHS = 16;

/**
 * Validates a certificate's chain by RFC 5280 §6: path, signatures, validity, CA, path length, key usage, critical
 * extensions, revocation. Any of the roots counts, a self-signed end entity included. Candidates, lists and roots
 * that cannot be read are left out.
 *
 * @param o.candidates certificates to build with, in any order, useless ones among them
 * @param o.crls revocation lists; without one that speaks of the certificate, `revoked` is `unknown` and the chain
 *   may be trusted all the same
 * @param o.at the time in question
 * @param o.purpose what the certificate is used for, default `document-signing`
 * @returns never throws
 */
export async function validateChain(o: {
  certificate: Uint8Array;
  candidates: readonly Uint8Array[];
  roots: readonly Uint8Array[];
  crls?: readonly Uint8Array[];
  at: Date;
  purpose?: Purpose;
}): Promise<ChainResult> {
  let certificate: Certificate;
  try {
    certificate = readCertificate(o.certificate);
  } catch {
    return { status: 'untrusted', path: [o.certificate], problems: ['malformed'], revoked: 'unknown' };
  }
  const builder = new PathBuilder(readCertificates(o.roots), readCertificates(o.candidates));
  const crls = readCrls(o.crls ?? []);
  let best: ChainResult | undefined;
  let judged = 0;
  for await (const path of builder.paths(certificate)) {
    const result = await judge(path, crls, o.at, o.purpose ?? 'document-signing');
    if (!best || isBetter(result, best)) best = result;
    if (result.status === 'trusted' || ++judged === MAX_PATHS) break;
  }
  return (
    best ?? { status: 'untrusted', path: [o.certificate], problems: ['issuer-missing'], revoked: 'unknown' }
  );
}

const ENDS: Readonly<Record<Path['end'], ChainProblem | undefined>> = {
  root: undefined,
  'self-signed': 'root-not-trusted',
  'issuer-missing': 'issuer-missing',
  'signature-invalid': 'signature-invalid',
  'signature-unsupported': 'signature-unsupported',
};

async function judge(path: Path, crls: readonly Crl[], at: Date, purpose: Purpose): Promise<ChainResult> {
  const { certificates } = path;
  const end = ENDS[path.end];
  const problems = [...(end ? [end] : []), ...checkPath(certificates, at, purpose)];
  const result: ChainResult = {
    status: 'untrusted',
    path: certificates.map(({ raw }) => raw),
    problems,
    revoked: 'unknown',
  };
  await judgeRevocation(result, certificates, crls, at);
  if (!problems.some(breaksTrust)) result.status = 'trusted';
  return result;
}

/** A CA of which no list speaks does not make the end entity's state unknown; one that is revoked makes it revoked. */
async function judgeRevocation(
  result: ChainResult,
  certificates: readonly Certificate[],
  crls: readonly Crl[],
  at: Date,
): Promise<void> {
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1];
    if (!issuer) break;
    const status = await revocationOf(certificate, issuer, crls, at);
    if (status.revoked === 'yes') {
      result.problems.push(index === 0 ? 'revoked' : 'authority-revoked');
      result.revoked = 'yes';
    }
    if (index > 0) continue;
    if (status.revoked === 'yes' || status.revoked === 'later') {
      result.revokedAt = status.at;
      result.revocationReason = status.reason;
    }
    if (status.revoked === 'later') result.problems.push('revoked-later');
    if (status.revoked === 'later' || status.revoked === 'no') result.revoked = 'no';
    if (status.revoked === 'unknown' && status.outdated) result.problems.push('crl-outdated');
  }
}

/** The path to show when none is trusted: one that reaches a root, else the one with the fewest problems. */
function isBetter(a: ChainResult, b: ChainResult): boolean {
  const weight = ({ status, problems }: ChainResult) =>
    (status === 'trusted' ? 0 : 1000) +
    (problems.some((problem) => Object.values(ENDS).includes(problem)) ? 100 : 0) +
    problems.filter(breaksTrust).length;
  return weight(a) < weight(b);
}
