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
  /** Name constraints are there; they are not processed here, so the path is refused. */
  | 'name-constraints'
  | 'unknown-critical-extension'
  /** The end entity's key usage or extended key usage is for something else. */
  | 'wrong-purpose'
  | 'revoked'
  /** A CA on the path is revoked. */
  | 'authority-revoked'
  /** Revoked, but only after the time in question. Does not break trust. */
  | 'revoked-later'
  /** The lists at hand ended before the time in question. Does not break trust. */
  | 'crl-outdated';

const NOTES: ReadonlySet<ChainProblem> = new Set(['revoked-later', 'crl-outdated']);

export function breaksTrust(problem: ChainProblem): boolean {
  return !NOTES.has(problem);
}
