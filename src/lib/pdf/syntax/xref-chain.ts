import { PdfSyntaxError } from './error';
import { PdfRef, type PdfObject } from './objects';
import { parseAt, parseHeader } from './parser';
import { indexOfText, lastIndexOfText } from './search';
import { Lexer } from './lexer';
import { headerStart } from './scan';
import type { BlobSource } from './source';
import { readXrefStream } from './xref-stream';
import type { XrefSection } from './xref-section';
import { parseTable } from './xref-table';

/** A header may be preceded by this much of something else; offsets then count from it, in all readers. */
const HEADER_SEARCH = 1024;

/** How far before the end the last `startxref` is looked for: other data may follow `%%EOF`. */
const STARTXREF_SEARCH = 64 << 10;

/** How far a wrong `startxref` may be off the section for it to be found without scanning the file. */
const NEAR = 1024;

/** How many places there are tried. */
const MOST_PLACES = 8;

/** Where `%PDF-` stands; undefined where there is none. */
export async function findHeader(source: BlobSource): Promise<number | undefined> {
  const at = indexOfText(await source.read(0, HEADER_SEARCH + 5), '%PDF-');
  return at < 0 ? undefined : at;
}

/**
 * The cross-reference sections of a file, newest first: from the last `startxref` along /Prev (ISO 32000-2 7.5.5).
 * A chain that comes back to itself ends there.
 *
 * @param base file offset of the header
 * @throws PdfSyntaxError `bad-xref`
 */
export async function readChain(source: BlobSource, base: number): Promise<XrefSection[]> {
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  let next: number | undefined = base + (await lastStartxref(source));
  while (next !== undefined && !seen.has(next)) {
    source.throwIfAborted();
    seen.add(next);
    const section: XrefSection = await readSection(source, next, base);
    if (seen.has(section.offset) && section.offset !== next) break;
    seen.add(section.offset);
    sections.push(section);
    const hidden = offsetIn(section.trailer.get('XRefStm'));
    if (section.kind === 'table' && hidden !== undefined) {
      section.hidden = (await readXrefStream(source, base + hidden, base)).entries;
    }
    const prev = offsetIn(section.trailer.get('Prev'));
    next = prev === undefined ? undefined : base + prev;
  }
  return sections;
}

/** /Prev must be a number; some write a reference and mean its number. 0 is written where there is none. */
function offsetIn(entry: PdfObject | undefined): number | undefined {
  const value = entry instanceof PdfRef ? entry.num : entry;
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

async function lastStartxref(source: BlobSource): Promise<number> {
  const start = Math.max(0, source.size - STARTXREF_SEARCH);
  const tail = await source.read(start, STARTXREF_SEARCH);
  const at = lastIndexOfText(tail, 'startxref');
  const lexer = new Lexer(tail, at + 9);
  lexer.skipSpace();
  const offset = at < 0 ? undefined : lexer.readDigits();
  if (offset === undefined) throw new PdfSyntaxError('bad-xref', { offset: start });
  return offset;
}

async function readSection(source: BlobSource, offset: number, base: number): Promise<XrefSection> {
  const kind = await kindAt(source, offset);
  if (kind === 'table') return readTable(source, offset, base);
  if (kind === 'object') return readXrefStream(source, offset, base);
  return readNear(source, offset, base);
}

function readTable(source: BlobSource, offset: number, base: number): Promise<XrefSection> {
  return parseAt(source, offset, (parser, windowStart) => {
    parser.skipSpace();
    return parseTable(parser, windowStart, base);
  });
}

function kindAt(source: BlobSource, offset: number): Promise<'table' | 'object' | undefined> {
  return parseAt(source, offset, (parser) => {
    parser.skipSpace();
    if (parser.at('xref')) return 'table';
    return parseHeader(parser) ? 'object' : undefined;
  });
}

/** The section that is nearest to where it should be. */
async function readNear(source: BlobSource, offset: number, base: number): Promise<XrefSection> {
  const start = Math.max(0, offset - NEAR);
  const bytes = await source.read(start, Math.max(0, offset - start) + NEAR);
  const places: { at: number; read: typeof readTable }[] = [];
  for (let at = indexOfText(bytes, 'xref'); at >= 0; at = indexOfText(bytes, 'xref', at + 4)) {
    places.push({ at: start + at, read: readTable });
  }
  for (let at = indexOfText(bytes, 'obj'); at >= 0; at = indexOfText(bytes, 'obj', at + 3)) {
    const header = headerStart(bytes, at);
    if (header !== undefined) places.push({ at: start + header, read: readXrefStream });
  }
  places.sort((a, b) => Math.abs(a.at - offset) - Math.abs(b.at - offset));
  for (const { at, read } of places.slice(0, MOST_PLACES)) {
    try {
      return await read(source, at, base);
    } catch (error) {
      if (!(error instanceof PdfSyntaxError)) throw error;
    }
  }
  throw new PdfSyntaxError('bad-xref', { offset });
}
