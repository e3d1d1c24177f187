import { composePdf, type Block } from '../../pdf/compose';
import type { GlyphSource } from '../../seal';
import { bidProblems, rowTotalFen, totalFen, type BidDraft, type BidRow } from '../bid-form';
import { capitals } from '../capitals';
import type { TenderItem } from '../state';
import { PaperError } from './error';
import { dayText, moneyText, quantityText } from './wording';

export interface BidLetter {
  tender: {
    number: string;
    title: string;
    items: readonly TenderItem[];
    ceilingFen?: number | undefined;
    /** how many were issued: the bidder has confirmed them all */
    clarifications: number;
  };
  /** whom the letter is to */
  platform: string;
  company: string;
  creditCode: string;
  draft: BidDraft;
  /** the day of the letter, ms since the epoch; room to write or stamp it is left where it is missing */
  date?: number;
  /** ms since the epoch */
  madeAt: number;
}

/** Room above each line, in points: a company's seal is 40 mm across, a legal representative's 20 mm. */
const ROOM = { company: 104, representative: 64, date: 40 };

const DEVIATIONS = { none: '无偏离', positive: '正偏离', negative: '负偏离' } as const;

/**
 * Composes the bid letter (投标函) with the detailed prices (明细价格) and the technical deviation table (技术偏离表),
 * ready to be sealed.
 *
 * @returns a PDF
 * @throws PaperError `incomplete-bid`; SealDesignError `glyph-data`
 */
export async function composeBidLetter(letter: BidLetter, o: { glyphs: GlyphSource }): Promise<Uint8Array> {
  const { tender, draft, company, madeAt } = letter;
  const problems = bidProblems(draft, tender.items, tender.ceilingFen);
  if (problems.length > 0) throw new PaperError('incomplete-bid', { problems });
  const byItem = new Map(draft.rows.map((row) => [row.item, row]));
  const rows = tender.items.map((item) => ({ item, row: byItem.get(item.id)! }));
  return composePdf(
    {
      title: `投标函 ${tender.number} ${company}`,
      language: 'zh-CN',
      footer: `${tender.number}\u3000${company}\u3000投标函`,
      made: new Date(madeAt),
      blocks: [
        ...letterBlocks(letter, rows),
        { kind: 'page' },
        { kind: 'title', text: '明细价格表', subtitle: `${tender.number}\u3000${tender.title}` },
        priceTable(rows, totalFen(draft, tender.items)),
        { kind: 'title', text: '技术偏离表', subtitle: `${tender.number}\u3000${tender.title}` },
        deviationTable(rows),
        {
          kind: 'places',
          places: [{ label: '投标人（盖章）：', value: company, roomPt: ROOM.company }, dateOf(letter)],
        },
      ],
    },
    o.glyphs,
  );
}

interface PricedRow {
  item: TenderItem;
  row: BidRow;
}

function letterBlocks(letter: BidLetter, rows: readonly PricedRow[]): Block[] {
  const { tender, company, creditCode, draft } = letter;
  const total = totalFen(draft, tender.items);
  const days = Math.max(...rows.map(({ row }) => row.deliveryDays ?? 0));
  const isDeviating = rows.some(({ row }) => row.deviation === 'negative');
  const confirmed = tender.clarifications > 0 ? `及 ${tender.clarifications} 份澄清文件` : '';
  const paragraphs = [
    `我方 ${company}（统一社会信用代码 ${creditCode}）已阅读${tender.title}（项目编号 ${tender.number}）` +
      `的招标公告、招标文件${confirmed}，愿意按其要求参加投标，现递交投标函并声明如下：`,
    `一、投标总价为人民币（大写）${capitals(total)}（小写 ${moneyText(total)} 元），明细见所附明细价格表。`,
    `二、最长交货期为 ${days} 日，各项交货期见所附明细价格表。`,
    isDeviating
      ? '三、我方对招标文件技术要求的响应及全部偏离（含负偏离）见所附技术偏离表，表中未列明的均按招标文件执行。'
      : '三、我方对招标文件技术要求的响应见所附技术偏离表，无负偏离，表中未列明的均按招标文件执行。',
    '四、投标截止时间前我方可以修改或放弃投标；投标截止时间后，我方受本投标函约束。',
    '五、本投标函及所附表格的内容真实、准确、完整，并经我方电子签章确认。',
  ];
  return [
    { kind: 'title', text: '投标函' },
    { kind: 'paragraph', text: `致：${letter.platform}` },
    ...paragraphs.map((text): Block => ({ kind: 'paragraph', text, indent: true })),
    {
      kind: 'places',
      places: [
        { label: '投标人（盖章）：', value: company, roomPt: ROOM.company },
        { label: '法定代表人（签字或盖章）：', roomPt: ROOM.representative },
        dateOf(letter),
      ],
    },
  ];
}

function dateOf({ date }: BidLetter) {
  const value = date === undefined ? {} : { value: dayText(date) };
  return { label: '日期：', ...value, roomPt: ROOM.date };
}

/** Lots are named where the tender has any. */
const hasLots = (rows: readonly PricedRow[]) => rows.some(({ item }) => item.lot !== undefined);
const lotColumn = (rows: readonly PricedRow[]) => (hasLots(rows) ? [{ title: '标包', width: 12 }] : []);
const lotCell = (rows: readonly PricedRow[], { lot }: TenderItem) => (hasLots(rows) ? [lot ?? ''] : []);

function priceTable(rows: readonly PricedRow[], total: number): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 7, align: 'center' },
      ...lotColumn(rows),
      { title: '名称', width: 30 },
      { title: '单位', width: 8, align: 'center' },
      { title: '数量', width: 13, align: 'right' },
      { title: '单价（元）', width: 17, align: 'right' },
      { title: '交货期（日）', width: 13, align: 'right' },
      { title: '合价（元）', width: 19, align: 'right' },
    ],
    rows: rows.map(({ item, row }, i) => [
      `${i + 1}`,
      ...lotCell(rows, item),
      ...[item.name, item.unit, quantityText(item.quantityMilli), moneyText(row.unitPriceFen!)],
      ...[`${row.deliveryDays!}`, moneyText(rowTotalFen(row, item)!)],
    ]),
    totals: [
      { label: '投标总价（小写，元）', value: moneyText(total) },
      { label: `投标总价（大写）：人民币${capitals(total)}` },
    ],
  };
}

function deviationTable(rows: readonly PricedRow[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 7, align: 'center' },
      ...lotColumn(rows),
      { title: '名称', width: 18 },
      { title: '技术参数 / 具体要求', width: 32 },
      { title: '投标响应', width: 32 },
      { title: '偏离', width: 10, align: 'center' },
      { title: '备注', width: 16 },
    ],
    rows: rows.map(({ item, row }, i) => [
      ...[`${i + 1}`, ...lotCell(rows, item), item.name, item.requirement, row.response],
      ...[DEVIATIONS[row.deviation!], row.note],
    ]),
  };
}
