import { PDFDocument, PDFName, type PDFRef } from 'pdf-lib';
import type { GlyphSource } from '../seal';
import { breakLines } from './lines';
import { OutlineFont } from './outline-font';

/** A judgement's colour; it always stands beside a word. */
type ReportTone = 'valid' | 'pending' | 'invalid' | 'neutral';

/** A part of a report, in words. */
export type ReportBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'verdict'; tone: ReportTone; word: string; text: string }
  | { kind: 'facts'; facts: { label: string; value: string }[] }
  | { kind: 'note'; tone: ReportTone; title: string; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] };

export interface ReportDocument {
  title: string;
  /** BCP 47 */
  language: string;
  /** at the foot of each page, beside its number */
  footer: string;
  made: Date;
  blocks: ReportBlock[];
}

/** A4, in points. */
const PAGE = { width: 595.28, height: 841.89 };
const MARGIN = { side: 56, top: 60, bottom: 64 };
const TEXT_WIDTH = PAGE.width - 2 * MARGIN.side;
const LABEL_WIDTH = 96;
const BODY = 10;
const SMALL = 8;
const LEADING = 1.55;
const HEADINGS = { 1: 20, 2: 14, 3: 11.5 } as const;

const INK = '0.106 0.114 0.125';
const SOFT = '0.298 0.314 0.341';
const RULE = '0.878 0.867 0.835';
const TONES: Readonly<Record<ReportTone, { ink: string; tint: string }>> = {
  valid: { ink: '0.106 0.416 0.243', tint: '0.906 0.949 0.922' },
  pending: { ink: '0.522 0.314 0', tint: '0.984 0.945 0.875' },
  invalid: { ink: '0.545 0.102 0.102', tint: '0.976 0.922 0.918' },
  neutral: { ink: '0.333 0.353 0.38', tint: '0.933 0.929 0.918' },
};

/**
 * Composes a report: A4 pages of text that can be searched and copied, set in the face of the seals.
 *
 * @throws SealDesignError `glyph-data` where the outlines cannot be loaded
 */
export async function composeReport(report: ReportDocument, glyphs: GlyphSource): Promise<Uint8Array> {
  const font = new OutlineFont(glyphs);
  await font.load(`0123456789/ •${report.footer}${report.blocks.map(textOf).join('')}`.replaceAll('\n', ''));

  const layout = new Layout(font);
  for (const block of report.blocks) layout.add(block);

  const pdf = await PDFDocument.create();
  pdf.setTitle(report.title, { showInWindowTitleBar: true });
  pdf.setLanguage(report.language);
  pdf.setProducer('Suiyin');
  pdf.setCreator('Suiyin');
  pdf.setCreationDate(report.made);
  pdf.setModificationDate(report.made);
  const { context } = pdf;
  const fonts = Object.fromEntries(font.embed(context)) as Record<string, PDFRef>;
  const resources = context.register(context.obj({ Font: fonts }));
  const pages = layout.finish(report.footer);
  for (const content of pages) {
    const page = pdf.addPage([PAGE.width, PAGE.height]);
    page.node.set(PDFName.of('Resources'), resources);
    page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
  }
  return pdf.save();
}

function textOf(block: ReportBlock): string {
  switch (block.kind) {
    case 'verdict':
      return block.word + block.text;
    case 'facts':
      return block.facts.map(({ label, value }) => label + value).join('');
    case 'note':
      return block.title + block.text;
    case 'list':
      return block.items.join('');
    default:
      return block.text;
  }
}

interface Style {
  size?: number;
  colour?: string;
}

/** Sets blocks under one another and begins a new page where one is full. */
class Layout {
  #pages: string[][] = [[]];
  /** from the lower edge of the page, points */
  #y = PAGE.height - MARGIN.top;

  constructor(private readonly font: OutlineFont) {}

