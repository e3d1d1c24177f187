/** Why something on the way to a certificate cannot be done. Texts are made from `code` at the edge. */
export type EnrolmentErrorCode =
  /** The ledger would refuse the record. Detail: `kind`, `reason`: the code of the kind's rule. */
  | 'not-permitted'
  /** A text that a record cannot carry. Detail: `where`. */
  | 'bad-details'
  /** Detail: `problem`, see `IdentityNumberProblem`. */
  | 'identity-number'
  /** No name of a person: 2 to 40 characters. */
  | 'person-name'
  /** Detail: `problem`, see `DocumentProblem`; `part`: which file. */
  | 'file'
  /** What was sealed holds something else than it should: whoever wrote it used another program, or is up to something. */
  | 'damaged'
  | 'no-such-order'
  | 'no-such-certificate'
  /** The order has no certificate yet, or it was revoked, ended or installed already. Detail: `standing`. */
  | 'not-installable'
  /** No key for the order on this device: it was applied for on another one, or the storage was cleared. */
  | 'no-key-here'
  /** The certificate does not lead to the platform's root. Detail: `problems`, see `ChainProblem`. */
  | 'untrusted'
  /** The certificate is not for the key on this device, or the key does not answer. */
  | 'other-key'
  /** A signed seal is not what was issued: altered, for another certificate or company, or by another signer. */
  | 'bad-seal'
  /** More or larger seals than fit. Detail: `max`. */
  | 'too-many-seals'
  /** The name on a seal is not the company's. Detail: `name`. */
  | 'seal-name'
  /** What was scanned or typed is no challenge, or has been altered. */
  | 'bad-challenge'
  /** The challenge is of another platform than the certificate. Detail: `platform`. */
  | 'other-platform'
  /** Older than ten minutes, by this device's clock. */
  | 'challenge-expired'
  /** It would be good for longer than a challenge may be: a clock is wrong. Detail: `minutes` that it is ahead. */
  | 'clock-differs'
  /** Nobody who may act for the account shows the challenge. */
  | 'unknown-challenger'
  /** What was typed is no answer. */
  | 'bad-answer'
  /** This operator has no issuing certificate. */
  | 'not-certified';

export class EnrolmentError extends Error {
  override readonly name = 'EnrolmentError';

  constructor(
    readonly code: EnrolmentErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`enrolment: ${code}`, { cause });
  }
}
