import { CLASS, REGULAR } from './characters';
import { PdfSyntaxError } from './error';
import { PdfDict } from './objects';
import type { ObjectParser } from './parser';
import { XrefEntries } from './xref-entries';
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
    if (!parseSubsection(parser, entries, first, count, base)) throw fail();
  }
  if (!parser.at('trailer')) throw fail();
  parser.pos += 7;
  const trailer = parser.parseObject();
  if (!(trailer instanceof PdfDict)) throw fail();
  return { kind: 'table', offset, end: windowStart + parser.pos, trailer, entries };
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