  add(block: ReportBlock): void {
    switch (block.kind) {
      case 'heading':
        return this.#heading(block.level, block.text);
      case 'verdict':
        return this.#panel(block.tone, [
          ...this.#lines(block.word, TEXT_WIDTH - 28, { size: 14, colour: TONES[block.tone].ink }),
          ...this.#lines(block.text, TEXT_WIDTH - 28, {}),
        ]);
      case 'note':
        return this.#panel(block.tone, [
          ...this.#lines(block.title, TEXT_WIDTH - 28, {}),
          ...this.#lines(block.text, TEXT_WIDTH - 28, { colour: SOFT }),
        ]);
      case 'facts':
        for (const fact of block.facts) this.#fact(fact);
        this.#space(6);
        return;
      case 'text':
        for (const line of this.#lines(block.text, TEXT_WIDTH, {})) this.#line(line, MARGIN.side);
        this.#space(6);
        return;
      case 'list':
        for (const item of block.items) this.#item(item);
        this.#space(6);
    }
  }

  /** @returns content streams, page by page */
  finish(footer: string): string[] {
    const total = this.#pages.length;
    return this.#pages.map((parts, i) => {
      const number = `${i + 1} / ${total}`;
      const right = PAGE.width - MARGIN.side - this.font.width(number) * SMALL;
      const note = breakLines(footer, TEXT_WIDTH - 60, (text) => this.font.width(text) * SMALL);
      const foot = [
        rule(MARGIN.bottom - 14),
        ...note.map((text, n) =>
          this.#show(text, MARGIN.side, MARGIN.bottom - 28 - n * 11, { size: SMALL, colour: SOFT }),
        ),
        this.#show(number, right, MARGIN.bottom - 28, { size: SMALL, colour: SOFT }),
      ];
      return [...parts, ...foot].join('\n');
    });
  }

  get #page(): string[] {
    return this.#pages.at(-1) as string[];
  }

  #newPage(): void {
    this.#pages.push([]);
    this.#y = PAGE.height - MARGIN.top;
  }

  #need(height: number): void {
    if (this.#y - height < MARGIN.bottom && this.#page.length > 0) this.#newPage();
  }

  #space(height: number): void {
    this.#y -= height;
  }

  #heading(level: 1 | 2 | 3, text: string): void {
    const size = HEADINGS[level];
    // A heading stays with what follows it.
    this.#need(size * LEADING + 60);
    if (this.#page.length > 0) this.#space(level === 3 ? 6 : 14);
    if (level === 2 && this.#page.length > 0) {
      this.#page.push(rule(this.#y + 4));
      this.#space(8);
    }
    for (const line of this.#lines(text, TEXT_WIDTH, { size })) this.#line(line, MARGIN.side);
    this.#space(level === 3 ? 2 : 6);
  }

  #lines(text: string, width: number, style: Style): SetLine[] {
    const size = style.size ?? BODY;
    const lines = breakLines(text, width, (part) => this.font.width(part) * size);
    return lines.map((line) => ({ text: line, size, colour: style.colour ?? INK }));
  }

  #line(line: SetLine, x: number): void {
    const height = line.size * LEADING;
    this.#need(height);
    this.#y -= height;
    this.#page.push(this.#show(line.text, x, this.#y + line.size * 0.42, line));
  }

  /** Lines on a tint with a bar at their left; they stay together. */
  #panel(tone: ReportTone, lines: readonly SetLine[]): void {
    const inner = lines.reduce((sum, { size }) => sum + size * LEADING, 0);
    const height = inner + 16;
    this.#need(height);
    const { ink, tint } = TONES[tone];
    const bottom = this.#y - height;
    this.#page.push(
      `${tint} rg ${at(MARGIN.side)} ${at(bottom)} ${at(TEXT_WIDTH)} ${at(height)} re f`,
      `${ink} rg ${at(MARGIN.side)} ${at(bottom)} 3 ${at(height)} re f`,
    );
    this.#space(8);
    for (const line of lines) this.#line(line, MARGIN.side + 14);
    this.#space(16);
  }

  #fact({ label, value }: { label: string; value: string }): void {
    const labels = this.#lines(label, LABEL_WIDTH - 8, { colour: SOFT });
    const values = this.#lines(value, TEXT_WIDTH - LABEL_WIDTH, {});
    for (let i = 0; i < Math.max(labels.length, values.length); i += 1) {
      this.#need(BODY * LEADING);
      this.#y -= BODY * LEADING;
      const baseline = this.#y + BODY * 0.42;
      const left = labels[i];
      const right = values[i];
      if (left) this.#page.push(this.#show(left.text, MARGIN.side, baseline, left));
      if (right) this.#page.push(this.#show(right.text, MARGIN.side + LABEL_WIDTH, baseline, right));
    }
    this.#space(2);
  }

  #item(text: string): void {
    this.#lines(text, TEXT_WIDTH - 14, {}).forEach((line, i) => {
      this.#line(line, MARGIN.side + 14);
      if (i === 0) this.#page.push(this.#show('•', MARGIN.side + 2, this.#y + BODY * 0.42, line));
    });
  }

  #show(text: string, x: number, y: number, { size = BODY, colour = INK }: Style): string {
    let from = x;
    const parts = [`${colour} rg BT`];
    for (const run of this.font.encode(text)) {
      parts.push(`/${run.font} ${size} Tf 1 0 0 1 ${at(from)} ${at(y)} Tm <${run.codes}> Tj`);
      from += this.font.width(run.text) * size;
    }
    return `${parts.join(' ')} ET`;
  }
}

interface SetLine {
  text: string;
  size: number;
  colour: string;
}

function rule(y: number): string {
  return `${RULE} rg ${at(MARGIN.side)} ${at(y)} ${at(TEXT_WIDTH)} 0.6 re f`;
}

function at(points: number): string {
  return String(Math.round(points * 100) / 100);
}
