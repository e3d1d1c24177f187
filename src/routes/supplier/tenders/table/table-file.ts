import {
  isWorkbook,
  MAX_WORKBOOK_BYTES,
  readBidTable,
  readBidWorkbook,
  writeBidTable,
  writeBidWorkbook,
  type BidDraft,
  type TableReading,
  type TenderItem,
  type WorkbookErrorCode,
} from '$lib/tender';
import { m } from '$messages';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const FILE_PROBLEMS: Readonly<Record<WorkbookErrorCode, () => string>> = {
  'not-workbook': m.tendertable_file_not_workbook,
  'old-workbook': m.tendertable_file_old_workbook,
  damaged: m.tendertable_file_damaged,
  'too-large': m.tendertable_file_too_large,
};

/** A table to be filled in elsewhere. @param name without what it ends in */
export function tableFile(
  kind: 'xlsx' | 'csv',
  name: string,
  draft: BidDraft,
  items: readonly TenderItem[],
): File {
  return kind === 'xlsx'
    ? new File([writeBidWorkbook(draft, items)], `${name}.xlsx`, { type: XLSX })
    : new File([writeBidTable(draft, items)], `${name}.csv`, { type: 'text/csv;charset=utf-8' });
}

/**
 * Reads a file that was filled in; what it begins with says what it is, not its name.
 *
 * @returns `refused`: why it is no table at all
 * @throws what reading the file throws
 */
export async function readTableFile(
  file: File,
  items: readonly TenderItem[],
): Promise<TableReading | { refused: string }> {
  if (file.size > MAX_WORKBOOK_BYTES) return { refused: m.tendertable_file_too_large() };
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return isWorkbook(bytes) ? readBidWorkbook(bytes, items) : readBidTable(bytes, items);
  } catch (error) {
    const { name, code } = error as { name?: unknown; code?: unknown };
    if (name !== 'WorkbookError') throw error;
    return { refused: FILE_PROBLEMS[code as WorkbookErrorCode]() };
  }
}
