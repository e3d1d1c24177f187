/** Writes the sample bid document that the app offers to people who have no PDF at hand. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import { COVER, CHAPTERS, type Block, type Chapter } from './sample-text';
import { ROOT } from './setup.js';

const FONT = 'node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf';
const A4: [number, number] = [595.28, 841.89];
const A4_LANDSCAPE: [number, number] = [841.89, 595.28];
const MARGIN = 72;
const INK = rgb(0.1, 0.1, 0.1);
const RULE = rgb(0.6, 0.6, 0.6);
const BODY_SIZE = 12;
const LINE = 22;

/** Draws blocks downwards on one page; every block knows its own height. */
class Cursor {
  private y: number;

  constructor(
    private readonly page: PDFPage,
    private readonly font: PDFFont,
  ) {
    this.y = page.getHeight() - MARGIN;
  }

  draw(block: Block): void {
    switch (block.kind) {
      case 'title':
        this.y -= 30;
        this.centred(block.text, 20);
        this.y -= 28;
        return;
      case 'text':
        for (const line of this.wrap(`  ${block.text}`)) this.line(line);
        this.y -= 4;
        return;
      case 'line':
        this.line(block.text);
        return;
      case 'gap':
        this.y -= block.points;
        return;
      case 'table':
        this.table(block.rows, block.shares);
    }
  }

  private get width(): number {
    return this.page.getWidth() - 2 * MARGIN;
  }

  private text(text: string, x: number, size: number): void {
    this.page.drawText(text, { x, y: this.y, size, font: this.font, color: INK });
  }

  private centred(text: string, size: number): void {
    this.text(text, (this.page.getWidth() - this.font.widthOfTextAtSize(text, size)) / 2, size);
  }

  private line(text: string): void {
    this.text(text, MARGIN, BODY_SIZE);
    this.y -= LINE;
  }

  private wrap(text: string): string[] {
    const perLine = Math.floor(this.width / BODY_SIZE);
    const characters = [...text];
    const lines: string[] = [];
    for (let start = 0; start < characters.length; start += perLine) {
      lines.push(characters.slice(start, start + perLine).join(''));
    }
    return lines;
  }

  private table(rows: readonly (readonly string[])[], shares: readonly number[]): void {
    const rowHeight = 30;
    const total = shares.reduce((sum, share) => sum + share, 0);
    const top = this.y + 18;
    for (const row of rows) {
      let x = MARGIN;
      row.forEach((cell, column) => {
        this.text(cell, x + 6, 11);
        x += (this.width * (shares[column] ?? 1)) / total;
      });
      this.y -= rowHeight;
    }
    const bottom = top - rows.length * rowHeight;
    const rule = { thickness: 0.6, color: RULE };
    for (let index = 0; index <= rows.length; index += 1) {
      const y = top - index * rowHeight;
      this.page.drawLine({ ...rule, start: { x: MARGIN, y }, end: { x: MARGIN + this.width, y } });
    }
    let x = MARGIN;
    for (const share of [0, ...shares]) {
      x += (this.width * share) / total;
      this.page.drawLine({ ...rule, start: { x, y: top }, end: { x, y: bottom } });
    }
    this.y -= 8;
  }
}

function addChapter(pdf: PDFDocument, font: PDFFont, chapter: Chapter): void {
  const page = pdf.addPage(chapter.landscape ? A4_LANDSCAPE : A4);
  const cursor = new Cursor(page, font);
  for (const block of chapter.blocks) cursor.draw(block);
  const label = `第 ${pdf.getPageCount()} 页`;
  const x = (page.getWidth() - font.widthOfTextAtSize(label, 9)) / 2;
  page.drawText(label, { x, y: 36, size: 9, font, color: INK });
}

/** Writes `static/sample/bid.pdf` unless it is newer than the code that makes it. */
export async function generateSample(): Promise<void> {
  const target = path.join(ROOT, 'static/sample/bid.pdf');
  const sources = [fileURLToPath(import.meta.url), path.join(ROOT, 'tests/tools/sample-text.ts')];
  const made = await stat(target).catch(() => undefined);
  const changed = await Promise.all(sources.map((file) => stat(file)));
  if (made && changed.every((source) => source.mtimeMs < made.mtimeMs)) return;
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  const font = await pdf.embedFont(await readFile(path.join(ROOT, FONT)), { subset: true });
  pdf.setTitle('投标文件(示例)');
  pdf.setLanguage('zh-CN');
  for (const chapter of [COVER, ...CHAPTERS]) addChapter(pdf, font, chapter);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, await pdf.save());
}
