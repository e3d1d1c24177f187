/** Why a key cannot be made, unlocked or used. The text shown to a person is made from `code` at the edge. */
export type KeyErrorCode =
  /** The PIN does not open the vault. Detail: `attemptsLeft`, `waitMs` until the next try. */
  | 'wrong-pin'
  /** Too soon after wrong PINs. Detail: `until` (epoch milliseconds), `waitMs`. */
  | 'backing-off'
  /** Too many wrong PINs (the last of them says so too): only a passkey opens the vault now. */
  | 'locked'
  /** The PIN was changed by another tab since it was shown here: nothing was written. */
  | 'pin-changed'
  /** A new PIN breaks the rules. Detail: `reason` (see PinWeakness). */
  | 'weak-pin'
  | 'no-such-vault'
  | 'vault-exists'
  | 'no-such-key'
  | 'key-exists'
  /** The unlocked vault has been locked since: by its owner, by idling or because the page was hidden. */
  | 'vault-locked'
  /** The device key is gone, so the vault opens neither by PIN nor by passkey. */
  | 'device-key-missing'
  /** What was stored is not what this app wrote, or has been altered. */
  | 'storage-damaged'
  | 'passkey-unsupported'
  /** The authenticator made a passkey but offers no PRF, so the passkey cannot open anything. */
  | 'passkey-no-prf'
  | 'passkey-cancelled'
  /** The authenticator holds a passkey of this vault already. */
  | 'passkey-exists'
  /** The passkey answered, but its answer does not open this vault. */
  | 'passkey-mismatch'
  | 'no-such-passkey'
  | 'unsupported-algorithm';

export class KeyError extends Error {
  override readonly name = 'KeyError';

  constructor(
    readonly code: KeyErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`key: ${code}`, { cause });
  }
}
