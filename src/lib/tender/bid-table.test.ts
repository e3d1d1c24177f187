import { expect, it } from 'vitest';
import { bidProblems, newBidDraft, readBidDraft, rowTotalFen, type BidDraft } from './bid-form';
import { readBidTable, writeBidTable } from './bid-table-csv';

const items = [{ id: 'i1', name: '路灯, "大"', unit: '盏', quantityMilli: 2500, requirement: '一\n二' }];
const form: BidDraft = {
  version: 1,
  rows: [
    { item: 'i1', note: '=1+1', response: '好', deviation: 'none', deliveryDays: 9, unitPriceFen: 12345 },
  ],
};

it('comes back from CSV as it went', () => {
  const csv = writeBidTable(form, items);
  expect(csv).toContain("'=1+1");
  expect(readBidTable(new TextEncoder().encode(csv), items)).toEqual({ draft: form });
});

it('reads semicolons and tells errors by row and column', () => {
  const csv = '编号;名称;技术参数/具体要求;响应;偏离;交货期(天);单价(元);备注\r\nx;;;;;;1.234;\r\n';
  expect(readBidTable(new TextEncoder().encode(csv), items)).toEqual({
    problems: [
      { code: 'unknown-item', row: 2, column: 1 },
      { code: 'bad-price', row: 2, column: 7 },
    ],
  });
});

it('has exact totals, half a fen upwards', () => {
  expect(rowTotalFen(form.rows[0]!, items[0]!)).toBe(30863);
});

it('tells what is missing', () => {
  expect(bidProblems(form, items)).toEqual([]);
  expect(bidProblems(form, items, 30862)).toEqual([{ code: 'above-ceiling' }]);
  expect(bidProblems(newBidDraft(items), items).map(({ code }) => code)).toEqual([
    ...['no-response', 'no-deviation', 'no-delivery', 'no-price'],
  ]);
});

it('reads no draft that breaks the schema', () => {
  expect(readBidDraft(JSON.stringify(form))).toEqual(form);
  expect(readBidDraft('{"version":1,"rows":[{}]}')).toBeUndefined();
});
