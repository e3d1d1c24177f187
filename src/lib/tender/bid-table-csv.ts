import type { BidDraft, BidRow } from './bid-form';
import type { TenderItem } from './state';

const HEAD = ['编号', '名称', '技术参数/具体要求', '响应', '偏离', '交货期(天)', '单价(元)', '备注'];
const DEVIATIONS = { none: '无偏离', positive: '正偏离', negative: '负偏离' } as const;
const MAX_FEN = 10_000_000_000n;

/** `row` and `column` count from 1, the head is row 1. */
export interface TableProblem {
  code: 'no-table' | 'unknown-item' | 'item-twice' | 'bad-deviation' | 'bad-days' | 'bad-price' | 'too-long';
  row: number;
  column: number;
}

/** The table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which Excel knows the encoding. */
export function writeBidTable(form: BidDraft, items: readonly TenderItem[]): string {
  const lines = items.map((item) => {
    const one = form.rows.find((row) => row.item === item.id);
    return [
      ...[item.id, item.name, item.requirement, one?.response ?? ''],
      ...[one?.deviation ? DEVIATIONS[one.deviation] : '', String(one?.deliveryDays ?? '')],
      ...[one?.unitPriceFen === undefined ? '' : yuan(one.unitPriceFen), one?.note ?? ''],
    ];
  });
  return '\ufeff' + [HEAD, ...lines].map((cells) => cells.map(quoted).join(',') + '\r\n').join('');
}

/**
 * Reads a table that was filled in: UTF-8 or GB18030, parted by comma, semicolon or tab, as Excel saves it.
 *
 * @returns the draft where nothing is wrong, or else every problem by row and column
 */
export function readBidTable(
  bytes: Uint8Array,
  items: readonly TenderItem[],
): { draft: BidDraft } | { problems: TableProblem[] } {
  const lines = cellsOf(decoded(bytes));
  const head = lines[0]?.map((cell) => cell.trim());
  if (!head || !HEAD.every((name, n) => head[n] === name)) {
    return { problems: [{ code: 'no-table', row: 1, column: 1 }] };
  }
  const known = new Set(items.map(({ id }) => id));
  const seen = new Set<string>();
  const problems: TableProblem[] = [];
  const rows: BidRow[] = [];
  lines.slice(1).forEach((raw, n) => {
    const cells = HEAD.map((_, column) => unguarded(raw[column] ?? '').trim());
    if (cells.every((cell) => cell === '')) return;
    const problem = (code: TableProblem['code'], column: number) =>
      void problems.push({ code, row: n + 2, column });
    const [item, , , response, deviationText, daysText, price, note] = cells as [
      ...[string, string, string, string],
      ...[string, string, string, string],
    ];
    if (!known.has(item)) problem('unknown-item', 1);
    else if (seen.has(item)) problem('item-twice', 1);
    seen.add(item);
    if (response.length > 2000) problem('too-long', 4);
    if (note.length > 500) problem('too-long', 8);
    const deviation = (['none', 'positive', 'negative'] as const).find(
      (one) => DEVIATIONS[one] === deviationText,
    );
    if (deviationText !== '' && !deviation) problem('bad-deviation', 5);
    const isDays = /^\d{1,4}$/.test(daysText) && Number(daysText) <= 3650;
    if (daysText !== '' && !isDays) problem('bad-days', 6);
    const unitPriceFen = fen(price);
    if (price !== '' && unitPriceFen === undefined) problem('bad-price', 7);
    rows.push({
      ...{ item, note, response },
      ...(deviation && { deviation }),
      ...(isDays && { deliveryDays: Number(daysText) }),
      ...(unitPriceFen !== undefined && { unitPriceFen }),
    });
  });
  return problems.length > 0 ? { problems } : { draft: { version: 1, rows } };
}

function yuan(amount: number): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
}

/** Yuan with at most two decimals, thousands parted or not. */
function fen(text: string): number | undefined {
  const match = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const amount = BigInt(match[1]!.replaceAll(',', '')) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
  return amount <= MAX_FEN ? Number(amount) : undefined;
}

/** A cell that begins like a formula would be one in a spreadsheet: an apostrophe keeps it a text. */
function quoted(cell: string): string {
  const safe = /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function cellsOf(text: string): string[][] {
  const head = /^[^\r\n]*/.exec(text)![0];
  const separator = [',', ';', '\t'].find((one) => head.split(one).length >= HEAD.length) ?? ',';
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
