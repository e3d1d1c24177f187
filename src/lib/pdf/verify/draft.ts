/** Files written byte by byte, signed as they stand, for forgeries of what a file is made of. */
import { buildSignedData, signedDataSizeBound } from '../../pki';
import { latin1, type Company } from './testing';

const RANGE = `[${' '.repeat(60)}]`;

interface Section {
  /** entries beside those of the objects that were written since the last section: the row without its line end */
  rows?: Readonly<Record<number, string>>;
  /** entries of the trailer, in place of `/Root 1 0 R` */
  trailer?: string;
  /** null: no entry */
  prev?: number | null;
  size?: number;
  startxref?: number;
  /** rows once more, in a subsection behind */
  twice?: number;
}

/** A file as it grows. */
export class Draft {
  text: string;
  /** where the last section starts */
  startxref: number | undefined;
  #written = new Map<number, { offset: number; gen: number }>();
  #size = 0;

  constructor(text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', from?: Draft) {
    this.text = text;
    this.startxref = from?.startxref;
    this.#size = from ? from.#size : 0;
  }

  /** A file that goes on behind `text`, which is this one after signing. */
  after(text: string): Draft {
    return new Draft(text, this);
  }

  object(num: number, body: string, gen = 0): this {
    this.#written.set(num, { offset: this.text.length, gen });
    this.#size = Math.max(this.#size, num + 1);
    return this.raw(`${num} ${gen} obj\n${body}\nendobj\n`);
  }

  objects(objects: Readonly<Record<number, string>>): this {
    for (const [num, body] of Object.entries(objects)) this.object(Number(num), body);
    return this;
  }

  raw(text: string): this {
    this.text += text;
    return this;
  }

  /** A table with its trailer, and the end of the file. */
  table(o: Section = {}): this {
    const start = this.text.length;
    this.raw(this.tableText(o));
    this.startxref = start;
    return this.raw(`startxref\n${o.startxref ?? start}\n%%EOF\n`);
  }

  /** A table with its trailer alone, of what was written since the last one. */
  tableText({
    rows = {},
    trailer = '/Root 1 0 R',
    prev = this.startxref ?? null,
    size,
    twice,
  }: Section): string {
    const all = new Map<number, string>();
    if (this.startxref === undefined) all.set(0, '0000000000 65535 f');
    for (const [num, { offset, gen }] of this.#written) all.set(num, rowOf(offset, gen));
    for (const [num, row] of Object.entries(rows)) all.set(Number(num), row);
    this.#written.clear();
    const nums = [...all.keys()].sort((a, b) => a - b);
    if (twice !== undefined) nums.push(twice);
    const listed = nums.map((num) => `${num} 1\n${all.get(num) ?? ''} \n`).join('');
    const chain = prev === null ? '' : ` /Prev ${prev}`;
    return `xref\n${listed}trailer\n<< /Size ${size ?? this.#size}${chain} ${trailer} >>\n`;
  }

  /**
   * A cross-reference stream of what was written since the last section, and the end of the file.
   *
   * @param num     its own number
   * @param members numbers of objects in object streams, by the streams' numbers
   */
  stream(num: number, members: Readonly<Record<number, number[]>> = {}, trailer = '/Root 1 0 R'): this {
    const start = this.text.length;
    const rows = new Map([[num, row(1, start, 0)]]);
    for (const [each, { offset, gen }] of this.#written) rows.set(each, row(1, offset, gen));
    for (const [stream, nums] of Object.entries(members)) {
      for (const [index, member] of nums.entries()) rows.set(member, row(2, Number(stream), index));
    }
    if (this.startxref === undefined) rows.set(0, row(0, 0, 0));
    this.#written.clear();
    const nums = [...rows.keys()].sort((a, b) => a - b);
    this.#size = Math.max(this.#size, ...nums.map((each) => each + 1));
    const data = nums.map((each) => rows.get(each) ?? '').join('');
    const index = nums.map((each) => `${each} 1`).join(' ');
    const prev = this.startxref === undefined ? '' : `/Prev ${this.startxref} `;
    this.raw(
      `${num} 0 obj\n<< /Type /XRef /W [1 4 2] /Index [${index}] /Size ${this.#size} ${prev}${trailer} ` +
        `/Length ${data.length} >>\nstream\n${data}\nendstream\nendobj\n`,
    );
    this.startxref = start;
    return this.raw(`startxref\n${start}\n%%EOF\n`);
  }
}

export function rowOf(offset: number, gen = 0): string {
  return `${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n`;
}

function row(kind: number, first: number, second: number): string {
  const bytes = [kind, first >>> 24, (first >>> 16) & 255, (first >>> 8) & 255, first & 255];
  return String.fromCharCode(...bytes, second >> 8, second & 255);
}

/** An object stream of these objects. */
export function objectStream(objects: Readonly<Record<number, string>>, dict = ''): string {
  let heads = '';
  let bodies = '';
  for (const [num, body] of Object.entries(objects)) {
    heads += `${num} ${bodies.length} `;
    bodies += `${body}\n`;
  }
  const data = heads + bodies;
  const length = dict.includes('/Length') ? '' : `/Length ${data.length}`;
  const count = Object.keys(objects).length;
  return `<< /Type /ObjStm /N ${count} /First ${heads.length} ${length} ${dict} >>\nstream\n${data}\nendstream`;
}

/** A signature dictionary that `signed` fills in. */
export function signatureValue(
  { signer }: Company,
  o: { range?: string; contents?: string; more?: string } = {},
): string {
  const contents = `<${'0'.repeat(2 * signedDataSizeBound(signer))}>`;
  return (
    `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ${o.more ?? ''} ` +
    `${o.range ?? '/ByteRange'} ${RANGE} ${o.contents ?? '/Contents'} ${contents} >>`
  );
}

/** Signs the file as it stands: its last signature dictionary is filled in. */
export async function signed(text: string, { signer }: Company): Promise<string> {
  const rangeAt = text.lastIndexOf(RANGE);
  const start = text.indexOf('<0000', rangeAt);
  const end = text.indexOf('>', start) + 1;
  const range = `[0 ${start} ${end} ${text.length - end}`;
  const filled =
    text.slice(0, rangeAt) + range.padEnd(RANGE.length - 1) + text.slice(rangeAt + RANGE.length - 1);
  const content = latin1(filled.slice(0, start) + filled.slice(end));
  const messageDigest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const { certificate, chain, algorithm } = signer;
  const sign = (data: Uint8Array) => signer.sign(data);
  const cms = await buildSignedData({ messageDigest, certificate, chain, algorithm, sign });
  const hex = Buffer.from(cms).toString('hex');
  return `${filled.slice(0, start + 1)}${hex}${filled.slice(start + 1 + hex.length)}`;
}
