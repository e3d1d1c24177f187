import { PdfSyntaxError } from '../syntax';

/** A document has more of something than any honest one: it is not judged any further. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}

/** Whether a question about a document has no answer because of what the document is. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof TooComplex || error instanceof PdfSyntaxError;
}
