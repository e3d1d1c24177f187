import { CLASS, SPACE } from './characters';
import { PdfStream, type PdfDict } from './objects';
import type { RevisionSections } from './revisions';
import { strictObjectAt, StrictScanner, strictStreamEnd } from './strict';
import type { ObjectStore } from './store';
import { numbersFrom } from './unlisted';
import type { XrefEntry } from './xref-entries';
import { entryIn, type XrefSection } from './xref-section';

/** Blanks and comments between two objects; a file has no more. */
const MAX_GAP = 4096;

/** A table with its trailer. */
const MAX_TABLE = 32 << 20;

interface Span {
  start: number;
  end: number;
}

/**
 * Whether all readers find the same in an update (ISO 32000-2 7.5.6): its section continues the one before, lists
 * every object once, and every byte of the update belongs to a listed object, the section, or white space; all of it
 * is well-formed. What would be found by who reads on where we do not, or repairs what we take as it is, is not there.
 *
 * Costs what the update costs, not what the file does.
 *
 * @param after  the document as the update left it
 * @param before and as it was
 */
export async function isPlainUpdate(
  { store: before, revision: previous }: State,
  { store: after, revision }: State,
): Promise<boolean> {
  const [section] = revision.own;
  if (!section || revision.own.length !== 1 || after.base !== 0 || after.recovered) return false;
  if (!(await continues(after, section, previous))) return false;
  if (!(await endsWith(after, section, revision.endOffset))) return false;
  if (!(await endsWith(before, previous.own[0], previous.endOffset, lastOf(previous)))) return false;
  const isSized = (store: ObjectStore) => highestOf(store) < sizeOf(store.trailer);
  if (!isSized(after) || !isSized(before) || sizeOf(after.trailer) < sizeOf(before.trailer)) return false;
  if (after.security && !(await sameFirstId(before, after))) return false;

  // An entry that led nowhere, and now leads to what the update wrote.
  for (const num of numbersFrom(before, (lastOf(previous)?.offset ?? 0) + 1)) {
    if (!revision.entries.has(num) && (await after.load(num)) !== null) return false;
  }

  const spans: Span[] = [];
  const own = await sectionSpan(after, section);
  if (!own) return false;
  spans.push(...own);
  const from = previous.endOffset;
  const streams = new Set<number>();
  for (const [num, entry] of revision.entries) {
    after.source.throwIfAborted();
    if (entry.kind === 'free') continue;
    const old = before.entryOf(num);
    if (old && sameEntry(old, entry)) continue;
    // Who refers to it by its old generation finds nothing any more.
    if (old && old.kind !== 'free' && genOf(old) !== genOf(entry)) return false;
    if (entry.kind === 'compressed') {
      if (!(await isPlainMember(after, num, entry))) return false;
      streams.add(entry.stream);
      continue;
    }
    const span = await objectSpan(after, num, entry);
    if (!span) return false;
    const isUpdate = entry.offset >= from;
    if (isUpdate && !spans.some(({ start }) => start === span.start)) spans.push(span);
    if (isUpdate && span.end > section.offset && span.start !== section.offset) return false;
  }
  for (const num of streams) {
    if (after.entryOf(num)?.kind !== 'offset') return false;
  }
  return leavesNothing(after, spans, from, Math.max(...own.map(({ end }) => end)));
}

interface State {
  store: ObjectStore;
  revision: RevisionSections;
}

function sameEntry(a: XrefEntry, b: XrefEntry): boolean {
  if (a.kind === 'offset') return b.kind === 'offset' && a.offset === b.offset && a.gen === b.gen;
  return a.kind === 'compressed' && b.kind === 'compressed' && a.stream === b.stream && a.index === b.index;
}

function genOf(entry: XrefEntry): number {
  return entry.kind === 'offset' ? entry.gen : 0;
}

function lastOf({ own }: RevisionSections): XrefSection | undefined {
  return own.reduce<XrefSection | undefined>((a, b) => (a && a.offset > b.offset ? a : b), undefined);
}

