/** What cannot be sent by codes: nothing, or more than 1 MB. */
export class FountainError extends Error {
  override readonly name = 'FountainError';

  constructor(readonly code: 'size') {
    super(`fountain: ${code}`);
  }
}
