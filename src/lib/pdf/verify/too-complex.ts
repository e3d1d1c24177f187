/** A document has more of something than any honest one: it is not judged any further. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}
