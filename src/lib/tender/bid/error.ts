/** Why a bid cannot be sent. Texts are made from `code` at the edge. */
export type BidErrorCode =
  /** The deviation table, the delivery or the files are not complete. Detail: `problems`. */
  | 'incomplete'
  /** No certificate of the company is bound to the account and good now. */
  | 'no-certificate'
  /** What is to be sent breaks the envelope's schema, or is too large for it. */
  | 'too-large'
  /** A file cannot be read any more: it was moved, changed or deleted. Detail: `name`. */
  | 'file-gone'
  /** What a code's answerer says is no answer, or by another key. */
  | 'bad-answer'
  /** The person at the phone has said no, or the phone cannot sign. Detail: `reason`. */
  | 'refused-there'
  /** What the computer wants signed is not what its code has asked for. */
  | 'bad-order';

export class BidError extends Error {
  override readonly name = 'BidError';

  constructor(
    readonly code: BidErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`bid: ${code}`, { cause });
  }
}
