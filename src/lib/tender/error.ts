/** Why a tender's record has no effect: the authority rules' own codes, as outcomes of a fold carry them in `detail`. */
export type TenderRefusal =
  | 'no-platform'
  | 'not-administrator'
  | 'not-expert'
  /** The author is no device of a supplier, or no longer, or works for the platform. */
  | 'not-linked'
  | 'no-tender'
  | 'cancelled'
  /** Another tender has this number. */
  | 'number-taken'
  | 'unknown-category'
  | 'unknown-supplier'
  | 'bad-committee'
  /** An instant of the schedule is past, or they are not in their order. */
  | 'bad-schedule'
  | 'not-by-invitation'
  | 'invited-already'
  | 'not-invited'
  | 'answered-already'
  /** The time for it is over. */
  | 'too-late'
  /** The time for it has not come. */
  | 'too-early'
  | 'no-such-question'
  /** Clarifications are counted 1, 2, 3 …: another was issued meanwhile. */
  | 'wrong-number'
  /** The author of an envelope is known: an envelope has a key of its own. */
  | 'known-author'
  /** The platform has this envelope already. */
  | 'same-envelope'
  | 'not-committee'
  | 'published-already'
  /** The share is not the one that the tender has committed to. */
  | 'wrong-share'
  | 'too-few-shares'
  | 'recorded-already'
  | 'not-recorded'
  /** The opening record leaves an envelope out, names one twice, or one that is not of this tender. */
  | 'envelopes-differ'
  /** What the opening record says of an envelope contradicts itself or when it came. */
  | 'bad-status'
  | 'not-assigned'
  | 'not-scored'
  | 'not-declared'
  | 'conflict'
  | 'wrong-scores'
  | 'closed-already'
  | 'not-closed'
  | 'awarded-already'
  /** The award leaves an opened bid out, or names somebody who has none. */
  | 'bids-differ';

/** Why something of a tender cannot be done. Texts are made from `code` at the edge. */
export type TenderErrorCode =
  | TenderRefusal
  /** What is to be written breaks the record's schema. Detail: `kind`, `where`. */
  | 'bad-record';

export class TenderError extends Error {
  override readonly name = 'TenderError';

  constructor(
    readonly code: TenderErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`tender: ${code}`, { cause });
  }
}
