/** Why private parts cannot be sealed or opened. */
export type SealedErrorCode =
  /** Nobody has the role: nobody could read it. */
  | 'no-recipient'
  /** Not an age X25519 recipient. Detail: `recipient`. */
  | 'bad-recipient'
  /** Sealed to others than this key's owner. */
  | 'not-for-you'
  /** No age ciphertext, or altered. */
  | 'damaged'
  /** Sealed for another purpose than it is used for: somebody has copied it. */
  | 'other-purpose';

export class SealedError extends Error {
  override readonly name = 'SealedError';

  constructor(
    readonly code: SealedErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`sealed: ${code}`, { cause });
  }
}
