import { PdfSyntaxError } from './error';
import { decodeSteps, filterSteps } from './filters';
import { PdfDict, PdfName, type PdfObject } from './objects';
import { parseAt, parseIndirect } from './parser';
import type { BlobSource } from './source';
import { streamLength } from './stream-extent';
import { XrefEntries } from './xref-entries';
import type { XrefSection } from './xref-section';
import { MAX_OBJECT_NUMBER } from './xref-table';

/** More objects than any document has: a few bytes of deflate can promise as many. */
const MAX_ENTRIES = 4 << 20;
const MAX_DECODED = 64 << 20;

/**
 * A cross-reference stream, ISO 32000-2 7.5.8; all of its entries are direct objects.
 *
 * @param base file offset that the stream's offsets count from
 * @throws PdfSyntaxError `bad-xref`
 */
export async function readXrefStream(source: BlobSource, offset: number, base: number): Promise<XrefSection> {
  const found = await parseAt(source, offset, (parser, windowStart) => {
    const indirect = parseIndirect(parser);
    if (!indirect || indirect.streamStart === undefined) return undefined;
    return { dict: indirect.object, dataStart: windowStart + indirect.streamStart };
  });
  if (!found || !(found.dict instanceof PdfDict) || found.dict.get('Type') !== PdfName.of('XRef')) {
    throw new PdfSyntaxError('bad-xref', { offset });
  }
  const { dict, dataStart } = found;
  const lengthEntry = dict.get('Length');
  const length = await streamLength(
    source,
    dataStart,
    typeof lengthEntry === 'number' ? lengthEntry : undefined,
  );
  const steps = await filterSteps(dict, async (object: PdfObject | undefined) => object ?? null);
  const data = decodeSteps(await source.read(dataStart, length), steps, MAX_DECODED);
  const entries = parseEntries(dict, data, base);
  if (!entries) throw new PdfSyntaxError('bad-xref', { offset });
  return { kind: 'stream', offset, end: dataStart + length, trailer: dict, entries };
}

function parseEntries(dict: PdfDict, data: Uint8Array, base: number): XrefEntries | undefined {
  const widths = integers(dict.get('W'));
  const [typeWidth = 0, firstWidth = 0, secondWidth = 0] = widths ?? [];
  const rowBytes = typeWidth + firstWidth + secondWidth;
  if (!widths || widths.length < 3 || rowBytes === 0 || rowBytes > 32) return undefined;
  const size = dict.get('Size');
  const index = integers(dict.get('Index')) ?? [0, typeof size === 'number' ? size : 0];
  const entries = new XrefEntries();
  let pos = 0;
  for (let i = 0; i + 1 < index.length; i += 2) {
    const start = index[i] ?? 0;
    const count = index[i + 1] ?? 0;
    for (let k = 0; k < count && pos + rowBytes <= data.length; k++, pos += rowBytes) {
      const num = start + k;
      if (num > MAX_OBJECT_NUMBER || entries.added >= MAX_ENTRIES) return undefined;
      const type = typeWidth === 0 ? 1 : field(data, pos, typeWidth);
      const first = field(data, pos + typeWidth, firstWidth);
      const second = field(data, pos + typeWidth + firstWidth, secondWidth);
      if (type === 1 && first > 0) entries.addOffset(num, base + first, second);
      else if (type === 2) entries.addCompressed(num, first, second);
      else entries.addFree(num);
    }
  }
  return entries;
}

function field(data: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i++) value = value * 256 + (data[i] ?? 0);
  return value;
}

function integers(object: PdfObject | undefined): number[] | undefined {
  if (!Array.isArray(object)) return undefined;
  const numbers = object.filter(
    (item): item is number => typeof item === 'number' && Number.isInteger(item) && item >= 0,
  );
  return numbers.length === object.length ? numbers : undefined;
}
