import type { BidDraft, BidRow } from './bid-form';
import { fenOfText, yuanText } from './money-text';
import type { TenderItem } from './state';

/** The columns of the deviation table in a file. Further ones at the right are nobody's business. */
export const HEAD = ['编号', '名称', '技术参数/具体要求', '响应', '偏离', '交货期(天)', '单价(元)', '备注'];
export const DEVIATIONS = { none: '无偏离', positive: '正偏离', negative: '负偏离' } as const;

/** `row` and `column` count from 1, the head is row 1. */
export interface TableProblem {
  code: 'no-table' | 'unknown-item' | 'item-twice' | 'bad-deviation' | 'bad-days' | 'bad-price' | 'too-long';
  row: number;
  column: number;
}

export type TableReading = { draft: BidDraft } | { problems: TableProblem[] };

/** The cells of a table below its head, a line an item. */
export function linesOf(form: BidDraft, items: readonly TenderItem[]): string[][] {
  return items.map((item) => {
    const one = form.rows.find((row) => row.item === item.id);
    return [
      ...[item.id, item.name, item.requirement, one?.response ?? ''],
      ...[one?.deviation ? DEVIATIONS[one.deviation] : '', String(one?.deliveryDays ?? '')],
      ...[one?.unitPriceFen === undefined ? '' : yuanText(one.unitPriceFen), one?.note ?? ''],
    ];
  });
}

/**
 * Reads the lines of a table that was filled in, its head first.
 *
 * @returns the draft where nothing is wrong, or else every problem by row and column
 */
export function readLines(lines: readonly (readonly string[])[], items: readonly TenderItem[]): TableReading {
  const head = lines[0]?.map((cell) => cell.trim());
  if (!head || !HEAD.every((name, n) => head[n] === name)) {
    return { problems: [{ code: 'no-table', row: 1, column: 1 }] };
  }
  const known = new Set(items.map(({ id }) => id));
  const seen = new Set<string>();
  const problems: TableProblem[] = [];
  const rows: BidRow[] = [];
  lines.slice(1).forEach((raw, n) => {
    const cells = HEAD.map((_, column) => (raw[column] ?? '').trim());
    if (cells.every((cell) => cell === '')) return;
    const item = cells[0]!;
    const problem = (code: TableProblem['code'], column: number) =>
      void problems.push({ code, row: n + 2, column });
    if (!known.has(item)) problem('unknown-item', 1);
    else if (seen.has(item)) problem('item-twice', 1);
    seen.add(item);
    rows.push(readRow(cells, problem));
  });
  return problems.length > 0 ? { problems } : { draft: { version: 1, rows } };
}

function readRow(
  cells: readonly string[],
  problem: (code: TableProblem['code'], column: number) => void,
): BidRow {
  const [item, , , response, deviationText, daysText, price, note] = cells as [
    ...[string, string, string, string],
    ...[string, string, string, string],
  ];
  if (response.length > 2000) problem('too-long', 4);
  if (note.length > 500) problem('too-long', 8);
  const deviation = (['none', 'positive', 'negative'] as const).find(
    (one) => DEVIATIONS[one] === deviationText,
  );
  if (deviationText !== '' && !deviation) problem('bad-deviation', 5);
  const deliveryDays = daysOfText(daysText);
  if (daysText !== '' && deliveryDays === undefined) problem('bad-days', 6);
  const unitPriceFen = fenOfText(price);
  if (price !== '' && unitPriceFen === undefined) problem('bad-price', 7);
  return {
    ...{ item, note, response },
    ...(deviation && { deviation }),
    ...(deliveryDays !== undefined && { deliveryDays }),
    ...(unitPriceFen !== undefined && { unitPriceFen }),
  };
}

/** @returns whole days up to ten years; undefined for anything else */
export function daysOfText(text: string): number | undefined {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) <= 3650 ? Number(text) : undefined;
}
