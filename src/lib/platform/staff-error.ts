/** Why a platform cannot be founded or its staff not be changed. Texts are made from `code` at the edge. */
export type StaffErrorCode =
  /** Against the rules of a field. Detail: `where`, its name. */
  | 'bad-details'
  /** The ledger would refuse it now. Detail: `kind`, `reason`: the code of the kind's rule. */
  | 'not-permitted'
  /** No invitation: a link that was cut off, or of something else. */
  | 'bad-link'
  /** The invitation is of another platform than the one that is open. Detail: `platform`. */
  | 'other-platform'
  /** The platform's records are not here yet, or hold no such invitation. */
  | 'no-such-invitation'
  /** The root certificate ends within a year: no CA can be certified below it. */
  | 'root-ends';

export class StaffError extends Error {
  override readonly name = 'StaffError';

  constructor(
    readonly code: StaffErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`staff: ${code}`, { cause });
  }
}
