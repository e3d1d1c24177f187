import {
  describeCertificate,
  validateChain,
  type ChainProblem,
  type ChainResult,
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
  problems: ProblemCode[];
}

export interface TrustAnchors {
  roots: Uint8Array[];
  crls: Uint8Array[];
  /** DER of further certificates to build chains with, from the document */
  certificates: Uint8Array[];
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
  'unknown-critical-extension': 'chain-invalid',
  'wrong-purpose': 'certificate-usage',
  revoked: 'certificate-revoked',
  'authority-revoked': 'certificate-revoked',
  'revoked-later': undefined,
  'crl-outdated': undefined,
};

/**
 * Follows a signer's certificate to a root that is trusted here.
 *
 * @param at the time in question: proven by a timestamp, else now
 */
export async function judgeTrust(
  certificate: Uint8Array,
  own: { candidates: Uint8Array[]; crls: Uint8Array[] },
  anchors: TrustAnchors,
  at: Date,
  purpose: Purpose,
): Promise<Trust> {
  const result = await validateChain({
    certificate,
    candidates: [...own.candidates, ...anchors.certificates],
    roots: anchors.roots,
    crls: [...anchors.crls, ...own.crls],
    at,
    purpose,
  });
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
    problems: [...problems],
    ...(trusted ? rootOf(result) : {}),
  };
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
