import type { PdfDocument } from './document';
import { PdfSyntaxError } from './error';
import type { PdfRaw } from './objects';
import { PdfDict, PdfRef, PdfStream, PdfString, type PdfObject } from './objects';
import { ObjectSink } from './serialize';
import type { ObjectStore } from './store';
import type { XrefEntry } from './xref-entries';
import { tableText, xrefStream } from './xref-writer';

/** What an update may be as a whole. */
const MAX_TAIL = 1 << 30;

/** A cross-reference table has ten digits for an offset. */
const MAX_OFFSET = 9_999_999_999;

/** /Size beyond this is damage. */
const MAX_SIZE = 8_388_608;

/** Entries of a trailer that belong to its section, not to the document (ISO 32000-2 tables 15, 17 and 19). */
const OWN_ENTRIES = [
  'Size',
  'Prev',
  'XRefStm',
  'Type',
  'W',
  'Index',
  'Length',
  'Filter',
  'DecodeParms',
  'DL',
];

/** The bytes of an update, to be put behind the document's. */
export interface Update {
  tail: Uint8Array<ArrayBuffer>;
  /** Where a placeholder starts in the new file, in bytes from its first. */
  offsetOf(raw: PdfRaw): number;
}

/**
 * Writes objects as an incremental update (ISO 32000-2 7.5.6): what is there stays as it is. The cross-reference
 * section is of the same kind as the document's newest one. Of a document whose own sections are broken it lists
 * all objects, so that other readers need not repair it once more.
 */
export class IncrementalWriter {
  readonly #store: ObjectStore;
  readonly #objects = new Map<number, { ref: PdfRef; object: PdfObject }>();
  #allocated = new Set<number>();
  #next: number;

  /** @throws PdfSyntaxError `unsupported-encryption` where hardly any reader could read the update */
  constructor(doc: PdfDocument) {
    this.#store = doc.store;
    if (this.#store.security?.widelyRead === false) {
      throw new PdfSyntaxError('unsupported-encryption', { problem: 'short-key' });
    }
    this.#next = sizeOf(this.#store);
  }

  /** A number for a new object. */
  allocate(): PdfRef {
    const num = this.#next++;
    this.#allocated.add(num);
    return PdfRef.of(num, 0);
  }

  /**
   * Writes an object, instead of the one with this number. A stream has to come by itself, not in another object.
   *
   * @throws PdfSyntaxError `not-writable` for object 0
   */
  put(ref: PdfRef, object: PdfObject): void {
    if (ref.num <= 0) throw new PdfSyntaxError('not-writable', { ref: ref.key });
    this.#objects.set(ref.num, { ref, object });
  }

  /** @throws PdfSyntaxError `too-large` */
  async build(): Promise<Update> {
    const store = this.#store;
    const { source, base } = store;
    this.#refuseTakenNumbers();
    const sink = new ObjectSink(MAX_TAIL);
    const last = (await source.read(source.size - 1, 1))[0];
    if (last !== 0x0a && last !== 0x0d) sink.text('\n');
    const entries = store.recovered ? allEntries(store) : new Map<number, XrefEntry>();
    const place = () => {
      const offset = source.size - base + sink.length;
      if (offset > MAX_OFFSET) throw new PdfSyntaxError('too-large', { limitBytes: MAX_OFFSET });
      return offset;
    };
    for (const { ref, object } of this.#objects.values()) {
      entries.set(ref.num, { kind: 'offset', offset: place(), gen: ref.gen });
      if (store.security || object instanceof PdfStream) await this.#writeObject(sink, ref, object);
      else writePlain(sink, ref, object);
    }
    const startxref = place();
    if (store.sections[0]?.kind === 'stream') {
      await this.#writeStreamSection(sink, entries, startxref);
    } else {
      const trailer = await this.#trailer(this.#next);
      sink.text(tableText(ascending(entries)));
      sink.text('trailer\n');
      sink.object(trailer);
    }
    sink.text(`\nstartxref\n${startxref}\n%%EOF\n`);
    return {
      tail: sink.done(),
      offsetOf: (raw) => {
        const offset = sink.rawOffsets.get(raw);
        if (offset === undefined) throw new RangeError('not written');
        return source.size + offset;
      },
    };
  }

