import { ParsingEffort } from './effort';
import { EntryIndex } from './entry-index';
import { PdfSyntaxError } from './error';
import { decodeSteps, filterSteps } from './filters';
import { PdfDict, PdfName, PdfRef, PdfStream, PdfString, type PdfObject } from './objects';
import { ObjectStream } from './object-stream';
import {
  parseAt,
  parseIndirect,
  parseInMemory,
  type IndirectObject,
  ObjectParser,
  type Span,
} from './parser';
import { ParsedObjects, type ParsedObject } from './parsed-objects';
import { Reach } from './reach';
import { decryptStrings, Security } from './security';
import type { BlobSource } from './source';
import { streamLength } from './stream-extent';
import type { XrefEntry } from './xref-entries';
import { entryIn, type XrefSection } from './xref-section';

/** A chain of references from one to the next is not followed further. */
const MAX_REFERENCES = 32;

/** Objects that stay in memory once read; beyond, all are dropped and read again when asked for. */
const CACHED_OBJECTS = 250_000;

/** Decoded object streams that stay in memory. */
const CACHED_STREAM_BYTES = 32 << 20;

/** An object stream holds at most some hundreds of objects. */
const MAX_OBJECT_STREAM = 64 << 20;

/** What a stream may decode to where the caller sets no limit. */
const MAX_DECODED = 256 << 20;

/** Sections to ask one after the other for an object; for more of them there is an index. */
const INDEX_BEYOND = 12;

/** Makes a section of what scanning the file finds; undefined where there are no objects. */
export type Rebuild = (source: BlobSource, base: number) => Promise<XrefSection | undefined>;

function readIndirect(parser: ObjectParser, windowStart: number, o: { spans?: boolean } = {}) {
  const indirect = parseIndirect(parser, o);
  return indirect && { indirect, windowStart, isCut: parser.overrun };
}

/** The indirect objects of a file: found by its cross-reference sections, read when they are asked for. */
export class ObjectStore {
  /** newest first */
  sections: readonly XrefSection[] = [];
  trailer: PdfDict = PdfDict.of();
  security: Security | undefined;
  /** the sections are not the file's own, but made by scanning it */
  recovered = false;

  readonly #rebuild: Rebuild;
  readonly #effort: ParsingEffort;
  #index: { made?: EntryIndex; sections: readonly XrefSection[] } = { sections: [] };
  #parsed = new ParsedObjects();
  readonly #objects = new Map<number, PdfObject>();
  readonly #objectStreams = new Map<number, Promise<ObjectStream | undefined>>();
  #objectStreamBytes = 0;
  #encryptNum: number | undefined;
  #rebuilding: Promise<XrefSection | undefined> | undefined;
  #reach: Reach | undefined;

  constructor(
    readonly source: BlobSource,
    /** file offset of the header, which all offsets in the file count from */
    readonly base: number,
    rebuild: Rebuild,
  ) {
    this.#rebuild = rebuild;
    this.#effort = new ParsingEffort(source.size);
  }

  /** Takes over sections, the newest one's trailer and, where the document is encrypted, its security handler. */
  async use(sections: readonly XrefSection[], recovered: boolean): Promise<void> {
    this.sections = sections;
    this.recovered = recovered;
    this.trailer = sections[0]?.trailer ?? PdfDict.of();
    this.#index = { sections };
    this.#objects.clear();
    this.#objectStreams.clear();
    this.security = undefined;
    this.security = await this.#openSecurity();
    this.#objects.clear();
  }

