import * as v from 'valibot';
import type { TenderItem } from './state';

const MAX_FEN = 10_000_000_000;
const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_FEN));
const words = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** A row of the technical deviation table (技术偏离表). What is not filled in yet is missing. */
const row = v.strictObject({
  item: words(40),
  /** 备注 */
  note: words(500),
  response: words(2000),
  deviation: v.optional(v.picklist(['none', 'positive', 'negative'])),
  /** 交货期 */
  deliveryDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650))),
  unitPriceFen: v.optional(amount),
});

export const bidDraftSchema = v.strictObject({
  version: v.literal(1),
  rows: v.pipe(v.array(row), v.maxLength(200)),
});

export type BidRow = v.InferOutput<typeof row>;
export type BidDraft = v.InferOutput<typeof bidDraftSchema>;

export function newBidDraft(items: readonly TenderItem[]): BidDraft {
  return { version: 1, rows: items.map(({ id }) => ({ item: id, note: '', response: '' })) };
}

/** @returns the draft that a JSON text holds, or undefined where it is none */
export function readBidDraft(json: string): BidDraft | undefined {
  try {
    const read = v.safeParse(bidDraftSchema, JSON.parse(json));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

/** Unit price × quantity in whole fen, half a fen upwards; undefined without a price. */
export function rowTotalFen(bid: BidRow, item: TenderItem): number | undefined {
  if (bid.unitPriceFen === undefined) return undefined;
  // Prices times thousandths outgrow the integers of a number.
  return Number((BigInt(bid.unitPriceFen) * BigInt(item.quantityMilli) + 500n) / 1000n);
}

export function totalFen(form: BidDraft, items: readonly TenderItem[]): number {
  const byId = new Map(items.map((item) => [item.id, item]));
  return form.rows.reduce((sum, one) => {
    const item = byId.get(one.item);
    return sum + ((item && rowTotalFen(one, item)) ?? 0);
  }, 0);
}

export interface BidProblem {
  code:
    | 'row-missing'
    | 'row-unknown'
    | 'no-response'
    | 'no-deviation'
    | 'no-delivery'
    | 'no-price'
    | 'above-ceiling'
    | 'total-too-large';
  /** missing where it is about the whole */
  item?: string;
}

/** @returns what is missing or wrong, in the order of the items; empty where the table is complete */
export function bidProblems(form: BidDraft, items: readonly TenderItem[], ceilingFen?: number): BidProblem[] {
  const problems: BidProblem[] = [];
  for (const { id } of items) {
    const rows = form.rows.filter(({ item }) => item === id);
    if (rows.length !== 1) {
      problems.push({ code: rows.length === 0 ? 'row-missing' : 'row-unknown', item: id });
      continue;
    }
    const one = rows[0]!;
    if (one.response.trim() === '') problems.push({ code: 'no-response', item: id });
    if (one.deviation === undefined) problems.push({ code: 'no-deviation', item: id });
    if (one.deliveryDays === undefined) problems.push({ code: 'no-delivery', item: id });
    if (!one.unitPriceFen) problems.push({ code: 'no-price', item: id });
  }
  const known = new Set(items.map(({ id }) => id));
  for (const { item } of form.rows) if (!known.has(item)) problems.push({ code: 'row-unknown', item });
  const total = totalFen(form, items);
  if (ceilingFen !== undefined && total > ceilingFen) problems.push({ code: 'above-ceiling' });
  if (total > MAX_FEN) problems.push({ code: 'total-too-large' });
  return problems;
}