  /** Recovery after numbers were given out may have found objects with these numbers. */
  #refuseTakenNumbers(): void {
    for (const num of this.#allocated) {
      const entry = this.#store.recovered ? this.#store.entryOf(num) : undefined;
      if (entry && entry.kind !== 'free') throw new PdfSyntaxError('damaged', { problem: 'numbers' });
    }
    this.#next = Math.max(
      this.#next,
      sizeOf(this.#store),
      ...[...this.#objects.keys()].map((num) => num + 1),
    );
  }

  async #writeObject(sink: ObjectSink, ref: PdfRef, object: PdfObject): Promise<void> {
    const store = this.#store;
    sink.text(`${ref.num} ${ref.gen} obj\n`);
    sink.cipher = await store.security?.stringCipher(ref.num, ref.gen);
    if (object instanceof PdfStream) {
      const raw = await object.raw();
      const cipher = await store.streamCipher(object.dict, ref);
      writeStream(sink, object.dict, cipher ? cipher.encrypt(raw) : raw);
    } else {
      sink.object(object);
    }
    sink.cipher = undefined;
    sink.text('\nendobj\n');
  }

  async #writeStreamSection(
    sink: ObjectSink,
    entries: Map<number, XrefEntry>,
    startxref: number,
  ): Promise<void> {
    const num = this.#next;
    entries.set(num, { kind: 'offset', offset: startxref, gen: 0 });
    const stream = xrefStream(ascending(entries), await this.#trailer(num + 1));
    sink.text(`${num} 0 obj\n`);
    writeStream(sink, stream.dict, await stream.raw());
    sink.text('\nendobj');
  }

  /** What is the document's stays (ISO 32000-2 7.5.6); the second part of /ID changes (14.4). */
  async #trailer(size: number): Promise<PdfDict> {
    const store = this.#store;
    const trailer = PdfDict.of({ Size: size });
    const carried = store.trailer.clone();
    for (const key of OWN_ENTRIES) carried.delete(key);
    for (const [key, value] of carried.entries()) trailer.set(key, value);
    const id = await store.resolve(store.trailer.get('ID'));
    const changed = new PdfString(crypto.getRandomValues(new Uint8Array(16)));
    const first = Array.isArray(id) ? await store.resolve(id[0]) : null;
    if (first instanceof PdfString) trailer.set('ID', [first, changed]);
    else if (!store.security) trailer.set('ID', [changed, changed]);
    const newest = store.sections[0];
    if (newest && !store.recovered) trailer.set('Prev', newest.offset - store.base);
    return trailer;
  }
}

/** Without waiting for anything, which thousands of objects gain by. */
function writePlain(sink: ObjectSink, ref: PdfRef, object: PdfObject): void {
  sink.text(`${ref.num} ${ref.gen} obj\n`);
  sink.object(object);
  sink.text('\nendobj\n');
}

function writeStream(sink: ObjectSink, dict: PdfDict, bytes: Uint8Array): void {
  sink.object(dict.clone().set('Length', bytes.length));
  sink.text('\nstream\n');
  sink.bytes(bytes);
  sink.text('\nendstream');
}

/** The first number that no object has. */
function sizeOf(store: ObjectStore): number {
  let next = 1;
  for (const { entries, hidden, trailer } of store.sections) {
    next = Math.max(next, entries.highest + 1, (hidden?.highest ?? -1) + 1);
    const size = trailer.get('Size');
    if (typeof size === 'number' && Number.isInteger(size) && size <= MAX_SIZE) next = Math.max(next, size);
  }
  return next;
}

/** Of a recovered document: all that was found, and the head of the free list. */
function allEntries(store: ObjectStore): Map<number, XrefEntry> {
  const entries = new Map<number, XrefEntry>([[0, { kind: 'free' }]]);
  for (const [num, entry] of store.sections[0]?.entries ?? []) {
    if (num === 0) continue;
    entries.set(num, entry.kind === 'offset' ? { ...entry, offset: entry.offset - store.base } : entry);
  }
  return entries;
}

function ascending(entries: ReadonlyMap<number, XrefEntry>): [number, XrefEntry][] {
  return [...entries].sort((a, b) => a[0] - b[0]);
}
