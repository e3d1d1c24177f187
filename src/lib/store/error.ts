/** Why the database of this device cannot be opened. The text shown to a person is made from `code` at the edge. */
export type StoreErrorCode =
  /** No IndexedDB, or the browser refuses it: private windows, blocked site data, a full disk. */
  | 'unavailable'
  /** A later version of this app has changed the database; this page is an old copy. */
  | 'newer-version'
  /** A workspace's name has 1 to 40 of `a-z`, `0-9`, `-`. */
  | 'bad-workspace';

export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: StoreErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`store: ${code}`, { cause });
  }
}
