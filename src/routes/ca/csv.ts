/** Tells programs that the file is UTF-8; spreadsheets guess something else without it. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r\n]/;

/** Numbers of so many digits lose their last ones in a spreadsheet, and a code with an E in it becomes a power of ten. */
const LONG_NUMBER = /^\d{16,}$|^\d+E\d+$/i;

/**
 * A table as RFC 4180 writes it, for spreadsheets. Texts come from applicants: one that would be taken for a formula, or
 * for a number that it is not, begins with an apostrophe.
 *
 * @param rows the head first; numbers are written as they are
 */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // Full-width signs are formulas to some spreadsheets too.
  const normal = value.normalize('NFKC').trimStart();
  const text = FORMULA.test(value) || FORMULA.test(normal) || LONG_NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file to be saved. */
export function csvFile(name: string, rows: Parameters<typeof csvOf>[0]): File {
  return new File([csvOf(rows)], name, { type: 'text/csv;charset=utf-8' });
}