/** /Prev is a direct number and leads to the section before exactly; a hybrid's hidden objects are hidden from nobody. */
async function continues(
  store: ObjectStore,
  section: XrefSection,
  previous: RevisionSections,
): Promise<boolean> {
  const prev = section.trailer.get('Prev');
  const target = previous.own[0]?.offset;
  if (typeof prev !== 'number' || target === undefined || prev > target) return false;
  if (!(await isSpace(store, prev, target))) return false;
  if (section.offset < previous.endOffset) return false;
  // The oldest section must be one that ends the chain: one that comes back to itself was cut by us.
  const oldest = previous.all.at(-1)?.trailer.get('Prev');
  if (oldest !== undefined && oldest !== null && oldest !== 0) return false;
  if (section.hidden) {
    for (const [num] of section.hidden) {
      // Readers that know no cross-reference streams find what the table, or an older section, has.
      const shown = section.entries.get(num);
      if (shown && shown.kind !== 'free') return false;
      if (previous.all.some((older) => (entryIn(older, num)?.kind ?? 'free') !== 'free')) return false;
    }
  }
  return true;
}

/** Whether the bytes behind a section are `startxref`, where it starts, and `%%EOF`, and nothing else. */
async function endsWith(
  { source }: ObjectStore,
  section: XrefSection | undefined,
  endOffset: number,
  last = section,
): Promise<boolean> {
  if (!section || !last || endOffset - last.end > MAX_GAP) return false;
  const text = String.fromCharCode(...(await source.read(last.end, endOffset - last.end)));
  const match = /^[\0\t\n\f\r ]*(?:endstream\s+endobj\s+)?startxref\s+(\d+)\s+%%EOF[\0\t\n\f\r ]*$/.exec(
    text,
  );
  if (!match) return false;
  const start = Number(match[1]);
  return start <= section.offset && isSpace({ source }, start, section.offset);
}

async function isSpace(
  { source }: Pick<ObjectStore, 'source'>,
  start: number,
  end: number,
): Promise<boolean> {
  if (end - start > 16) return false;
  return (await source.read(start, end - start)).every((byte) => CLASS[byte] === SPACE);
}

function sizeOf(trailer: PdfDict): number {
  const size = trailer.get('Size');
  return typeof size === 'number' ? size : 0;
}

/** Objects of higher numbers than /Size are none to some readers (ISO 32000-2 table 15). */
function highestOf({ sections }: ObjectStore): number {
  return Math.max(...sections.map(({ entries, hidden }) => Math.max(entries.highest, hidden?.highest ?? -1)));
}

/** Keys of encrypted files come of the identifier's first part (ISO 32000-2 7.6.4.3). */
async function sameFirstId(before: ObjectStore, after: ObjectStore): Promise<boolean> {
  const first = async (store: ObjectStore) => {
    const id = await store.resolve(store.trailer.get('ID'));
    const part = Array.isArray(id) ? await store.resolve(id[0]) : undefined;
    return part && typeof part === 'object' && 'text' in part ? String(part.bytes) : undefined;
  };
  return (await first(before)) === (await first(after));
}

/** What the section takes of the file, with its hidden stream; undefined where it is not well-formed. */
async function sectionSpan(store: ObjectStore, section: XrefSection): Promise<Span[] | undefined> {
  const { source } = store;
  if (section.kind === 'stream') {
    const span = await streamSpan(store, section.offset, section.trailer);
    return span && !indexRepeats(section.trailer) ? [span] : undefined;
  }
  const length = section.end - section.offset;
  if (length > MAX_TABLE) return undefined;
  const refs = refsOfPlainTable(await source.read(section.offset, length));
  if (!refs?.every((ref) => isExact(store, ref))) return undefined;
  const spans = [{ start: section.offset, end: section.end }];
  const hidden = section.trailer.get('XRefStm');
  if (section.hidden && typeof hidden === 'number') {
    const found = await strictObjectAt(source, hidden);
    const object = found && (await store.objectAt(hidden));
    if (!(object instanceof PdfStream) || indexRepeats(object.dict)) return undefined;
    const span = await streamSpan(store, hidden, object.dict);
    if (!span) return undefined;
    spans.unshift(span);
  }
  return spans;
}

/**
 * The references in a table's trailer; undefined unless every object is listed once at most, and rows and trailer are
 * as ISO 32000-2 7.5.4 wants them.
 */
