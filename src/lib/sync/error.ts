import type { Receipt } from './port';

/** Why the platform did not do what it was asked. Texts are made from `code` at the edge. */
export type PlatformErrorCode =
  /** No answer. What was asked may or may not have been done: asking again is always allowed. */
  | 'unreachable'
  /** The platform does not take this, and never will as it is. Detail: `reason`. Nothing of it was kept. */
  | 'refused'
  /** A record, message or file over the limit. Nothing of it was kept. Detail: `limit`, `size`, bytes. */
  | 'too-large'
  /** There is no such file. */
  | 'not-found'
  /** The caller's signal ended it. */
  | 'aborted'
  /** The platform has no room left. Nothing of what was refused was kept; later there may be room. */
  | 'storage-full'
  /** The bytes are not those that the file's id names. */
  | 'damaged-blob';

export interface PlatformErrorDetail {
  /** of `append`: the records before the one that this error is about were taken, with these receipts */
  readonly receipts?: readonly Receipt[];
  /** of `getBlob`: what had arrived, to go on from */
  readonly have?: Blob;
  readonly [name: string]: unknown;
}

export class PlatformError extends Error {
  override readonly name = 'PlatformError';

  constructor(
    readonly code: PlatformErrorCode,
    readonly detail: PlatformErrorDetail = {},
    cause?: unknown,
  ) {
    super(`platform: ${code}`, { cause });
  }
}

/** Why this device could not keep or carry what it was given. Texts are made from `code` at the edge. */
export type SyncErrorCode =
  /** No room left on this device. Nothing of what was to be written was kept, nothing older was lost. */
  | 'storage-full'
  /** This device's database does not answer, or was closed by a newer copy of the app. */
  | 'storage-unavailable'
  /** The entry is not in the outbox, or not in a state in which this can be done with it. Detail: `id`. */
  | 'no-such-entry'
  /** The record's text is not the one that its id names, or cannot be read. Detail: `id`. */
  | 'bad-record'
  /**
   * Its author has another record of this `seq` in the outbox, or has given up the one before: another tab was first.
   * Detail: `id`, `author`, `seq`.
   */
  | 'slot-taken'
  /** The platform's history is not the one that this device has seen before. Detail: `position`. */
  | 'history-changed'
  /** The platform answers against its contract. Detail: `what`. */
  | 'bad-answer';

export class SyncError extends Error {
  override readonly name = 'SyncError';

  constructor(
    readonly code: SyncErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`sync: ${code}`, { cause });
  }
}
