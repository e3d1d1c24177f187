/** Why a paper cannot be made. Texts are made from `code` at the edge. */
export type PaperErrorCode =
  /** The deviation table is not complete. Detail: `problems`, as `bidProblems` tells them. */
  | 'incomplete-bid'
  /** What is to be signed is no PDF that can be. Detail: `problem`, the code of a SealError. */
  | 'cannot-sign'
  /** Only keys of P-256 sign papers. Detail: `algorithm`. */
  | 'unsupported-key';

export class PaperError extends Error {
  override readonly name = 'PaperError';

  constructor(
    readonly code: PaperErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`paper: ${code}`, { cause });
  }
}
