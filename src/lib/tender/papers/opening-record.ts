import type { RecordId } from '../../ledger';
import { composePdf, type Block } from '../../pdf/compose';
import type { GlyphSource } from '../../seal';
import type { BidRefusal } from '../opening';
import type { EnvelopeOutcome } from '../secrecy';
import type { OpenedBid } from '../state';
import { digestText, instantText, moneyText } from './wording';

export interface OpeningPaper {
  platform: string;
  /** instants are ms since the epoch, by the platform's clock; `recipient`: the opening key, `age1…` */
  tender: {
    id: RecordId;
    number: string;
    title: string;
    bidsUntil: number;
    opensAt: number;
    recipient: string;
    threshold: number;
  };
  openedAt: number;
  /** `commitment`: SHA-256 of the member's share, base64url; `published`: whether the share is in the open */
  committee: readonly { name: string; commitment: string; published: boolean }[];
  /** all of them, in the platform's order; `receivedAt`: by the platform's clock */
  bids: readonly (OpenedBid & { receivedAt: number })[];
  objections: readonly { by: string; at: number; text: string }[];
  /** who keeps the record (记录人) */
  recorder: string;
  /** ms since the epoch */
  madeAt: number;
}

const STATUSES: Readonly<Record<OpenedBid['status'], string>> = {
  opened: '已开启',
  superseded: '已被后一份替代',
  withdrawn: '已放弃投标',
  late: '逾期未开启',
  unreadable: '无法开启',
  invalid: '无效',
};

type Reason = BidRefusal | Extract<EnvelopeOutcome, { reason: unknown }>['reason'];

/** What `openTender` calls the reasons; others are written as they are. */
const REASONS: Readonly<Record<Reason, string>> = {
  'no-file': '平台上没有该信封的文件',
  'not-decrypted': '不能用本项目的开标密钥解密',
  malformed: '内容不符合格式',
  'wrong-tender': '为其他项目制作',
  copied: '复制自他人的信封',
  'bad-signature': '签名不符',
  'other-company': '名称或统一社会信用代码与数字证书不符',
  certificate: '数字证书在递交时无效，或不属于该供应商',
  'unknown-supplier': '供应商不在平台登记',
  'other-supplier': '数字证书不属于该供应商',
  'unknown-certificate': '数字证书没有平台的签发记录',
  untrusted: '数字证书不能验证到平台根证书',
  'not-yet-valid': '递交时数字证书尚未生效',
  expired: '递交时数字证书已过期',
  revoked: '递交时数字证书已被吊销',
  'not-approved': '递交时供应商未经审核通过',
  'not-invited': '不在受邀名单中',
  'not-accepted': '没有接受邀请',
  'no-price': '没有报价，或报价超出范围',
};

const LINE_ROOM = 34;

/**
 * Composes the record of an opening (开标记录): every envelope, whatever became of it, and what anybody needs to check
 * that none was left out.
 *
 * @param o.timeZone IANA name; Beijing's where it is left out
 * @returns a PDF, to be signed with `signPaper`
 * @throws SealDesignError `glyph-data`
 */
export async function composeOpeningRecord(
  opening: OpeningPaper,
  o: { glyphs: GlyphSource; timeZone?: string },
): Promise<Uint8Array> {
  const { tender, committee, objections, madeAt } = opening;
  const time = (at: number) => instantText(at, o);
  const blocks: Block[] = [
    { kind: 'title', text: '开标记录', subtitle: `${tender.number}\u3000${tender.title}` },
    {
      kind: 'facts',
      facts: [
        { label: '电子平台', value: opening.platform },
        { label: '投标截止时间', value: time(tender.bidsUntil) },
        { label: '规定开标时间', value: time(tender.opensAt) },
        { label: '实际开标时间', value: time(opening.openedAt) },
        { label: '信封', value: countsOf(opening) },
        { label: '项目记录编号', value: tender.id },
      ],
    },
    { kind: 'heading', level: 3, text: '唱标一览' },
    bidTable(opening, o.timeZone),
    { kind: 'heading', level: 3, text: '异议' },
    ...(objections.length === 0
      ? [{ kind: 'text' as const, text: '无。' }]
      : [objectionTable(objections, time)]),
    { kind: 'heading', level: 3, text: '开标密钥' },
    {
      kind: 'text',
      text:
        `开标密钥由 ${committee.length} 名开标委员会成员分持，${tender.threshold} 名成员到场即可开启。` +
        '成员提交的密钥份额已随开标公布：任何人可据此取得开标密钥，自行解密全部信封，核对有无遗漏或改动。',
    },
    { kind: 'facts', facts: [{ label: '加密公钥', value: tender.recipient }] },
    shareTable(committee),
    {
      kind: 'places',
      places: [
        ...committee.map(({ name }) => ({ label: `开标委员会 ${name}（签字）：`, roomPt: LINE_ROOM })),
        { label: `记录人 ${opening.recorder}（签字）：`, roomPt: LINE_ROOM },
        { label: '日期：', roomPt: LINE_ROOM },
      ],
    },
  ];
  return composePdf(
    {
      title: `开标记录 ${tender.number}`,
      language: 'zh-CN',
      footer: `开标记录\u3000${tender.number}\u3000生成时间 ${time(madeAt)}`,
      made: new Date(madeAt),
      blocks,
    },
    o.glyphs,
  );
}

function countsOf({ bids }: OpeningPaper): string {
  const count = (status: OpenedBid['status']) => bids.filter((bid) => bid.status === status).length;
  const words = Object.entries(STATUSES).flatMap(([status, word]) => {
    const n = count(status as OpenedBid['status']);
    return n > 0 ? [`${word} ${n} 份`] : [];
  });
  return `共收到 ${bids.length} 份${words.length > 0 ? `，其中${words.join('，')}` : ''}`;
}

function bidTable({ bids }: OpeningPaper, timeZone: string | undefined): Block {
  if (bids.length === 0) return { kind: 'text', text: '至投标截止时间未收到信封。' };
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 7, align: 'center' },
      { title: '投标人', width: 26 },
      { title: '投标总价（元）', width: 18, align: 'right' },
      { title: '交货期', width: 12 },
      { title: '结果', width: 20 },
      { title: '平台接收时间 / 信封记录编号', width: 34 },
    ],
    rows: bids.map(({ company, totalFen, delivery, status, reason, receivedAt, envelope }, i) => [
      `${i + 1}`,
      company ?? '—',
      ...(status === 'opened' ? [moneyText(totalFen!), delivery ?? '—'] : ['—', '—']),
      reason ? `${STATUSES[status]}：${reasonText(reason)}` : STATUSES[status],
      `${instantText(receivedAt, { timeZone, exact: true, zone: false })}\n${envelope}`,
    ]),
  };
}

function reasonText(reason: string): string {
  return Object.hasOwn(REASONS, reason) ? REASONS[reason as Reason] : reason;
}

function objectionTable(objections: OpeningPaper['objections'], time: (at: number) => string): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 7, align: 'center' },
      { title: '提出人', width: 24 },
      { title: '时间', width: 26 },
      { title: '内容', width: 58 },
    ],
    rows: objections.map(({ by, at, text }, i) => [`${i + 1}`, by, time(at), text]),
  };
}

function shareTable(committee: OpeningPaper['committee']): Block {
  return {
    kind: 'table',
    columns: [
      { title: '成员', width: 22 },
      { title: '份额', width: 12, align: 'center' },
      { title: '份额摘要 SHA-256', width: 80 },
    ],
    rows: committee.map(({ name, commitment, published }) => [
      name,
      published ? '已公布' : '未提交',
      digestText(commitment),
    ]),
  };
}
