import { CLASS, isDigit, SPACE } from './characters';
import { ParsingEffort } from './effort';
import { PdfSyntaxError } from './error';
import { PdfDict, PdfName, PdfRef } from './objects';
import { ObjectParser, parseIndirect, type IndirectObject } from './parser';
import type { BlobSource, Window } from './source';
import { streamEndsAt } from './stream-extent';

/** What a file holds, whatever its cross-reference sections say. */
export interface Scan {
  /** by object number: the last one in the file */
  objects: Map<number, { offset: number; gen: number }>;
  /** trailers and dictionaries of cross-reference streams, in the order of the file */
  trailers: PdfDict[];
  /** numbers of object streams, in the order of the file */
  objectStreams: Set<number>;
  catalogs: PdfRef[];
}

const STEP = 1 << 20;

/** `1234567890 65535 obj` and some blanks. */
const LONGEST_HEADER = 48;

/** What is looked at of an object: catalogs and dictionaries of streams are much smaller. */
const LONGEST_OBJECT = 128 << 10;

/** Reads a file from end to end for objects and trailers. */
export async function scanFile(source: BlobSource): Promise<Scan> {
  const effort = new ParsingEffort(source.size);
  const scan: Scan = { objects: new Map(), trailers: [], objectStreams: new Set(), catalogs: [] };
  let pos = 0;
  while (pos < source.size) {
    source.throwIfAborted();
    const start = Math.max(0, pos - LONGEST_HEADER);
    const bytes = await source.read(start, STEP);
    const window = { start, bytes };
    const last = start + bytes.length >= source.size ? bytes.length : bytes.length - LONGEST_HEADER;
    let at = pos - start;
    while (at < last) {
      const byte = bytes[at];
      if (byte === 0x6f && bytes[at + 1] === 0x62 && bytes[at + 2] === 0x6a) {
        const next = await noteObject(source, window, at, scan, effort);
        at = next === undefined ? at + 3 : next - start;
      } else if (byte === 0x74 && bytes[at + 1] === 0x72 && isTrailer(bytes, at)) {
        const trailer = await parsed(source, window, start + at + 7, effort, (parser) =>
          parser.parseObject(),
        );
        if (trailer instanceof PdfDict) scan.trailers.push(trailer);
        at += 7;
      } else {
        at += 1;
      }
    }
    pos = start + Math.max(at, last);
  }
  return scan;
}

function isTrailer(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 7; i++) if (bytes[at + i] !== 'trailer'.charCodeAt(i)) return false;
  return true;
}

/** Notes the object whose `obj` stands at `at`; returns where to go on, undefined where it is no object. */
async function noteObject(
  source: BlobSource,
  window: Window,
  at: number,
  scan: Scan,
  effort: ParsingEffort,
): Promise<number | undefined> {
  const header = headerStart(window.bytes, at);
  if (header === undefined) return undefined;
  const offset = window.start + header;
  const found = await parsed(source, window, offset, effort, (parser, windowStart) => {
    const indirect = parseIndirect(parser);
    parser.skipSpace();
    return indirect && { indirect, windowStart, closed: parser.at('endobj') };
  });
  if (!found) return undefined;
  const { indirect, windowStart, closed } = found;
  const { num, gen, object } = indirect;
  scan.objects.set(num, { offset, gen });
  scan.objectStreams.delete(num);
  if (object instanceof PdfDict) noteDict(scan, indirect, object);
  if (indirect.streamStart !== undefined && object instanceof PdfDict) {
    const start = windowStart + indirect.streamStart;
    const length = object.get('Length');
    // What is in a stream, a file attached to this one perhaps, is not the document's.
    if (typeof length !== 'number' || length <= 0 || start + length > source.size) return start;
    return (await streamEndsAt(source, start + length)) ? start + length : start;
  }
  return closed ? windowStart + indirect.end : undefined;
}

function noteDict(scan: Scan, { num, gen, streamStart }: IndirectObject, dict: PdfDict): void {
  const type = dict.get('Type');
  if (type === PdfName.of('Catalog')) scan.catalogs.push(PdfRef.of(num, gen));
  else if (type === PdfName.of('XRef')) scan.trailers.push(dict);
  else if (type === PdfName.of('ObjStm') && streamStart !== undefined) scan.objectStreams.add(num);
}

/** Where `N G` in front of the `obj` at `at` starts. */
export function headerStart(bytes: Uint8Array, at: number): number | undefined {
  let pos = at;
  const back = (matches: (byte: number) => boolean) => {
    const from = pos;
    while (pos > 0 && from - pos < 20 && matches(bytes[pos - 1] ?? 0)) pos -= 1;
    return from - pos;
  };
  const isSpace = (byte: number) => CLASS[byte] === SPACE;
  back(isSpace);
  if (back(isDigit) === 0 || back(isSpace) === 0) return undefined;
  const digits = back(isDigit);
  return digits === 0 || digits > 10 ? undefined : pos;
}

/**
 * Parses in the window at hand, or from the file where that ends too early. No further than LONGEST_OBJECT: strings
 * without an end would be read to the end of the file, each of them.
 */
async function parsed<T>(
  source: BlobSource,
  window: Window,
  offset: number,
  effort: ParsingEffort,
  parse: (parser: ObjectParser, windowStart: number) => T,
): Promise<T | undefined> {
  const at = offset - window.start;
  const most = effort.limit(LONGEST_OBJECT);
  const end = Math.min(at + most, window.bytes.length);
  const parseIn = (bytes: Uint8Array, from: number, start: number): { result: T; overrun: boolean } => {
    const parser = new ObjectParser(bytes, from);
    try {
      return { result: parse(parser, start), overrun: parser.overrun };
    } finally {
      effort.spend(parser.pos - from);
    }
  };
  try {
    const { result, overrun } = parseIn(window.bytes.subarray(0, end), at, window.start);
    const isCut = end < at + most && window.start + end < source.size;
    if (!overrun || !isCut) return result;
    return parseIn(await source.read(offset, most), 0, offset).result;
  } catch (error) {
    if (error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}
