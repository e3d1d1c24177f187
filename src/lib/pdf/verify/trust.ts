import {
  describeCertificate,
  validateChain,
  type ChainProblem,
  type ChainResult,
  type IssuerRegister,
  type Purpose,
} from '../../pki';
import type { ProblemCode } from './report';

/** Whose certificate it is, and whether that can be believed here. */
export interface Trust {
  trusted: boolean;
  path: Uint8Array[];
  root?: Uint8Array;
  rootName?: string;
  revoked: 'no' | 'yes' | 'unknown';
  revokedAt?: Date;
  revocationSource?: 'crl' | 'ocsp' | 'register';
  /** revoked later than the time in question */
  revokedLater: boolean;
  problems: ProblemCode[];
}

/** DER of what helps to judge a certificate; whom it is of does not matter. */
export interface ValidationData {
  certificates: readonly Uint8Array[];
  crls: readonly Uint8Array[];
  ocsps: readonly Uint8Array[];
}

export interface TrustAnchors extends ValidationData {
  roots: readonly Uint8Array[];
  registers: readonly IssuerRegister[];
}

/** Problems that do not break trust have no code here. */
const FROM_CHAIN: Record<ChainProblem, ProblemCode | undefined> = {
  malformed: 'chain-invalid',
  'malformed-extension': 'chain-invalid',
  'issuer-missing': 'untrusted-root',
  'root-not-trusted': 'untrusted-root',
  'signature-invalid': 'chain-invalid',
  'signature-unsupported': 'chain-invalid',
  'weak-digest': 'weak-algorithm',
  'weak-key': 'weak-algorithm',
  'not-yet-valid': 'certificate-not-yet-valid',
  expired: 'certificate-expired',
  'not-a-ca': 'chain-invalid',
  'issuer-key-usage': 'chain-invalid',
  'path-too-long': 'chain-invalid',
  'name-constraints': 'chain-invalid',
  policy: 'chain-invalid',
  'unknown-critical-extension': 'chain-invalid',
  'wrong-purpose': 'certificate-usage',
  revoked: 'certificate-revoked',
  'authority-revoked': 'certificate-revoked',
  'revoked-later': undefined,
  'revocation-outdated': undefined,
};

export interface TrustQuestion {
  certificate: Uint8Array;
  /** what came along with the signature */
  own: ValidationData;
  anchors: TrustAnchors;
  /** the time in question: proven by a timestamp, else now */
  at: Date;
  purpose: Purpose;
  /** of a timestamp: the time that it states */
  stampedAt?: Date;
}

/** Follows a signer's certificate to a root that is trusted here. */
export async function judgeTrust(question: TrustQuestion): Promise<Trust> {
  const result = await chainOf(question);
  const problems = new Set<ProblemCode>();
  for (const problem of result.problems) {
    const code = FROM_CHAIN[problem];
    if (code) problems.add(code);
  }
  const trusted = result.status === 'trusted';
  return {
    trusted,
    path: result.path,
    revoked: result.revoked,
    ...(result.revokedAt ? { revokedAt: result.revokedAt } : {}),
    ...(result.revocationSource ? { revocationSource: result.revocationSource } : {}),
    revokedLater: result.problems.includes('revoked-later'),
    problems: [...problems],
    ...(trusted ? rootOf(result) : {}),
  };
}

/** Whether there is all that it takes to judge a certificate by, also where its root is not trusted here. */
export async function isComplete(question: TrustQuestion): Promise<boolean> {
  return (await chainOf(question)).isRevocationComplete;
}

function chainOf({ own, anchors, ...question }: TrustQuestion): Promise<ChainResult> {
  return validateChain({
    ...question,
    candidates: [...own.certificates, ...anchors.certificates],
    roots: anchors.roots,
    crls: [...anchors.crls, ...own.crls],
    ocsps: [...anchors.ocsps, ...own.ocsps],
    registers: anchors.registers,
  });
}

function rootOf({ path }: ChainResult): Pick<Trust, 'root' | 'rootName'> {
  const root = path.at(-1);
  return root ? { root, rootName: commonNameOf(root) } : {};
}

/** What a certificate calls its subject; empty where it cannot be read. */
export function commonNameOf(certificate: Uint8Array | undefined): string {
  if (!certificate) return '';
  try {
    return describeCertificate(certificate).commonName;
  } catch {
    return '';
  }
}

/** Whether a certificate of the path is marked as issued for trying out; the issuer's mark counts for all below it. */
export function isTrial(path: readonly Uint8Array[]): boolean {
  return path.some((certificate) => {
    try {
      return describeCertificate(certificate).trial;
    } catch {
      return false;
    }
  });
}
