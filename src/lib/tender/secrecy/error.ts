/** Why something that was sealed for a tender does not open. Texts are made from `code` at the edge. */
export type SecrecyErrorCode =
  /** A file or share is not what it was, or not all of it, or of another key. */
  | 'damaged'
  /** Detail: `have`, `need`. */
  | 'too-few-shares'
  /** A share is of another tender's key, or given twice, or does not fit the others. */
  | 'inconsistent'
  /** The shares make a key, but not the tender's. */
  | 'wrong-key';

export class SecrecyError extends Error {
  override readonly name = 'SecrecyError';

  constructor(
    readonly code: SecrecyErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`secrecy: ${code}`, { cause });
  }
}
