/** Why somebody cannot do something on a platform. The text shown to a person is made from `code` at the edge. */
export type OfficeErrorCode =
  /** The person closed the question for their PIN. */
  | 'cancelled'
  /** This workspace has no place among the platform's staff. */
  | 'no-staff-seat'
  /** This workspace has one already. */
  | 'seat-taken'
  /** The member of staff does not hold the key of this authority. Detail: `which`. */
  | 'no-authority'
  /** No such platform can be reached from here. Detail: `platform`. */
  | 'no-such-platform'
  /** The platform's first record is not the one that its name stands for. Detail: `platform`. */
  | 'not-a-platform'
  /** A file has more bytes than what is to be opened may have; it was not read. Detail: `limit`, `size`, bytes. */
  | 'file-too-large'
  /** Whoever wrote the record has no seat in this workspace any more. */
  | 'author-gone'
  /** What is stored here is not what this app wrote. */
  | 'storage-damaged';

export class OfficeError extends Error {
  override readonly name = 'OfficeError';

  constructor(
    readonly code: OfficeErrorCode,
    readonly detail: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(`office: ${code}`, { cause });
  }
}