  /** The same objects, as the oldest of the sections and the start of the file had them. */
  earlier(sections: readonly XrefSection[], size: number): ObjectStore {
    const store = new ObjectStore(this.source.upTo(size), this.base, this.#rebuild);
    store.sections = sections;
    store.trailer = sections[0]?.trailer ?? PdfDict.of();
    store.security = this.security;
    store.#index = this.#index;
    store.#parsed = this.#parsed;
    store.#encryptNum = this.#encryptNum;
    return store;
  }

  /** From now on it is noted which objects go on behind one of these file offsets, where revisions end. */
  watch(ends: readonly number[]): void {
    this.#reach = new Reach(this.source, ends);
    this.#objects.clear();
    this.#objectStreams.clear();
  }

  /** See `Reach`. */
  async reachesOver(end: number): Promise<boolean> {
    return this.#reach?.isOver(end, (ref) => this.resolve(ref)) ?? false;
  }

  entryOf(num: number): XrefEntry | undefined {
    const { length } = this.sections;
    if (length > INDEX_BEYOND) {
      this.#index.made ??= new EntryIndex(this.#index.sections);
      return this.#index.made.entryOf(num, length);
    }
    for (const section of this.sections) {
      const entry = entryIn(section, num);
      if (entry) return entry;
    }
    return undefined;
  }

  /** The object itself where `object` is a reference; null where there is none. */
  resolve(object: PdfObject | undefined): Promise<PdfObject> | PdfObject {
    if (!(object instanceof PdfRef)) return object ?? null;
    const cached = this.#objects.get(object.num);
    if (cached !== undefined && !(cached instanceof PdfRef)) return cached;
    return this.#inMemory(object.num) ?? this.#follow(object);
  }

  /** An object that can be had without waiting: promises for thousands of small objects would cost more than they. */
  #inMemory(num: number): PdfObject | undefined {
    const entry = this.security ? undefined : this.entryOf(num);
    if (entry?.kind !== 'offset' || entry.offset >= this.source.size) return undefined;
    const found = this.#parsedAt(entry.offset) ?? this.#parsedInMemory(entry.offset);
    if (found?.indirect.num !== num || found.indirect.object instanceof PdfRef) return undefined;
    this.#reach?.note(entry.offset, found.windowStart + found.indirect.end);
    const object = this.#withStream(found.indirect, found.windowStart, found.indirect.object);
    this.#keep(num, object);
    return object;
  }

