import type { RecordId } from '../../ledger';
import { composePdf, type Block } from '../../pdf/compose';
import { qrMatrix } from '../../qr';
import type { GlyphSource } from '../../seal';
import type { BlobId } from '../../sync';
import { bytesText, digestText, instantText, moneyText } from './wording';

/** What the platform has answered when an envelope came in, and what only the bidder knows of it. */
export interface DeliveredEnvelope {
  platform: { id: string; name: string };
  /** `bidsUntil`: the deadline as it was when this came, ms since the epoch */
  tender: { id: RecordId; number: string; title: string; bidsUntil: number };
  company: string;
  creditCode: string;
  sent: 'bid' | 'change' | 'withdrawal';
  /** of the record that brought it */
  record: RecordId;
  /** in the platform's order of all its records, where the platform has told it */
  position?: number | undefined;
  /** by the platform's clock, ms since the epoch */
  receivedAt: number;
  late: boolean;
  blob: BlobId;
  bytes: number;
  /** left out for a withdrawal */
  totalFen?: number | undefined;
  /** `sha256`: of the document itself, base64url */
  files: readonly { name: string; bytes: number; sha256: string }[];
  /** how far the device's clock is behind the platform's, ms; see `ClockOffset`. Missing where it was never measured */
  clock?: { offsetMs: number; uncertaintyMs: number } | undefined;
  /** ms since the epoch */
  madeAt: number;
}

const SENT = { bid: '投标', change: '修改投标', withdrawal: '放弃投标' } as const;
const RECEIVED = { bid: '投标文件', change: '修改后的投标文件', withdrawal: '放弃投标的声明' } as const;

/**
 * Composes the receipt (投标回执) of an envelope that the platform has.
 *
 * @param o.timeZone IANA name; Beijing's where it is left out
 * @returns a PDF, to be signed with `signPaper`
 * @throws SealDesignError `glyph-data`
 */
export async function composeReceipt(
  envelope: DeliveredEnvelope,
  o: { glyphs: GlyphSource; timeZone?: string },
): Promise<Uint8Array> {
  const { tender, platform, receivedAt, late, sent, files } = envelope;
  const time = (at: number) => instantText(at, { timeZone: o.timeZone, exact: true });
  const blocks: Block[] = [
    { kind: 'title', text: '投标回执', subtitle: `${tender.number}\u3000${tender.title}` },
    {
      kind: 'verdict',
      tone: late ? 'invalid' : 'valid',
      word: late ? '逾期送达' : '按时送达',
      text: late
        ? `平台接收时间晚于投标截止时间 ${gapText(receivedAt - tender.bidsUntil)}，开标时不予开启。`
        : `平台已于投标截止时间前 ${gapText(tender.bidsUntil - receivedAt)} 收到${RECEIVED[sent]}。`,
    },
    { kind: 'heading', level: 3, text: '送达' },
    {
      kind: 'facts',
      facts: [
        { label: '平台接收时间', value: time(receivedAt) },
        { label: '投标截止时间', value: time(tender.bidsUntil) },
        { label: '递交内容', value: SENT[sent] },
        { label: '电子平台', value: platform.name },
        ...(envelope.position === undefined
          ? []
          : [{ label: '平台记录序号', value: `第 ${envelope.position} 条` }]),
        { label: '记录编号', value: envelope.record },
        { label: '项目记录编号', value: tender.id },
        { label: '设备时钟', value: clockText(envelope.clock) },
      ],
    },
    { kind: 'heading', level: 3, text: '加密投标文件（信封）' },
    {
      kind: 'facts',
      facts: [
        { label: '摘要 SHA-256', value: digestText(envelope.blob) },
        { label: '文件编号', value: envelope.blob },
        { label: '大小', value: bytesText(envelope.bytes) },
      ],
    },
    { kind: 'heading', level: 3, text: '投标人' },
    {
      kind: 'facts',
      facts: [
        { label: '名称', value: envelope.company },
        { label: '统一社会信用代码', value: envelope.creditCode },
        ...(envelope.totalFen === undefined
          ? []
          : [{ label: '投标总价', value: `人民币 ${moneyText(envelope.totalFen)} 元` }]),
      ],
    },
    ...(files.length === 0 ? [] : [fileTable(files)]),
    { kind: 'heading', level: 3, text: '核对' },
    await codeOf(envelope),
  ];
  return composePdf(
    {
      title: `投标回执 ${tender.number}`,
      language: 'zh-CN',
      footer: `投标回执\u3000${tender.number}\u3000生成时间 ${instantText(envelope.madeAt, o)}`,
      made: new Date(envelope.madeAt),
      blocks,
    },
    o.glyphs,
  );
}

function fileTable(files: DeliveredEnvelope['files']): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 8, align: 'center' },
      { title: '投标附件', width: 40 },
      { title: '大小', width: 18, align: 'right' },
      { title: '文件摘要 SHA-256', width: 44 },
    ],
    rows: files.map(({ name, bytes, sha256 }, i) => [`${i + 1}`, name, bytesText(bytes), digestText(sha256)]),
  };
}

/** What the code says: a line each, so that a person can read it too. */
export function receiptText(o: DeliveredEnvelope): string {
  return [
    'suiyin receipt 1',
    `platform ${o.platform.id}`,
    `tender ${o.tender.id}`,
    `record ${o.record}`,
    ...(o.position === undefined ? [] : [`position ${o.position}`]),
    `received ${new Date(o.receivedAt).toISOString()}`,
    `blob ${o.blob}`,
    `bytes ${o.bytes}`,
  ].join('\n');
}

async function codeOf(envelope: DeliveredEnvelope): Promise<Block> {
  const { size, modules } = await qrMatrix(receiptText(envelope), { level: 'M' });
  const text =
    '二维码所含文字与上列记录编号、接收时间和信封摘要相同。任何人均可在平台的公开记录中找到该记录，' +
    '核对记录编号、信封摘要和接收时间；记录编号是记录内容的 SHA-256，信封摘要是信封文件的 SHA-256，' +
    '二者改动一个字节即不相符。本回执由投标人的设备根据平台的答复生成并附电子签名，接收时间以平台记录为准。\n' +
    '平台上的信封不显示投标人，本回执则写明了投标人：开标前请妥善保管，勿交给他人。';
  return { kind: 'code', size, modules, text };
}

/** `3 天 4 小时`, `12 分 5 秒`, `0.250 秒`: the two largest units. @param ms not negative */
function gapText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(3)} 秒`;
  const units = [
    ['天', 86_400_000],
    ['小时', 3_600_000],
    ['分', 60_000],
    ['秒', 1000],
  ] as const;
  const first = units.findIndex(([, size]) => ms >= size);
  let rest = ms;
  const words = units.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? `${count} ${unit}` : '';
  });
  return words.filter((word) => word !== '').join(' ');
}

function clockText(clock: DeliveredEnvelope['clock']): string {
  if (!clock) return '未能与平台比对';
  const seconds = (ms: number) => (Math.abs(ms) / 1000).toFixed(3);
  const accuracy = `（误差不超过 ${seconds(clock.uncertaintyMs)} 秒）`;
  if (Math.abs(clock.offsetMs) <= clock.uncertaintyMs) return `与平台时间一致${accuracy}`;
  return `比平台${clock.offsetMs > 0 ? '慢' : '快'} ${seconds(clock.offsetMs)} 秒${accuracy}`;
}
