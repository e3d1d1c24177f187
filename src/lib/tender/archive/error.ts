/** Why an archive cannot be made or read. Texts are made from `code` at the edge. */
export type ArchiveErrorCode =
  /** It is no archive of a tender: another kind of file. */
  | 'not-an-archive'
  /** It is one of a later version of this app. Detail: `version`. */
  | 'newer-version'
  /** Somebody has packed it anew, with compression: nothing in it is unpacked. Detail: `path`. */
  | 'compressed'
  /** The file breaks off, or its parts overlap. Detail: `what`. */
  | 'damaged'
  /** A record is missing in the sequence. Detail: `expected`, `position`. */
  | 'records-gap'
  /** A part has more bytes, or there are more of them, than any archive has. Detail: `what`, `limit`. */
  | 'too-large'
  /** The tender is not known here, or neither awarded nor called off. Detail: `tender`. */
  | 'not-finished';

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';

  constructor(
    readonly code: ArchiveErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`archive: ${code}`, { cause });
  }
}
