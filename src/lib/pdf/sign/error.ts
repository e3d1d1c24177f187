import { PdfSyntaxError } from '../syntax';

/**
 * Why a document cannot be sealed. The text shown to a person is made from `code` at the edge; `detail`
 * holds what it needs:
 * - `not-a-pdf`, `damaged`, `encrypted` (a password is needed), `unsupported-encryption`: `problem`, where the
 *   reader named one
 * - `certified-no-changes`: an earlier signature permits no change at all: `field`
 * - `certified-forms-only`: certified so that only what its form asks for may be filled in and signed
 * - `locked-fields`: an earlier signature locks all fields, new ones included: `field`
 * - `unsafe-recovery`: the file is damaged and signed already: nobody can say what the earlier signer saw
 * - `page-out-of-range`: `page` (1-based), `pageCount`
 * - `no-stamps`: nothing to do; `unknown-seal`: a stamp without a picture: `sealId`
 * - `unreadable`: the file went away or changed while it was read
 * - `cancelled`: by the caller's AbortSignal
 */
export type SealErrorCode =
  | 'not-a-pdf'
  | 'damaged'
  | 'encrypted'
  | 'unsupported-encryption'
  | 'certified-no-changes'
  | 'certified-forms-only'
  | 'locked-fields'
  | 'unsafe-recovery'
  | 'page-out-of-range'
  | 'no-stamps'
  | 'unknown-seal'
  | 'unreadable'
  | 'cancelled';

export class SealError extends Error {
  override readonly name = 'SealError';

  constructor(
    readonly code: SealErrorCode,
    readonly detail: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(`cannot seal: ${code}`, { cause });
  }
}

/** Throws `cancelled` once the caller has given up. */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SealError('cancelled', {}, signal.reason);
}

/** What a reader's failure means for sealing; errors of other parts (the signer's) pass unchanged. */
export function sealErrorFrom(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof SealError) return error;
  if (signal?.aborted) return new SealError('cancelled', {}, error);
  if (error instanceof PdfSyntaxError) {
    switch (error.code) {
      case 'not-a-pdf':
      case 'encrypted':
      case 'unsupported-encryption':
        return new SealError(error.code, error.detail, error);
      default:
        return new SealError('damaged', { problem: error.code, ...error.detail }, error);
    }
  }
  // What reading a Blob throws when its file is gone or has changed since it was chosen (File API §4).
  if (
    error instanceof DOMException &&
    (error.name === 'NotReadableError' || error.name === 'NotFoundError')
  ) {
    return new SealError('unreadable', {}, error);
  }
  return error;
}
