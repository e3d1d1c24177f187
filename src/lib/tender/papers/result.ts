import { composePdf, type Block } from '../../pdf/compose';
import type { GlyphSource } from '../../seal';
import { capitals } from '../capitals';
import { dayText, instantText, moneyText } from './wording';

interface AwardedTender {
  number: string;
  title: string;
  /** who answers questions */
  contact: { name: string; phone: string };
}

interface Winner {
  company: string;
  amountFen: number;
  delivery?: string | undefined;
}

export interface ResultPaper {
  platform: string;
  tender: AwardedTender;
  evaluation: 'lowest-price' | 'scored';
  /** none: the tender has failed (流标) */
  winners: readonly Winner[];
  /** who has bid and did not win */
  others: readonly { company: string; reason: string }[];
  /** instants are ms since the epoch; of the platform's clock */
  awardedAt: number;
  madeAt: number;
}

export interface AwardNotice extends Pick<ResultPaper, 'platform' | 'tender' | 'awardedAt' | 'madeAt'> {
  winner: Winner & { creditCode: string };
}

interface PaperOptions {
  glyphs: GlyphSource;
  /** IANA name; Beijing's where it is left out */
  timeZone?: string;
}

const METHODS = { 'lowest-price': '最低评标价法', scored: '综合评分法' } as const;
const SEAL_ROOM = 104;
const DATE_ROOM = 36;

/**
 * Composes the result (成交结果公告) for everybody.
 *
 * @returns a PDF
 * @throws SealDesignError `glyph-data`
 */
export async function composeResult(result: ResultPaper, o: PaperOptions): Promise<Uint8Array> {
  const { tender, winners, others, awardedAt } = result;
  const blocks: Block[] = [
    { kind: 'title', text: '成交结果公告', subtitle: `${tender.number}\u3000${tender.title}` },
    {
      kind: 'facts',
      facts: [
        { label: '公布时间', value: instantText(awardedAt, o) },
        { label: '评审方法', value: METHODS[result.evaluation] },
        { label: '联系人', value: `${tender.contact.name}\u3000${tender.contact.phone}` },
      ],
    },
    { kind: 'heading', level: 3, text: winners.length > 0 ? '成交供应商' : '结果' },
    winners.length > 0 ? winnerTable(winners) : { kind: 'text', text: '本项目没有成交供应商，流标。' },
    ...(others.length === 0 ? [] : othersBlocks(others)),
    sealPlace(result, o),
  ];
  return compose('成交结果公告', result, blocks, o);
}

/**
 * Composes the notice to one that has won (中标通知书).
 *
 * @returns a PDF
 * @throws SealDesignError `glyph-data`
 */
export async function composeAwardNotice(notice: AwardNotice, o: PaperOptions): Promise<Uint8Array> {
  const { tender, winner, awardedAt } = notice;
  const delivery = winner.delivery ? `，交货期${winner.delivery}` : '';
  const paragraphs = [
    `贵方参加的${tender.title}（项目编号 ${tender.number}）经评审，确定贵方为中标（成交）供应商。`,
    `中标（成交）金额：人民币（大写）${capitals(winner.amountFen)}（小写 ${moneyText(winner.amountFen)} 元）${delivery}。`,
    `结果已于 ${instantText(awardedAt, o)} 公布。请持本通知书与采购人联系签订合同。` +
      `联系人：${tender.contact.name}，电话：${tender.contact.phone}。`,
  ];
  const blocks: Block[] = [
    { kind: 'title', text: '中标通知书', subtitle: `${tender.number}\u3000${tender.title}` },
    { kind: 'paragraph', text: `${winner.company}（统一社会信用代码 ${winner.creditCode}）：` },
    ...paragraphs.map((text): Block => ({ kind: 'paragraph', text, indent: true })),
    { kind: 'paragraph', text: '特此通知。', indent: true },
    sealPlace(notice, o),
  ];
  return compose('中标通知书', notice, blocks, o);
}

function compose(
  name: string,
  { tender, madeAt }: Pick<ResultPaper, 'tender' | 'madeAt'>,
  blocks: Block[],
  o: PaperOptions,
): Promise<Uint8Array> {
  return composePdf(
    {
      ...{ title: `${name} ${tender.number}`, language: 'zh-CN', blocks, made: new Date(madeAt) },
      footer: `${name}\u3000${tender.number}\u3000生成时间 ${instantText(madeAt, o)}`,
    },
    o.glyphs,
  );
}

function sealPlace(
  { platform, awardedAt }: Pick<ResultPaper, 'platform' | 'awardedAt'>,
  o: PaperOptions,
): Block {
  return {
    kind: 'places',
    places: [
      { label: '采购平台（盖章）：', value: platform, roomPt: SEAL_ROOM },
      { label: '日期：', value: dayText(awardedAt, o.timeZone), roomPt: DATE_ROOM },
    ],
  };
}

function winnerTable(winners: readonly Winner[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 7, align: 'center' },
      { title: '成交供应商', width: 44 },
      { title: '成交金额（元）', width: 24, align: 'right' },
      { title: '大写', width: 44 },
    ],
    rows: winners.map(({ company, amountFen }, i) => [
      ...[`${i + 1}`, company, moneyText(amountFen), `人民币${capitals(amountFen)}`],
    ]),
  };
}

function othersBlocks(others: ResultPaper['others']): Block[] {
  return [
    { kind: 'heading', level: 3, text: '未成交供应商' },
    {
      kind: 'table',
      columns: [
        { title: '序号', width: 7, align: 'center' },
        { title: '供应商', width: 44 },
        { title: '未成交原因', width: 68 },
      ],
      rows: others.map(({ company, reason }, i) => [`${i + 1}`, company, reason]),
    },
  ];
}
