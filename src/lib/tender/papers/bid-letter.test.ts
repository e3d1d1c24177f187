import { describe, expect, test } from 'vitest';
import { inspectPdf } from '../../pdf/sign';
import { glyphs } from '../../seal/testing';
import type { BidRow } from '../bid-form';
import type { TenderItem } from '../state';
import { NOW } from '../testing';
import { composeBidLetter, type BidLetter } from '.';
import { pagesOf } from '../../pdf/compose/testing';

const item = (n: number, over: Partial<TenderItem> = {}): TenderItem => ({
  ...{ id: `i${n}`, name: `路灯 ${n} 型`, unit: '盏', quantityMilli: 12_500, requirement: `功率 ${n} W` },
  ...over,
});
const row = (n: number, over: Partial<BidRow> = {}): BidRow => ({
  ...{
    item: `i${n}`,
    note: '',
    response: '满足',
    deviation: 'none',
    deliveryDays: 30,
    unitPriceFen: 100_010,
  },
  ...over,
});

function letter(items: TenderItem[], rows: BidRow[], over: Partial<BidLetter> = {}): BidLetter {
  return {
    tender: { number: 'YX-2026-001', title: '云溪大道路灯采购', items, clarifications: 0 },
    ...{ platform: '云溪电子招标采购平台', company: '云溪测试有限公司', creditCode: '91430600MA4L000000' },
    ...{ draft: { version: 1, rows }, madeAt: NOW },
    ...over,
  };
}

const composed = async (...given: Parameters<typeof letter>) =>
  pagesOf(await composeBidLetter(letter(...given), { glyphs }));

describe('a bid letter', () => {
  test('states the total in capitals and in figures, and who bids for what', async () => {
    const [first = ''] = await composed([item(1), item(2)], [row(1), row(2, { deliveryDays: 45 })]);
    const text = first.replaceAll(/\s/g, '');
    expect(text).toContain('致：云溪电子招标采购平台');
    expect(text).toContain('云溪测试有限公司（统一社会信用代码91430600MA4L000000）');
    expect(text).toContain('（大写）贰万伍仟零贰元伍角整（小写25,002.50元）');
    expect(text).toContain('最长交货期为45日');
    expect(text).toContain('无负偏离');
    for (const place of ['投标人（盖章）：', '法定代表人（签字或盖章）：', '日期：'])
      expect(text).toContain(place);
  });

  test('has each item’s price, delivery, response, deviation and note', async () => {
    const pages = await composed(
      [item(1, { lot: '一包' }), item(2)],
      [row(1), row(2, { deviation: 'negative', response: '功率 1.5 W', note: '节能' })],
      { date: NOW },
    );
    const text = pages.join('').replaceAll(/\s/g, '');
    expect(text).toContain('1一包路灯1型盏12.51,000.103012,501.25');
    expect(text).toContain('路灯2型功率2W功率1.5W负偏离节能');
    expect(text).toContain('全部偏离（含负偏离）');
    expect(text).toContain('投标总价（小写，元）25,002.50');
    expect(text).toContain('日期：2026年11月25日');
  });

  test('repeats the head of a table on every page, and loses no row', async () => {
    const numbers = Array.from({ length: 120 }, (_, i) => i + 1);
    const pages = await composed(
      numbers.map((n) => item(n)),
      numbers.map((n) => row(n)),
    );
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages.slice(1, -1)) expect(page).toMatch(/序号\s*名称/);
    const text = pages.join('');
    for (const n of numbers) expect(text.split(`路灯 ${n} 型`)).toHaveLength(3);
    expect(pages.at(-1)).toContain(`${pages.length} / ${pages.length}`);
  });

  test('cuts a row that is longer than a page', async () => {
    const requirement = Array.from({ length: 150 }, (_, i) => `第 ${i + 1} 条要求。`).join('\n');
    const pages = await composed([item(1), item(2, { requirement })], [row(1), row(2)]);
    const text = pages.join('');
    for (let n = 1; n <= 150; n += 1) expect(text).toContain(`第 ${n} 条要求。`);
  });

  test('is not made of a table that is not complete', async () => {
    const { response, ...rest } = row(1);
    const incomplete = letter([item(1)], [{ ...rest, response: response.slice(0, 0) }]);
    await expect(composeBidLetter(incomplete, { glyphs })).rejects.toMatchObject({
      code: 'incomplete-bid',
      detail: { problems: [{ code: 'no-response', item: 'i1' }] },
    });
  });

  test('is a document that can be sealed', async () => {
    const bytes = await composeBidLetter(letter([item(1)], [row(1)]), { glyphs });
    const summary = await inspectPdf(new Blob([new Uint8Array(bytes)]));
    expect(summary).toMatchObject({ pageCount: 2, signatures: 0, encrypted: false });
  });
});
