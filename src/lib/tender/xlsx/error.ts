/** Why a file gives no sheet. */
export type WorkbookErrorCode =
  /** It is no zip, or there is no workbook in it. */
  | 'not-workbook'
  /** The format of Excel before 2007; a workbook with a password looks the same. */
  | 'old-workbook'
  | 'damaged'
  | 'too-large';

export class WorkbookError extends Error {
  override readonly name = 'WorkbookError';

  constructor(
    readonly code: WorkbookErrorCode,
    cause?: unknown,
  ) {
    super(`workbook: ${code}`, { cause });
  }
}
