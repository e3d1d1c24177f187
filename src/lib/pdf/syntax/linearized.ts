import { PdfDict } from './objects';
import { parseAt, parseIndirect } from './parser';
import { indexOfText } from './search';
import type { BlobSource } from './source';
import type { XrefSection } from './xref-section';

/** The linearization dictionary is the first object, within the file's first 1024 bytes (ISO 32000-2 F.3.3). */
const FIRST_OBJECT = 1024;

/** How far behind the main section its `startxref` is looked for. */
const TAIL = 2048;

/** What may stand between the end of the main section's file and the length that the dictionary states. */
const SLACK = 1024;

/**
 * Whether two sections are the first-page and the main one of a linearized file (ISO 32000-2 annex F): its first
 * object says so, with numbers that fit, and the file as it was then ended with a `startxref` that leads to the
 * first-page section. Without the last, a section that lay dormant in the file could be called up afterwards.
 */
export async function isLinearized(
  source: BlobSource,
  base: number,
  first: XrefSection,
  main: XrefSection,
): Promise<boolean> {
  if (first.offset >= main.offset) return false;
  const dict = await firstObject(source, base);
  if (!dict) return false;
  const number = (key: string): number | undefined => {
    const value = dict.get(key);
    return typeof value === 'number' && value >= 0 ? value : undefined;
  };
  const [linearized, length, firstPage, endOfFirst, count, mainTable] = [
    ...[number('Linearized'), number('L'), number('O')],
    ...[number('E'), number('N'), number('T')],
  ];
  if (!linearized || !firstPage || !count || endOfFirst === undefined) return false;
  if (length === undefined || length < main.end - base || length > source.size - base) return false;
  // /T is where the main table's first entry is; of a stream, the stream itself.
  if (mainTable === undefined || Math.abs(mainTable + base - main.offset) > SLACK) return false;
  const tail = new TextDecoder('latin1').decode(await source.read(main.end, TAIL));
  const startxref = /startxref\s+(\d+)\s+%%EOF/.exec(tail);
  if (!startxref || Number(startxref[1]) + base !== first.offset) return false;
  return Math.abs(main.end + startxref.index + startxref[0].length - base - length) <= SLACK;
}

async function firstObject(source: BlobSource, base: number): Promise<PdfDict | undefined> {
  const at = indexOfText(await source.read(base, FIRST_OBJECT), ' obj');
  if (at < 0) return undefined;
  // The header's lines are comments: the parser passes over them.
  const found = await parseAt(source, base, (parser) => parseIndirect(parser));
  return found?.object instanceof PdfDict ? found.object : undefined;
}
