/** Documents for tests: written object by object, made by qpdf, or out of the corpora of other readers. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const latin1Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'));
export const blobOf = (...parts: (string | Uint8Array)[]): Blob =>
  new Blob(parts.map((part) => (typeof part === 'string' ? bytesOf(part) : new Uint8Array(part))));

interface Sketch {
  /** what stands before the first object */
  header?: string;
  /** bodies by object number; those that hold `stream` bring their data along */
  objects: Record<number, string>;
  /** entries of the trailer beside /Size */
  trailer?: string;
  /** the first object number that the table claims to start at; 0 is right */
  tableStart?: number;
}

/** Objects of a document of one page, A4. */
export const ONE_PAGE: Record<number, string> = {
  1: '<</Type/Catalog/Pages 2 0 R>>',
  2: '<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>',
  3: '<</Type/Page/Parent 2 0 R/Contents 4 0 R>>',
  4: '<</Length 7>>stream\n0 0 m n\nendstream',
};

/** The objects in file order, and where each starts. */
export function bodyOf({ header = '%PDF-1.7\n', objects }: Sketch): {
  text: string;
  offsets: Map<number, number>;
} {
  let text = header;
  const offsets = new Map<number, number>();
  for (const [num, body] of Object.entries(objects)) {
    offsets.set(Number(num), text.length);
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  return { text, offsets };
}

/** A whole file with a classic table. Offsets count from `%PDF-`. */
export function pdfText(sketch: Sketch): string {
  const { text, offsets } = bodyOf(sketch);
  const base = Math.max(0, text.indexOf('%PDF-'));
  const size = Math.max(...offsets.keys()) + 1;
  const rows = Array.from({ length: size }, (_, num) => {
    const offset = offsets.get(num);
    return offset === undefined
      ? `0000000000 ${num === 0 ? '65535' : '00000'} f \n`
      : `${String(offset - base).padStart(10, '0')} 00000 n \n`;
  });
  const trailer = `trailer\n<</Size ${size}${sketch.trailer ?? '/Root 1 0 R'}>>`;
  const table = `xref\n${sketch.tableStart ?? 0} ${size}\n${rows.join('')}`;
  return `${text}${table}${trailer}\nstartxref\n${text.length - base}\n%%EOF\n`;
}

/** What an incremental update by hand adds to a file. */
export function updateText(
  file: string,
  objects: Record<number, string>,
  trailer = '/Root 1 0 R/Size 10',
): string {
  let text = '';
  let table = 'xref\n';
  for (const [num, body] of Object.entries(objects)) {
    table += `${num} 1\n${String(file.length + text.length).padStart(10, '0')} 00000 n \n`;
    text += `${num} 0 obj\n${body}\nendobj\n`;
  }
  const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(file)?.[1];
  const startxref = file.length + text.length;
  return `${text}${table}trailer\n<<${trailer}/Prev ${prev}>>\nstartxref\n${startxref}\n%%EOF\n`;
}

interface Finished {
  status: number;
  output: string;
}

function run(program: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(program, [...args], { encoding: 'latin1', timeout: 20_000 }, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ status, output: stdout + stderr });
    });
  });
}

/** qpdf is one of the verifiers that `npm test` installs. */
export const hasQpdf = (await run('qpdf', ['--version'])).status === 0;

async function inScratch<T>(job: (file: (name: string) => string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'suiyin-syntax-'));
  try {
    return await job((name) => path.join(dir, name));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What qpdf makes of a document. */
export function qpdfMade(input: string | Uint8Array, args: readonly string[]): Promise<Uint8Array> {
  return inScratch(async (file) => {
    await writeFile(file('in.pdf'), typeof input === 'string' ? bytesOf(input) : input);
    const { status, output } = await run('qpdf', [...args, file('in.pdf'), file('out.pdf')]);
    if (status !== 0 && status !== 3) throw new Error(output);
    return new Uint8Array(await readFile(file('out.pdf')));
  });
}

/** `qpdf --check`: 0 clean, 3 warnings, 2 errors. */
export function qpdfCheck(document: Uint8Array): Promise<Finished> {
  return inScratch(async (file) => {
    await writeFile(file('in.pdf'), document);
    return run('qpdf', ['--check', file('in.pdf')]);
  });
}

const CORPORA = path.resolve('../shared/corpora');

/** Files of a corpus; none, and a word about it, where it is absent. */
export async function corpusFiles(name: string): Promise<{ name: string; read(): Promise<Uint8Array> }[]> {
  const dir = path.join(CORPORA, name);
  if (!existsSync(dir)) {
    process.stderr.write(`skipped: no corpus ${name}\n`);
    return [];
  }
  const files = (await readdir(dir)).filter((file) => file.endsWith('.pdf'));
  return files.map((file) => ({
    name: file,
    read: async () => new Uint8Array(await readFile(path.join(dir, file))),
  }));
}
