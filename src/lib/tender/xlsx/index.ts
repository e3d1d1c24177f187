/** Workbooks of one sheet (ECMA-376, XLSX): as much of them as a table needs that people fill in. */
export type { WorkbookErrorCode } from './error';
export { isWorkbook, MAX_WORKBOOK_BYTES } from './package';
export { readSheet } from './read';
export { writeSheet } from './write';
