/** Why something cannot be done with records. Texts are made from `code` at the edge. */
export type LedgerErrorCode =
  /** Longer than 64 KiB. */
  | 'malformed-size'
  /** Not three parts of canonical base64url (RFC 7515 §7.1). */
  | 'malformed-jws'
  /** Header or payload is not JSON in the one spelling that is taken. Detail: `what`. */
  | 'malformed-json'
  /** A header with other members or values than ours. Detail: `where`. */
  | 'malformed-header'
  /** The public key in the header is none that is taken, or not the one that `kid` names. */
  | 'malformed-key'
  /** A payload with other members or values than ours. Detail: `where`. */
  | 'malformed-payload'
  /** Two kinds of one name. Detail: `kind`. */
  | 'duplicate-kind'
  /** The author's key is of another kind than records are signed with. */
  | 'unsupported-key'
  /** Positions are missing between those seen and those given. Detail: `expected`, `position`. */
  | 'position-gap'
  /** The platform shows another record at a position than before. Detail: `position`. */
  | 'order-changed'
  /** What was stored is not what this app wrote. Detail: `what`. */
  | 'storage-damaged'
  /** The state holds what no checkpoint can: functions, instances of classes, cycles. Detail: `where`. */
  | 'bad-state'
  /** Two calls of one fold at a time. */
  | 'busy';

export class LedgerError extends Error {
  override readonly name = 'LedgerError';

  constructor(
    readonly code: LedgerErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`ledger: ${code}`, { cause });
  }
}