  #parsedAt(offset: number): ParsedObject | undefined {
    return this.#parsed.at(offset, this.source);
  }

  #parsedInMemory(offset: number): ParsedObject | undefined {
    const read = (parser: ObjectParser, windowStart: number) => readIndirect(parser, windowStart);
    const found = parseInMemory(this.source, offset, read, this.#effort);
    if (found) this.#parsed.keep(offset, found);
    return found;
  }

  async #follow(ref: PdfRef): Promise<PdfObject> {
    let object: PdfObject = ref;
    for (let i = 0; i < MAX_REFERENCES && object instanceof PdfRef; i++) object = await this.load(object.num);
    return object instanceof PdfRef ? null : object;
  }

  async load(num: number): Promise<PdfObject> {
    const cached = this.#objects.get(num);
    if (cached !== undefined) return cached;
    const object = await this.#read(num);
    this.#keep(num, object);
    return object;
  }

  #keep(num: number, object: PdfObject): void {
    if (this.#objects.size >= CACHED_OBJECTS) this.#objects.clear();
    this.#objects.set(num, object);
  }

  async #read(num: number): Promise<PdfObject> {
    const entry = this.entryOf(num);
    if (!entry || entry.kind === 'free') return null;
    if (entry.kind === 'compressed') {
      const object = (await this.objectStream(entry.stream))?.object(num, entry.index);
      if (object !== undefined || this.recovered || !(await this.#recoverFor(num))) return object ?? null;
      return this.#read(num);
    }
    const found = await this.#indirectAt(entry.offset);
    if (found?.indirect.num === num) {
      this.#reach?.note(entry.offset, found.windowStart + found.indirect.end);
      return this.#finish(found.indirect, found.windowStart);
    }
    if (this.recovered || !(await this.#recoverFor(num))) return null;
    return this.#read(num);
  }

  async #indirectAt(offset: number): Promise<ParsedObject | undefined> {
    const known = this.#parsedAt(offset);
    if (known) return known;
    const found = await this.#parse(offset);
    if (found) this.#parsed.keep(offset, found);
    return found;
  }

  async #parse(offset: number, o: { spans?: boolean } = {}): Promise<ParsedObject | undefined> {
    if (offset >= this.source.size) return undefined;
    const read = (parser: ObjectParser, windowStart: number) => readIndirect(parser, windowStart, o);
    try {
      return await parseAt(this.source, offset, read, this.#effort);
    } catch (error) {
      if (error instanceof PdfSyntaxError) return undefined;
      throw error;
    }
  }

  /** Decrypts strings and makes streams of dictionaries that data follows. */
  async #finish(found: IndirectObject, windowStart: number): Promise<PdfObject> {
    const { num, gen, sawString } = found;
    let { object } = found;
    const isXref = object instanceof PdfDict && object.get('Type') === PdfName.of('XRef');
    if (this.security && sawString && num !== this.#encryptNum && !isXref) {
      const cipher = await this.security.stringCipher(num, gen);
      if (cipher) object = decryptStrings(object, cipher);
    }
    return this.#withStream(found, windowStart, object);
  }

  #withStream(found: IndirectObject, windowStart: number, object: PdfObject): PdfObject {
    const { num, gen, streamStart } = found;
    if (streamStart === undefined || !(object instanceof PdfDict)) return object;
    const dict = object;
    this.#reach?.noteStream(dict, windowStart + streamStart);
    return PdfStream.of(dict, () => this.#streamBytes(dict, windowStart + streamStart, num, gen));
  }

  async #streamBytes(dict: PdfDict, start: number, num: number, gen: number): Promise<Uint8Array> {
    const length = await streamLength(this.source, start, await this.#lengthOf(dict));
    const bytes = await this.source.read(start, length);
    if (!this.security) return bytes;
    const cipher = await this.security.streamCipher(dict, await this.#cryptName(dict), num, gen);
    return cipher ? cipher.decrypt(bytes) : bytes;
  }

  /**
   * /Length, where it is a usable number. That of an object stream is not looked for in object streams: it could
   * be in the very same one.
   */
  async #lengthOf(dict: PdfDict): Promise<number | undefined> {
    const entry = dict.get('Length');
    if (entry instanceof PdfRef && dict.get('Type') === PdfName.of('ObjStm')) {
      if (this.entryOf(entry.num)?.kind !== 'offset') return undefined;
    }
    const length = await this.resolve(entry);
    return typeof length === 'number' && Number.isInteger(length) ? length : undefined;
  }

  /** /Name of the Crypt filter that a stream starts with (ISO 32000-2 7.4.10). */
  async #cryptName(dict: PdfDict): Promise<string | undefined> {
    const entry = await this.resolve(dict.get('Filter'));
    const filter = Array.isArray(entry) ? await this.resolve(entry[0]) : entry;
    if (filter !== PdfName.of('Crypt')) return undefined;
    const parms = await this.resolve(dict.get('DecodeParms'));
    const own = Array.isArray(parms) ? await this.resolve(parms[0]) : parms;
    const name = own instanceof PdfDict ? await this.resolve(own.get('Name')) : null;
    return name instanceof PdfName ? name.value : 'Identity';
  }

  /** How a stream is to be encrypted that is written as object `ref`. */
  async streamCipher(dict: PdfDict, ref: PdfRef) {
    return this.security?.streamCipher(dict, await this.#cryptName(dict), ref.num, ref.gen);
  }

  async decode(stream: PdfStream, limitBytes = MAX_DECODED): Promise<Uint8Array> {
    const steps = await filterSteps(stream.dict, async (object) => this.resolve(object));
    return decodeSteps(await stream.raw(), steps, limitBytes);
  }

  /** A decoded object stream; undefined where `num` is none. */
  objectStream(num: number): Promise<ObjectStream | undefined> {
    let stream = this.#objectStreams.get(num);
    if (!stream) {
      stream = this.#readObjectStream(num);
      this.#objectStreams.set(num, stream);
    }
    return stream;
  }

  async #readObjectStream(num: number): Promise<ObjectStream | undefined> {
    // An object stream in another one is nothing that can be.
    if (this.entryOf(num)?.kind !== 'offset') return undefined;
    const object = await this.load(num);
    if (!(object instanceof PdfStream) || object.dict.get('Type') !== PdfName.of('ObjStm')) return undefined;
    try {
      const stream = new ObjectStream(object.dict, await this.decode(object, MAX_OBJECT_STREAM));
      this.#objectStreamBytes += stream.byteLength;
      if (this.#objectStreamBytes > CACHED_STREAM_BYTES) {
        this.#objectStreams.clear();
        this.#objectStreamBytes = stream.byteLength;
      }
      return stream;
    } catch (error) {
      if (error instanceof PdfSyntaxError) return undefined;
      throw error;
    }
  }

  /** The object at an offset, whatever the sections say. */
  async objectAt(offset: number): Promise<PdfObject | undefined> {
    const found = await this.#indirectAt(offset);
    return found && this.#finish(found.indirect, found.windowStart);
  }

  /** The entry's value in the file: from its first byte to just behind its last one. */
  async entrySpan(num: number, key: string, ...below: string[]): Promise<Span | undefined> {
    const entry = this.entryOf(num);
    if (entry?.kind !== 'offset') return undefined;
    const found = await this.#parse(entry.offset, { spans: true });
    const own = found?.indirect.num === num ? found.indirect.spans?.get(key) : undefined;
    let span = found && own && { start: found.windowStart + own.start, end: found.windowStart + own.end };
    for (const inner of below) span = span && (await this.#spanWithin(span, inner));
    return span;
  }

  /** Of an entry of the dictionary that stands there. */
  async #spanWithin({ start, end }: Span, key: string): Promise<Span | undefined> {
    const parser = new ObjectParser(await this.source.read(start, end - start), 0);
    if (!parser.at('<<')) return undefined;
    const spans = new Map<string, Span>();
    parser.parseDict(spans);
    const span = spans.get(key);
    return span && { start: start + span.start, end: start + span.end };
  }

  /** Replaces the sections by what scanning the file finds. */
  async recover(): Promise<void> {
    const section = await this.#rebuilt();
    if (!section) throw new PdfSyntaxError('damaged', { problem: 'no-objects' });
    await this.use([section], true);
  }

  /** Recovers if that finds an object which the file's own sections do not lead to. */
  async #recoverFor(num: number): Promise<boolean> {
    if (this.recovered) return true;
    const section = await this.#rebuilt();
    if (!section?.entries.get(num)) return false;
    if (!this.recovered) await this.use([section], true);
    return true;
  }

  #rebuilt(): Promise<XrefSection | undefined> {
    this.#rebuilding ??= this.#rebuild(this.source, this.base);
    return this.#rebuilding;
  }

  async #openSecurity(): Promise<Security | undefined> {
    const entry = this.trailer.get('Encrypt');
    if (entry === undefined || entry === null) return undefined;
    this.#encryptNum = entry instanceof PdfRef ? entry.num : undefined;
    const dict = await this.#inPlace(entry, 3);
    if (!(dict instanceof PdfDict)) throw new PdfSyntaxError('damaged', { problem: 'encrypt' });
    const id = await this.resolve(this.trailer.get('ID'));
    const first = Array.isArray(id) ? await this.resolve(id[0]) : null;
    return Security.open(dict, first instanceof PdfString ? first.bytes : new Uint8Array());
  }

  /** A copy with the objects in place of references, some levels deep. */
  async #inPlace(object: PdfObject | undefined, depth: number): Promise<PdfObject> {
    const own = await this.resolve(object);
    if (depth === 0 || !(own instanceof PdfDict)) return own;
    const copy = PdfDict.of();
    for (const [key, value] of own.entries()) copy.set(key, await this.#inPlace(value, depth - 1));
    return copy;
  }
}
