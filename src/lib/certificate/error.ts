/** Why something of the identities on this device cannot be done. Texts are made from `code` at the edge. */
export type CertificateErrorCode =
  /** No name that a certificate and a seal can carry. Detail: `reason` (see NameProblem), `characters` where some do not belong. */
  | 'company-name'
  | 'no-such-identity'
  | 'no-such-seal'
  /** Empty or over 60 characters. */
  | 'seal-name'
  /** Not a seal's design, or a scan without its pixels. Detail: `where`. */
  | 'seal-design'
  /** The file is neither a DER nor a PEM certificate. */
  | 'not-a-certificate'
  /** The certificate cannot be a root. Detail: `reason`: `no-ca` or `not-self-issued`, `name`. */
  | 'not-a-root'
  /** No root that was added here; those of identities stay as long as their identity. */
  | 'no-such-root'
  /** The certificate may not be used now. Detail: `reason` (see UseRefusal). */
  | 'may-not-seal'
  /** The unlocked vault is another identity's. */
  | 'wrong-vault'
  /** What was stored is not what this app wrote, or has been altered. */
  | 'storage-damaged';

export class CertificateError extends Error {
  override readonly name = 'CertificateError';

  constructor(
    readonly code: CertificateErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`certificate: ${code}`, { cause });
  }
}
