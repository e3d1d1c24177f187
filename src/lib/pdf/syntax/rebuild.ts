import { PdfSyntaxError } from './error';
import { PdfDict, PdfName, PdfRef } from './objects';
import { scanFile, type Scan } from './scan';
import type { BlobSource } from './source';
import { ObjectStore } from './store';
import { XrefEntries } from './xref-entries';
import type { XrefSection } from './xref-section';

/** What object streams may decode to in all; a real document has some megabytes of them. */
const MAX_OBJECT_STREAMS = 256 << 20;

/**
 * One cross-reference section of all objects that a file holds, for a file whose own sections do not lead to
 * them. Of several objects with one number the last one counts, as in other readers' repairs.
 *
 * @returns undefined where there are no objects
 * @throws PdfSyntaxError `encrypted`, `unsupported-encryption`
 */
export async function rebuild(source: BlobSource, base: number): Promise<XrefSection | undefined> {
  const scan = await scanFile(source);
  if (scan.objects.size === 0) return undefined;
  const plain = sectionOf(source, plainEntries(scan), 'table');
  const store = new ObjectStore(source, base, async () => undefined);
  // Encryption has to be known before object streams are read, the catalog may be in one of them.
  await store.use([plain], true);
  plain.trailer = await encryptionOf(store, scan);
  await store.use([plain], true);
  const { entries, catalogs } = await withCompressed(store, scan);
  const section = sectionOf(source, entries, scan.objectStreams.size > 0 ? 'stream' : 'table');
  section.trailer = plain.trailer;
  await store.use([section], true);
  section.trailer = await trailerOf(store, scan, catalogs);
  return section;
}

function sectionOf(source: BlobSource, entries: XrefEntries, kind: 'table' | 'stream'): XrefSection {
  return { kind, offset: 0, end: source.size, trailer: PdfDict.of(), entries };
}

function plainEntries(scan: Scan): XrefEntries {
  const entries = new XrefEntries();
  for (const [num, { offset, gen }] of scan.objects) entries.addOffset(num, offset, gen);
  return entries;
}

/**
 * /Encrypt of the last trailer where it leads to a dictionary, and the /ID beside it.
 *
 * @throws PdfSyntaxError `damaged` where there is one that leads nowhere: what the file shows cannot be read then
 */
async function encryptionOf(store: ObjectStore, scan: Scan): Promise<PdfDict> {
  const newestFirst = [...scan.trailers].reverse();
  const dict = PdfDict.of();
  let lost = false;
  let id = newestFirst.find((trailer) => trailer.has('ID'))?.get('ID');
  for (const trailer of newestFirst) {
    const encrypt = trailer.get('Encrypt');
    if (encrypt === undefined || encrypt === null) continue;
    if (!((await store.resolve(encrypt)) instanceof PdfDict)) {
      lost = true;
      continue;
    }
    dict.set('Encrypt', encrypt);
    id = trailer.get('ID') ?? id;
    break;
  }
  if (lost && !dict.has('Encrypt')) throw new PdfSyntaxError('damaged', { problem: 'encrypt' });
  return id === undefined ? dict : dict.set('ID', id);
}

/** Adds what is in object streams: an object in there is as new as the stream that holds it. */
async function withCompressed(
  store: ObjectStore,
  scan: Scan,
): Promise<{ entries: XrefEntries; catalogs: PdfRef[] }> {
  const compressed = new Map<number, { stream: number; index: number; offset: number }>();
  let total = 0;
  for (const streamNum of scan.objectStreams) {
    store.source.throwIfAborted();
    const stream = await store.objectStream(streamNum);
    total += stream?.byteLength ?? 0;
    if (total > MAX_OBJECT_STREAMS) throw new PdfSyntaxError('too-large', { limitBytes: MAX_OBJECT_STREAMS });
    const offset = scan.objects.get(streamNum)?.offset ?? 0;
    stream?.nums.forEach((num, index) => compressed.set(num, { stream: streamNum, index, offset }));
  }
  const entries = new XrefEntries();
  const catalogs = [...scan.catalogs];
  for (const [num, { offset, gen }] of scan.objects) {
    if (offset >= (compressed.get(num)?.offset ?? 0)) {
      entries.addOffset(num, offset, gen);
      compressed.delete(num);
    }
  }
  for (const [num, { stream, index }] of compressed) {
    entries.addCompressed(num, stream, index);
    const object = (await store.objectStream(stream))?.object(num, index);
    if (object instanceof PdfDict && object.get('Type') === PdfName.of('Catalog'))
      catalogs.push(PdfRef.of(num, 0));
  }
  return { entries, catalogs };
}

/** A trailer whose /Root is a catalog that leads to pages: of the last trailers, else an object that is one. */
async function trailerOf(store: ObjectStore, scan: Scan, catalogs: readonly PdfRef[]): Promise<PdfDict> {
  const trailers = [...scan.trailers].reverse();
  const roots = [...trailers.map((trailer) => trailer.get('Root')), ...[...catalogs].reverse()];
  let root: PdfRef | undefined;
  for (const candidate of roots) {
    if (!(candidate instanceof PdfRef)) continue;
    const catalog = await store.resolve(candidate);
    if (!(catalog instanceof PdfDict)) continue;
    root ??= candidate;
    if ((await store.resolve(catalog.get('Pages'))) instanceof PdfDict) {
      root = candidate;
      break;
    }
  }
  const dict = store.trailer.clone();
  if (root) dict.set('Root', root);
  for (const trailer of trailers) {
    const info = trailer.get('Info');
    if (info instanceof PdfRef && (await store.resolve(info)) instanceof PdfDict) {
      dict.set('Info', info);
      break;
    }
  }
  return dict;
}
