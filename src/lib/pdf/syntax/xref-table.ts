import { CLASS, REGULAR } from './characters';
import { PdfSyntaxError } from './error';
import { PdfDict } from './objects';
import type { ObjectParser } from './parser';
import { ROW_BYTES, XrefEntries } from './xref-entries';
import type { XrefSection } from './xref-section';

/** Objects of higher numbers are no real ones (ISO 32000-2 annex C names 8,388,607 as a usual limit). */
export const MAX_OBJECT_NUMBER = 0x7fffffff;

/**
 * A cross-reference table and its trailer, ISO 32000-2 7.5.4 and 7.5.5; the parser is at `xref`.
 *
 * @param windowStart file offset of the parser's first byte
 * @param base        file offset that the table's offsets count from
 * @throws PdfSyntaxError `bad-xref`
 */
export function parseTable(parser: ObjectParser, windowStart: number, base: number): XrefSection {
  const offset = windowStart + parser.pos;
  const fail = () => new PdfSyntaxError('bad-xref', { offset });
  if (!parser.at('xref')) throw fail();
  parser.pos += 4;
  const entries = new XrefEntries();
  for (;;) {
    parser.skipSpace();
    if (!parser.atDigit()) break;
    const first = parser.readDigits();
    parser.skipSpace();
    const count = parser.readDigits();
    if (first === undefined || count === undefined || first + count > MAX_OBJECT_NUMBER) throw fail();
    if (takeRows(parser, entries, first, count, base)) continue;
    if (!parseSubsection(parser, entries, first, count, base)) throw fail();
  }
  if (!parser.at('trailer')) throw fail();
  parser.pos += 7;
  const trailer = parser.parseObject();
  if (!(trailer instanceof PdfDict)) throw fail();
  return { kind: 'table', offset, end: windowStart + parser.pos, trailer, entries };
}

/** Fewer rows are parsed at once. */
const MANY_ROWS = 64;

/** Rows as the standard wants them. The engine's own matching is faster here than a loop that runs once. */
const WELL_FORMED = /^(?:\d{10} \d{5} [nf](?: \r| \n|\r\n))+$/;
const LATIN1 = new TextDecoder('latin1');
const BLOCK_BYTES = 1000 * ROW_BYTES;

/**
 * Passes over a subsection whose rows are all as ISO 32000-2 7.5.4 wants them, so that only those are read that are
 * asked for. False, and nothing done, where it is small or one of them is otherwise.
 */
function takeRows(
  parser: ObjectParser,
  entries: XrefEntries,
  first: number,
  count: number,
  base: number,
): boolean {
  if (count < MANY_ROWS) return false;
  const { bytes } = parser;
  let start = parser.pos;
  while (isLineEnd(bytes[start])) start += 1;
  const end = start + count * ROW_BYTES;
  // The head of the free list under another number than 0 is a known fault, for the other way to mend.
  if (end > bytes.length || (first === 1 && bytes[start + 17] === 0x66)) return false;
  for (let at = start; at < end; at += BLOCK_BYTES) {
    if (!WELL_FORMED.test(LATIN1.decode(bytes.subarray(at, Math.min(at + BLOCK_BYTES, end))))) return false;
  }
  entries.addRows(first, count, bytes.slice(start, end), base);
  parser.pos = end;
  return true;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Entries are 20 bytes each, but writers differ in the blanks. False where something else stands there. */
function parseSubsection(
  parser: ObjectParser,
  entries: XrefEntries,
  first: number,
  count: number,
  base: number,
): boolean {
  let start = first;
  for (let i = 0; i < count; i++) {
    parser.skipSpace();
    // Some writers count one entry too many.
    if (!parser.atDigit()) return true;
    const offset = parser.readDigits();
    parser.skipSpace();
    const gen = parser.readDigits();
    parser.skipSpace();
    const type = parser.peek();
    const after = parser.bytes[parser.pos + 1];
    if (offset === undefined || gen === undefined) return false;
    if (after !== undefined && CLASS[after] === REGULAR && after !== 0x74) return false;
    if (type === 0x6e) {
      parser.pos += 1;
      // Offset 0 is the header's: such an object is not there.
      if (offset === 0) entries.addFree(start + i);
      else entries.addOffset(start + i, base + offset, gen);
    } else if (type === 0x66) {
      parser.pos += 1;
      // The head of the free list is object 0, whatever the writer counted from.
      if (i === 0 && first === 1 && gen === 65535) start = 0;
      entries.addFree(start + i);
    } else {
      return false;
    }
  }
  return true;
}