function refsOfPlainTable(bytes: Uint8Array): StrictScanner['refs'] | undefined {
  const scanner = new StrictScanner(bytes, 0);
  if (!scanner.word('xref')) return undefined;
  const seen = new Set<number>();
  for (;;) {
    scanner.skipSpace();
    if (scanner.word('trailer')) break;
    const first = scanner.integer();
    scanner.skipSpace();
    const count = scanner.integer();
    if (first === undefined || count === undefined) return undefined;
    for (let num = first; num < first + count; num++) {
      scanner.skipSpace();
      const offset = scanner.integer();
      scanner.skipSpace();
      const gen = scanner.integer();
      scanner.skipSpace();
      if (offset === undefined || gen === undefined || seen.has(num)) return undefined;
      if (!scanner.word('n') && !scanner.word('f')) return undefined;
      seen.add(num);
    }
  }
  scanner.skipBlank();
  return scanner.dict() ? scanner.refs : undefined;
}

/** Whether the ranges of a cross-reference stream overlap. */
function indexRepeats(dict: PdfDict): boolean {
  const index = dict.get('Index');
  if (!Array.isArray(index)) return false;
  const ranges: [number, number][] = [];
  for (let i = 0; i + 1 < index.length; i += 2) ranges.push([Number(index[i]), Number(index[i + 1])]);
  ranges.sort((a, b) => a[0] - b[0]);
  return ranges.some(([start], i) => i > 0 && start < (ranges[i - 1]?.[0] ?? 0) + (ranges[i - 1]?.[1] ?? 0));
}

async function streamSpan(store: ObjectStore, offset: number, dict: PdfDict): Promise<Span | undefined> {
  const found = await strictObjectAt(store.source, offset);
  const length = await store.resolve(dict.get('Length'));
  if (!found?.isStream || typeof length !== 'number' || length < 0) return undefined;
  if (!found.refs.every((ref) => isExact(store, ref))) return undefined;
  const end = await strictStreamEnd(store.source, found.end + length);
  return end === undefined ? undefined : { start: found.start, end };
}

/** Where an object stands; undefined where it is not exactly what its entry says, or not well-formed. */
async function objectSpan(
  store: ObjectStore,
  num: number,
  entry: XrefEntry & { kind: 'offset' },
): Promise<Span | undefined> {
  const found = await strictObjectAt(store.source, entry.offset);
  if (found?.num !== num || found.gen !== entry.gen) return undefined;
  if (!found.isStream) return found.refs.every((ref) => isExact(store, ref)) ? found : undefined;
  const object = await store.load(num);
  return object instanceof PdfStream ? streamSpan(store, entry.offset, object.dict) : undefined;
}

/** Whether a reference names the generation that the object has; we would not mind, others do (7.3.10). */
function isExact(store: ObjectStore, { num, gen }: { num: number; gen: number }): boolean {
  const entry = store.entryOf(num);
  return !entry || entry.kind === 'free' || genOf(entry) === gen;
}

/** Whether an object in an object stream stands where its entry says, only there, and is well-formed. */
async function isPlainMember(
  store: ObjectStore,
  num: number,
  entry: XrefEntry & { kind: 'compressed' },
): Promise<boolean> {
  const stream = await store.objectStream(entry.stream);
  const bytes = stream?.memberBytes(entry.index);
  if (!stream || !bytes || stream.nums[entry.index] !== num) return false;
  if (stream.nums.indexOf(num) !== stream.nums.lastIndexOf(num)) return false;
  const scanner = new StrictScanner(bytes, 0);
  scanner.skipBlank();
  if (!scanner.value()) return false;
  scanner.skipBlank();
  return scanner.pos >= bytes.length && scanner.refs.every((ref) => isExact(store, ref));
}

/** Whether the spans lie one behind the other, with nothing but blanks and comments between them. */
async function leavesNothing(
  { source }: ObjectStore,
  spans: Span[],
  from: number,
  to: number,
): Promise<boolean> {
  let at = from;
  for (const { start, end } of [...spans.sort((a, b) => a.start - b.start), { start: to, end: to }]) {
    if (start < at || start - at > MAX_GAP) return false;
    const gap = await source.read(at, start - at);
    const scanner = new StrictScanner(gap, 0);
    scanner.skipBlank();
    // A comment that says where the file ends, or starts anew, is taken at its word.
    if (scanner.pos < gap.length || /%%EOF|%PDF-/.test(String.fromCharCode(...gap))) return false;
    at = end;
  }
  return true;
}
