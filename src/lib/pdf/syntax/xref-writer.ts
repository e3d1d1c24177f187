import { zlibSync } from 'fflate';
import { PdfDict, PdfName, PdfStream } from './objects';
import type { XrefEntry } from './xref-entries';

/** Below, compressing a cross-reference stream gains nothing. */
const WORTH_COMPRESSING = 256;

/** Entries in ascending order of numbers, and where each run of successive numbers starts. */
function runsOf(entries: readonly [number, XrefEntry][]): [number, XrefEntry][][] {
  const runs: [number, XrefEntry][][] = [];
  let run: [number, XrefEntry][] = [];
  for (const entry of entries) {
    const last = run[run.length - 1];
    if (!last || last[0] + 1 !== entry[0]) {
      run = [];
      runs.push(run);
    }
    run.push(entry);
  }
  return runs;
}

/**
 * The subsections of a cross-reference table, ISO 32000-2 7.5.4.
 *
 * @param entries ascending; offsets count from the header
 */
export function tableText(entries: readonly [number, XrefEntry][]): string {
  const lines = ['xref\n'];
  for (const run of runsOf(entries)) {
    lines.push(`${run[0]?.[0] ?? 0} ${run.length}\n`);
    for (const [num, entry] of run) {
      const [offset, gen, type] =
        entry.kind === 'offset' ? [entry.offset, entry.gen, 'n'] : [0, num === 0 ? 65535 : 0, 'f'];
      lines.push(`${padded(offset, 10)} ${padded(gen, 5)} ${type}\r\n`);
    }
  }
  return lines.join('');
}

function padded(value: number, digits: number): string {
  return value === 0 ? '0'.repeat(digits) : String(value).padStart(digits, '0');
}

/**
 * A cross-reference stream, ISO 32000-2 7.5.8, with fields as wide as they have to be.
 *
 * @param entries ascending; offsets count from the header
 * @param trailer what a trailer would hold; the stream's own entries are added
 */
export function xrefStream(entries: readonly [number, XrefEntry][], trailer: PdfDict): PdfStream {
  const rows = entries.map(([num, entry]) => rowOf(num, entry));
  const widths = [1, widthOf(rows.map((row) => row[1])), widthOf(rows.map((row) => row[2]))] as const;
  const bytes = new Uint8Array(rows.length * (widths[0] + widths[1] + widths[2]));
  let at = 0;
  for (const row of rows) {
    for (const [i, width] of widths.entries()) {
      const value = row[i] ?? 0;
      for (let k = width - 1; k >= 0; k--) bytes[at++] = Math.floor(value / 256 ** k) & 0xff;
    }
  }
  const dict = PdfDict.of({ Type: PdfName.of('XRef'), W: [...widths] });
  dict.set(
    'Index',
    runsOf(entries).flatMap((run) => [run[0]?.[0] ?? 0, run.length]),
  );
  for (const [key, value] of trailer.entries()) dict.set(key, value);
  const packed = bytes.length > WORTH_COMPRESSING ? zlibSync(bytes) : bytes;
  if (packed.length >= bytes.length) return PdfStream.of(dict, bytes);
  return PdfStream.of(dict.set('Filter', PdfName.of('FlateDecode')), packed);
}

/** ISO 32000-2 table 18. */
function rowOf(num: number, entry: XrefEntry): [number, number, number] {
  if (entry.kind === 'offset') return [1, entry.offset, entry.gen];
  if (entry.kind === 'compressed') return [2, entry.stream, entry.index];
  return [0, 0, num === 0 ? 65535 : 0];
}

/** Bytes that the greatest of the values needs; 0 where all are 0, which is the default. */
function widthOf(values: readonly number[]): number {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  let width = 0;
  while (256 ** width <= most) width += 1;
  return width;
}
