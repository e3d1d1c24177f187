/** Documents to measure with, made once a run in the system's temporary folder. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { deflateSync } from 'node:zlib';

const A4 = '[0 0 595.28 841.89]';
const SCAN_BYTES = 566_000;

/** Writes a plain PDF object by object: a classic cross-reference table, nothing compressed but streams. */
class PdfFile {
  private readonly offsets: number[] = [0];
  private size = 0;

  private constructor(private readonly out: ReturnType<typeof createWriteStream>) {}

  static async create(file: string): Promise<PdfFile> {
    const pdf = new PdfFile(createWriteStream(file));
    await pdf.write('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
    return pdf;
  }

  private async write(...parts: (string | Uint8Array)[]): Promise<void> {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
      this.size += bytes.length;
      if (!this.out.write(bytes)) await once(this.out, 'drain');
    }
  }

  /** Objects are numbered as they come, from 1. */
  async object(dict: string, stream?: Uint8Array): Promise<void> {
    this.offsets.push(this.size);
    const head = `${this.offsets.length - 1} 0 obj\n`;
    if (stream) {
      const entries = `${dict.slice(0, -2)}/Length ${stream.length}>>\nstream\n`;
      await this.write(head, entries, stream, '\nendstream\nendobj\n');
    } else await this.write(head, dict, '\nendobj\n');
  }

  async end(): Promise<void> {
    const start = this.size;
    const rows = this.offsets.map((offset, i) =>
      i === 0 ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`,
    );
    const count = this.offsets.length;
    await this.write(`xref\n0 ${count}\n`, ...rows);
    await this.write(`trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
    this.out.end();
    await once(this.out, 'close');
  }
}

const PARAGRAPHS = 6;
const LINES_PER_PARAGRAPH = 9;

function textOf(page: number): Uint8Array {
  const lines = ['BT /F 10 Tf 14 TL 56 790 Td'];
  for (let paragraph = 0; paragraph < PARAGRAPHS; paragraph++) {
    lines.push(`/P <</MCID ${paragraph}>> BDC`);
    for (let line = 0; line < LINES_PER_PARAGRAPH; line++) {
      const words = randomBytes(54).toString('base64').replace(/[+/=]/g, ' ');
      lines.push(`(Page ${page} ${words}) '`);
    }
    lines.push('EMC');
  }
  lines.push('ET');
  return deflateSync(Buffer.from(lines.join('\n')));
}

/** Objects of a page: itself, its resources, what it shows, and a structure element for each paragraph. */
const PER_PAGE = 3 + PARAGRAPHS;
/** catalog, page tree, font, structure tree, document element */
const BEFORE_PAGES = 5;

/** As word processors export text: tagged, with a structure element for every paragraph. */
async function writeText(file: string, pages: number): Promise<void> {
  const pdf = await PdfFile.create(file);
  const numbers = Array.from({ length: pages }, (_, i) => BEFORE_PAGES + 1 + PER_PAGE * i);
  const kids = numbers.map((own) => `${own} 0 R`).join(' ');
  const elements = numbers.flatMap((own) =>
    Array.from({ length: PARAGRAPHS }, (_, k) => `${own + 3 + k} 0 R`),
  );
  await pdf.object('<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>>>');
  await pdf.object(`<</Type/Pages/Count ${pages}/Kids[${kids}]>>`);
  await pdf.object('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
  await pdf.object('<</Type/StructTreeRoot/K 5 0 R>>');
  await pdf.object(`<</Type/StructElem/S/Document/P 4 0 R/K[${elements.join(' ')}]>>`);
  for (const [i, own] of numbers.entries()) {
    const entries = `/Resources ${own + 1} 0 R/Contents ${own + 2} 0 R/StructParents ${i}/Tabs/S`;
    await pdf.object(`<</Type/Page/Parent 2 0 R/MediaBox${A4}${entries}>>`);
    await pdf.object('<</Font<</F 3 0 R>>/ProcSet[/PDF/Text]>>');
    await pdf.object('<</Filter/FlateDecode>>', textOf(i + 1));
    for (let k = 0; k < PARAGRAPHS; k++) {
      await pdf.object(`<</Type/StructElem/S/P/P 5 0 R/Pg ${own} 0 R/K ${k}>>`);
    }
  }
  await pdf.end();
}

/** Each page is an image; nobody decodes it, so that its bytes may be any. */
async function writeScans(file: string, pages: number): Promise<void> {
  const pdf = await PdfFile.create(file);
  const kids = Array.from({ length: pages }, (_, i) => `${3 + 3 * i} 0 R`).join(' ');
  await pdf.object('<</Type/Catalog/Pages 2 0 R>>');
  await pdf.object(`<</Type/Pages/Count ${pages}/Kids[${kids}]>>`);
  for (let i = 0; i < pages; i++) {
    const own = 3 + 3 * i;
    const resources = `/Resources<</XObject<</I ${own + 2} 0 R>>>>`;
    await pdf.object(`<</Type/Page/Parent 2 0 R/MediaBox${A4}${resources}/Contents ${own + 1} 0 R>>`);
    await pdf.object('<<>>', Buffer.from('q 595.28 0 0 841.89 0 0 cm /I Do Q'));
    const image = '/Subtype/Image/Width 2480/Height 3508/ColorSpace/DeviceRGB/BitsPerComponent 8';
    await pdf.object(`<</Type/XObject${image}/Filter/DCTDecode>>`, randomBytes(SCAN_BYTES));
  }
  await pdf.end();
}

let folder: Promise<string> | undefined;

/** Where documents are made; deleted by `removeDocuments`. */
export function folderOf(): Promise<string> {
  folder ??= mkdtemp(path.join(tmpdir(), 'suiyin-bench-'));
  return folder;
}

async function inFolder(name: string, write: (file: string) => Promise<void>): Promise<string> {
  const file = path.join(await folderOf(), name);
  await write(file);
  return file;
}

const made = new Map<string, Promise<string>>();

function madeOnce(name: string, write: (file: string) => Promise<void>): Promise<string> {
  const file = made.get(name) ?? inFolder(name, write);
  made.set(name, file);
  return file;
}

/** 1,000 pages of text, 4-5 MB. @returns path of the file */
export const textDocument = (): Promise<string> => madeOnce('text.pdf', (file) => writeText(file, 1000));

/** Ten pages of text. @returns path of the file */
export const tenPages = (): Promise<string> => madeOnce('ten.pdf', (file) => writeText(file, 10));

/** 300 scanned pages, 170 MB. @returns path of the file */
export const scannedDocument = (): Promise<string> => madeOnce('scans.pdf', (file) => writeScans(file, 300));

/** Deletes what was made. */
export async function removeDocuments(): Promise<void> {
  if (folder) await rm(await folder, { recursive: true, force: true });
}
