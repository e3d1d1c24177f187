import { WorkbookError } from './error';
import { WorkbookPackage } from './package';
import { attribute, tokensOf, withoutCodes } from './xml';

const MAX_ROWS = 5000;
const MAX_COLUMNS = 256;

/**
 * Reads the first sheet of a workbook that is shown: what Excel, LibreOffice and WPS write (ECMA-376 part 1, §18.3). Of
 * a formula its value when the file was saved.
 *
 * @returns texts by row and column; rows that are not there are empty. A number is written plainly: `1234.5`
 * @throws WorkbookError
 */
export function readSheet(bytes: Uint8Array): string[][] {
  const parts = new WorkbookPackage(bytes);
  const workbook = parts.relations('').find(({ type }) => type === 'officeDocument')?.target;
  const text = workbook === undefined ? undefined : parts.part(workbook);
  if (workbook === undefined || text === undefined) throw new WorkbookError('not-workbook');
  const relations = parts.relations(workbook);
  const sheet = relations.find(({ id, type }) => type === 'worksheet' && id === firstSheet(text));
  const content = sheet && parts.part(sheet.target);
  if (content === undefined) throw new WorkbookError('damaged');
  const strings = relations.find(({ type }) => type === 'sharedStrings');
  return rowsOf(content, strings ? sharedStrings(parts.part(strings.target) ?? '') : []);
}

/** @returns the relationship of the first sheet that is not hidden */
function firstSheet(workbook: string): string | undefined {
  let hidden: string | undefined;
  for (const token of tokensOf(workbook)) {
    if (token.type !== 'open' || token.name !== 'sheet') continue;
    // The only attribute of the local name `id`; the sheet's own number is `sheetId`.
    const id = attribute(token.attributes, 'id');
    if ((attribute(token.attributes, 'state') ?? 'visible') === 'visible') return id;
    hidden ??= id;
  }
  return hidden;
}

/** Texts of the table of strings; a rich text's runs are joined, how it is pronounced is left out (`rPh`, §18.4.6). */
function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let current = '';
  let isText = false;
  let isPhonetic = false;
  for (const token of tokensOf(xml)) {
    if (token.type === 'text') {
      if (isText && !isPhonetic) current += token.text;
      continue;
    }
    const isOpen = token.type === 'open';
    if (token.name === 't') isText = isOpen;
    else if (token.name === 'rPh') isPhonetic = isOpen;
    else if (token.name === 'si') {
      if (!isOpen) strings.push(withoutCodes(current));
      current = '';
    }
  }
  return strings;
}

interface Cell {
  row: number;
  column: number;
  type: string;
  value: string;
  inline: string;
}

function rowsOf(xml: string, strings: readonly string[]): string[][] {
  const rows: string[][] = [];
  let row = 0;
  let column = 0;
  let cell: Cell | undefined;
  let within: 'value' | 'inline' | undefined;
  let isPhonetic = false;
  for (const token of tokensOf(xml)) {
    if (token.type === 'text') {
      if (cell && within && !isPhonetic) cell[within] += token.text;
      continue;
    }
    const isOpen = token.type === 'open';
    if (token.name === 'v') within = isOpen ? 'value' : undefined;
    else if (token.name === 't') within = isOpen ? 'inline' : undefined;
    else if (token.name === 'rPh') isPhonetic = isOpen;
    else if (token.name === 'row' && isOpen) {
      // Positions may be left out: then they follow one another.
      row = whole(attribute(token.attributes, 'r')) ?? row + 1;
      column = 0;
    } else if (token.name === 'c' && token.type === 'open') {
      column = columnOf(attribute(token.attributes, 'r')) ?? column + 1;
      cell = { row, column, type: attribute(token.attributes, 't') ?? 'n', value: '', inline: '' };
    } else if (token.name === 'c' && cell) {
      put(rows, cell, textOf(cell, strings));
      cell = undefined;
    }
  }
  return rows;
}

function put(rows: string[][], { row, column }: Cell, text: string): void {
  if (text === '' || column > MAX_COLUMNS || row < 1) return;
  if (row > MAX_ROWS) throw new WorkbookError('too-large');
  while (rows.length < row) rows.push([]);
  const cells = rows[row - 1]!;
  while (cells.length < column) cells.push('');
  cells[column - 1] = text;
}

function textOf({ type, value, inline }: Cell, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'inlineStr') return withoutCodes(inline);
  if (type === 'n') return plainNumber(value);
  return withoutCodes(value);
}

/** Programs write the number that the computer has: `0.30000000000000004`. A cell shows fifteen digits of it. */
function plainNumber(value: string): string {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return value.trim();
  return Number(number.toPrecision(15)).toString();
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;
}

/** `AB12` → 28 */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/i.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters.toUpperCase()].reduce((sum, char) => sum * 26 + char.charCodeAt(0) - 64, 0);
}
