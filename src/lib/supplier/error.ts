import type { LicenceProblem } from './licence';

/** Why a supplier's record has no effect: the authority rules' own codes, as outcomes of a fold carry them in `detail`. */
export type SupplierRefusal =
  | 'no-platform'
  /** Somebody of the platform's staff cannot be its supplier, or a supplier's device. */
  | 'is-staff'
  /** Someone else has this login account. */
  | 'account-taken'
  /** A company of this name is approved with another account, or waits there for its review. */
  | 'company-taken'
  | 'credit-code-taken'
  /** The work against bots is missing, or was done for something else. */
  | 'proof-of-work'
  | 'no-supplier'
  /** The author is no device of this supplier, or no longer. */
  | 'not-linked'
  /** The author is linked for a while only and may not do what outlasts that. */
  | 'linked-for-a-while'
  /** What was submitted waits for the administrators: it cannot be changed until they have answered. */
  | 'under-review'
  /** The platform has no such bidding category, or no longer. */
  | 'unknown-category'
  | 'not-administrator'
  /** The administrator is one of the supplier's devices: they joined the staff later. */
  | 'own-company'
  /** The company was approved with this account: it is not a mere registration. */
  | 'approved-already'
  /** Nothing waits for a review. */
  | 'not-submitted'
  /** The review speaks of an earlier submission. */
  | 'outdated'
  | 'linked-already'
  /** A link that would have ended before it began. */
  | 'ended-already'
  | 'too-many-devices'
  | 'wrong-password'
  /** An administrator has opened the account to a new device, where a new password was not chosen yet. */
  | 'no-password';

/** Why something of a supplier cannot be done. Texts are made from `code` at the edge. */
export type SupplierErrorCode =
  | SupplierRefusal
  | 'no-such-account'
  /** Detail: `problem` (see LicenceProblem). */
  | 'licence'
  /** What is to be written breaks the record's schema; the forms should have seen it. Detail: `kind`, `where`. */
  | 'bad-record';

export class SupplierError extends Error {
  override readonly name = 'SupplierError';

  constructor(
    readonly code: SupplierErrorCode,
    readonly detail: Readonly<Record<string, unknown>> & { problem?: LicenceProblem } = {},
    cause?: unknown,
  ) {
    super(`supplier: ${code}`, { cause });
  }
}
