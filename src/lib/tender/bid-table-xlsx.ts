import { rowTotalFen, type BidDraft } from './bid-form';
import { DEVIATIONS, HEAD, linesOf, readLines, type TableReading } from './bid-table';
import type { TenderItem } from './state';
import { readSheet, writeSheet } from './xlsx';

const WIDTHS = [10, 22, 40, 40, 10, 12, 14, 24];

/** The table as a workbook: quantities and the sums of its rows stand right of what is read back. */
export function writeBidWorkbook(form: BidDraft, items: readonly TenderItem[]): Uint8Array<ArrayBuffer> {
  const rows = linesOf(form, items).map((line, n) => {
    const item = items[n]!;
    const row = form.rows.find((one) => one.item === item.id);
    const price = row?.unitPriceFen;
    const total = row && rowTotalFen(row, item);
    return [
      ...line.slice(0, 5),
      row?.deliveryDays,
      price === undefined ? undefined : price / 100,
      line[7],
      item.quantityMilli / 1000,
      item.unit,
      {
        formula: `IF(G${n + 2}="","",ROUND(G${n + 2}*I${n + 2},2))`,
        value: total === undefined ? undefined : total / 100,
      },
    ];
  });
  const columns = HEAD.map((title, n) => ({
    ...{ title, width: WIDTHS[n]! },
    style: n === 5 ? ('whole' as const) : n === 6 ? ('money' as const) : ('text' as const),
    ...(n === 4 && { choices: Object.values(DEVIATIONS) }),
  }));
  return writeSheet({
    name: '技术偏离表',
    columns: [
      ...columns,
      { title: '数量', style: 'general', width: 12 },
      { title: '单位', style: 'text', width: 8 },
      { title: '明细价格(元)', style: 'money', width: 16 },
    ],
    rows,
  });
}

/** Reads a workbook that was filled in, its first sheet. @throws WorkbookError */
export function readBidWorkbook(bytes: Uint8Array, items: readonly TenderItem[]): TableReading {
  return readLines(readSheet(bytes), items);
}
