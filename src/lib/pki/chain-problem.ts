/** What is wrong, or worth knowing, about a certificate's chain. */
export type ChainProblem =
  /** The certificate itself cannot be read. */
  | 'malformed'
  /** An extension on the path cannot be read. */
  | 'malformed-extension'
  /** There is no certificate of an issuer: the path ends below a root. */
  | 'issuer-missing'
  /** The path ends at a self-signed certificate that is not among the roots. */
  | 'root-not-trusted'
  /** No certificate of the issuer's name has the key that signed. */
  | 'signature-invalid'
  | 'signature-unsupported'
  /** Signed with MD5 or SHA-1. */
  | 'weak-digest'
  /** RSA below 2048 bits. */
  | 'weak-key'
  | 'not-yet-valid'
  | 'expired'
  /** An issuer is no CA (basicConstraints). */
  | 'not-a-ca'
  /** An issuer's key usage lacks keyCertSign. */
  | 'issuer-key-usage'
  /** More CAs follow than a pathLenConstraint allows. */
  | 'path-too-long'
  /** A name is outside of what an authority's name constraints permit. */
  | 'name-constraints'
  /** An authority asks for a certificate policy, and none is valid for the path. */
  | 'policy'
  | 'unknown-critical-extension'
  /** The end entity's key usage or extended key usage is for something else. */
  | 'wrong-purpose'
  | 'revoked'
  /** A CA on the path is revoked. */
  | 'authority-revoked'
  /** Revoked, but only after the time in question. Does not break trust. */
  | 'revoked-later'
  /** What is at hand about revocation ended before the time in question. Does not break trust. */
  | 'revocation-outdated';

const NOTES: ReadonlySet<ChainProblem> = new Set(['revoked-later', 'revocation-outdated']);

export function breaksTrust(problem: ChainProblem): boolean {
  return !NOTES.has(problem);
}
