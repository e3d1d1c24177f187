/**
 * Why a document, or a part of it, cannot be read or extended. `detail` names the place where there is one:
 * - `not-a-pdf`: neither a header nor objects were found
 * - `encrypted`: a password is needed to open the document
 * - `unsupported-encryption`: `filter`, or `version` and `revision`, of a security handler that is not known
 * - `damaged`: no catalog or no page tree, and scanning the file found none; `problem`
 * - `too-deep`: an object nested deeper than any reader follows; `offset`
 * - `bad-xref`: a cross-reference section cannot be read; `offset`. Opening a document answers it by recovery.
 * - `bad-filter`: a stream cannot be decoded at all; `filter`
 * - `unsupported-filter`: a stream of an image format, which is not decoded here; `filter`
 * - `too-large`: decoded data beyond `limitBytes`, or an offset that a cross-reference table cannot hold
 * - `no-such-page`: `index` (0-based), `pageCount`
 * - `not-writable`: an object that has no number of its own to be written under; `ref`
 */
export type PdfSyntaxErrorCode =
  | 'not-a-pdf'
  | 'encrypted'
  | 'unsupported-encryption'
  | 'damaged'
  | 'too-deep'
  | 'bad-xref'
  | 'bad-filter'
  | 'unsupported-filter'
  | 'too-large'
  | 'no-such-page'
  | 'not-writable';

export class PdfSyntaxError extends Error {
  override readonly name = 'PdfSyntaxError';

  constructor(
    readonly code: PdfSyntaxErrorCode,
    readonly detail: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(`cannot read PDF: ${code}`, { cause });
  }
}
