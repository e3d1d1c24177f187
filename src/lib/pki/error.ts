/** Why something of certificates or signatures cannot be made or read. Texts are made from `code` at the edge. */
export type PkiErrorCode =
  /** Not what it should be: truncated, a broken structure, a value out of range. Detail: `what`. */
  | 'malformed'
  /** A name that a certificate cannot carry: empty, or over 64 characters (RFC 5280, A.1). Detail: `field`. */
  | 'bad-subject'
  /** Not a unified social credit code (GB 32100-2015): alphabet, length or check character. */
  | 'bad-credit-code'
  /** The request is not signed by the key that it asks a certificate for. */
  | 'request-signature'
  /** The key is neither P-256 nor RSA of 2048 bits. */
  | 'unsupported-key'
  /** The certificate that should issue is no CA, may not issue this kind, or lacks the key usage. */
  | 'not-an-issuer'
  /** The signer's key is not the one of the certificate. */
  | 'key-mismatch'
  /** The validity asked for begins before or ends after the issuer's. Detail: `notBefore`, `notAfter` of the issuer. */
  | 'outside-issuer-validity'
  /** No whole positive number of years, an invalid date, or nextUpdate not after thisUpdate. */
  | 'bad-validity'
  /** A CRL number or a serial number that is none. */
  | 'bad-number'
  /** The message digest is not 32 bytes long. */
  | 'bad-digest';

export class PkiError extends Error {
  override readonly name = 'PkiError';

  constructor(
    readonly code: PkiErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`pki: ${code}`, { cause });
  }
}

/** @param what the structure that is broken, for people who debug */
export function malformed(what: string): PkiError {
  return new PkiError('malformed', { what });
}
