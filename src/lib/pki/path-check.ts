import { bytesEqual } from '../keys';
import { isWeakDigest, schemeOf } from './algorithm';
import type { Certificate } from './certificate';
import type { ChainProblem } from './chain-problem';
import { basicConstraintsOf, keyUsageOf } from './extension';
import { breaksNameConstraints } from './name-constraints';
import { OID } from './oid';
import { hasUnknownQualifier, keepsPolicies } from './policy';
import { readPublicKey } from './public-key';
import { allowsPurpose, authorityAllowsPurpose, type Purpose } from './purpose';

/** Extensions that may be critical: they are processed here, or bind nothing that is asked here. */
const PROCESSED = new Set<string>([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extKeyUsage,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.cRLDistributionPoints,
  OID.ocspNoCheck,
]);

type Rule = (path: readonly Certificate[], index: number, at: Date) => ChainProblem | false;

/** Rules for every certificate of a path (RFC 5280 §6.1.3, §6.1.4). The signatures are checked where paths are built. */
const RULES: readonly Rule[] = [
  (path, index, at) => of(path, index).notBefore > at && 'not-yet-valid',
  // notAfter is in whole seconds and inclusive
  (path, index, at) => of(path, index).notAfter.getTime() + 999 < at.getTime() && 'expired',
  (path, index) => hasUnknownCriticalExtension(of(path, index)) && 'unknown-critical-extension',
  (path, index) => hasUnknownQualifier(of(path, index).extensions) && 'unknown-critical-extension',
  (path, index) => breaksNameConstraints(path, index) && 'name-constraints',
  hasWeakSignature,
  (path, index) => isWeakKey(of(path, index)) && 'weak-key',
  (path, index) => index > 0 && !isAuthority(path, index) && 'not-a-ca',
  (path, index) =>
    index > 0 &&
    keyUsageOf(of(path, index).extensions)?.includes('keyCertSign') === false &&
    'issuer-key-usage',
  isTooLong,
];

/** Checks a path, end entity first. Each problem once. */
export function checkPath(path: readonly Certificate[], at: Date, purpose: Purpose): ChainProblem[] {
  const found = new Set<ChainProblem>();
  const apply = (rule: () => ChainProblem | false) => {
    try {
      const problem = rule();
      if (problem) found.add(problem);
    } catch {
      found.add('malformed-extension');
    }
  };
  path.forEach((_, index) => RULES.forEach((rule) => apply(() => rule(path, index, at))));
  apply(() => !keepsPolicies(path) && 'policy');
  apply(() => !allowsPurpose(of(path, 0).extensions, purpose) && 'wrong-purpose');
  // The root is trusted for what it was added for; the CAs between must not be bound to something else.
  path.slice(1, -1).forEach(({ extensions }) => {
    apply(() => !authorityAllowsPurpose(extensions, purpose) && 'wrong-purpose');
  });
  return [...found];
}

function of(path: readonly Certificate[], index: number): Certificate {
  const certificate = path[index];
  if (!certificate) throw new RangeError('index is of the path');
  return certificate;
}

export function hasUnknownCriticalExtension({ extensions }: Certificate): boolean {
  return [...extensions].some(([id, { critical }]) => critical && !PROCESSED.has(id));
}

/** The signature of a path's end is none that the path rests on. */
function hasWeakSignature(path: readonly Certificate[], index: number): ChainProblem | false {
  if (index === path.length - 1) return false;
  const scheme = schemeOf(of(path, index).signatureAlgorithm);
  return scheme !== undefined && isWeakDigest(scheme.digest) && 'weak-digest';
}

function isWeakKey(certificate: Certificate): boolean {
  const key = readPublicKey(certificate.spki);
  return key?.kind === 'RSA' && key.bits < 2048;
}

/** A root of version 1 has no extensions to say it (RFC 5280 §6.1.4 (k) leaves that to other means: being a root). */
function isAuthority(path: readonly Certificate[], index: number): boolean {
  const certificate = of(path, index);
  if (certificate.version === 1) return index === path.length - 1;
  return basicConstraintsOf(certificate.extensions).isCa;
}

/** §6.1.4 (l, m): CAs between this one and the end entity; self-issued ones do not count. */
function isTooLong(path: readonly Certificate[], index: number): ChainProblem | false {
  if (index === 0) return false;
  const { pathLength } = basicConstraintsOf(of(path, index).extensions);
  const between = path.slice(1, index).filter(({ subject, issuer }) => !bytesEqual(subject, issuer)).length;
  return pathLength !== undefined && between > pathLength && 'path-too-long';
}
