import type { BidDraft } from './bid-form';
import { HEAD, linesOf, readLines, type TableReading } from './bid-table';
import type { TenderItem } from './state';

/** The table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which Excel knows the encoding. */
export function writeBidTable(form: BidDraft, items: readonly TenderItem[]): string {
  const lines = [HEAD, ...linesOf(form, items)];
  return '\ufeff' + lines.map((cells) => cells.map(quoted).join(',') + '\r\n').join('');
}

/** Reads a table that was filled in: UTF-8 or GB18030, parted by comma, semicolon or tab, as Excel saves it. */
export function readBidTable(bytes: Uint8Array, items: readonly TenderItem[]): TableReading {
  return readLines(
    readCells(bytes, HEAD.length).map((line) => line.map(unguarded)),
    items,
  );
}

/** A cell that begins like a formula would be one in a spreadsheet: an apostrophe keeps it a text. */
function quoted(cell: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/**
 * Cells of a table as a spreadsheet saves or copies it: UTF-8 or GB18030, parted by comma, semicolon or tab.
 *
 * @param columns of the head, which is how the separator is told; one that has fewer is taken for parted by comma
 */
export function readCells(table: Uint8Array | string, columns: number): string[][] {
  const text = typeof table === 'string' ? table : decoded(table);
  return cellsOf(text.replace(/^\ufeff/, ''), columns);
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function cellsOf(text: string, columns: number): string[][] {
  const head = /^[^\r\n]*/.exec(text)![0];
  const separator = [',', ';', '\t'].find((one) => head.split(one).length >= columns) ?? ',';
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') cell += text[++at]!;
      else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === separator || char === '\n' || char === '\r') {
      line.push(cell);
      cell = '';
      if (char === separator) continue;
      if (char === '\r' && text[at + 1] === '\n') at++;
      lines.push(line);
      line = [];
    } else cell += char;
  }
  if (cell !== '' || line.length > 0) lines.push([...line, cell]);
  return lines;
}
