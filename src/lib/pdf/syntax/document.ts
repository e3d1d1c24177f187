import { isPlainUpdate } from './audit';
import { PdfSyntaxError } from './error';
import { PdfDict, PdfName, PdfRef, PdfStream, type PdfObject } from './objects';
import { PageTree, type PageInfo } from './pages';
import type { Span } from './parser';
import { revisionsOf, type Revision, type RevisionSections } from './revisions';
import type { ByteSource } from './source';
import type { ObjectStore } from './store';
import { strictObjectAt } from './strict';
import { membersThrough, numbersFrom } from './unlisted';
import type { XrefEntry } from './xref-entries';

/**
 * A document, read as far as it is asked for. What is read is kept and shared: to change an object, clone it and
 * give the clone to an IncrementalWriter.
 */
export class PdfDocument {
  readonly #store: ObjectStore;
  readonly #revisions: readonly RevisionSections[];
  #pages: PageTree | undefined;
  #pagesOf: PdfDict | undefined;
  /** whether the objects were those of a recovered file when the tree was last asked for */
  #pagesFor: boolean | undefined;

  private constructor(store: ObjectStore, revisions: readonly RevisionSections[]) {
    this.#store = store;
    this.#revisions = revisions;
  }

  /** @internal `openPdf` is the way in */
  static async over(store: ObjectStore): Promise<PdfDocument> {
    const { source, base, sections, recovered } = store;
    const revisions = await revisionsOf(source, base, sections, recovered);
    store.watch(endsOf(revisions));
    return new PdfDocument(store, revisions);
  }

  /** @internal what a writer continues */
  get store(): ObjectStore {
    return this.#store;
  }

  get source(): ByteSource {
    return this.#store.source;
  }

  /** encrypted, and opened with the empty password */
  get encrypted(): boolean {
    return this.#store.security !== undefined;
  }

  /** The cross-reference chain was broken: objects were found by scanning the file. May become so while reading. */
  get recovered(): boolean {
    return this.#store.recovered;
  }

  /** The newest section's trailer dictionary, or its stream's. */
  get trailer(): PdfDict {
    return this.#store.trailer;
  }

  get catalogRef(): PdfRef {
    const root = this.#store.trailer.get('Root');
    if (!(root instanceof PdfRef)) throw new PdfSyntaxError('damaged', { problem: 'catalog' });
    return root;
  }

  /** @throws PdfSyntaxError `damaged` where there is none */
  async catalog(): Promise<PdfDict> {
    const catalog = await this.dict(this.catalogRef);
    if (!catalog) throw new PdfSyntaxError('damaged', { problem: 'catalog' });
    return catalog;
  }

  /** The object that a reference leads to; any other object is itself. What is not there is null (7.3.10). */
  async resolve(object: PdfObject | undefined): Promise<PdfObject> {
    return this.#store.resolve(object);
  }

  async dict(object: PdfObject | undefined): Promise<PdfDict | undefined> {
    const found = await this.#store.resolve(object);
    return found instanceof PdfDict ? found : undefined;
  }

  async array(object: PdfObject | undefined): Promise<PdfObject[] | undefined> {
    const found = await this.#store.resolve(object);
    return Array.isArray(found) ? found : undefined;
  }

  async number(object: PdfObject | undefined): Promise<number | undefined> {
    const found = await this.#store.resolve(object);
    return typeof found === 'number' ? found : undefined;
  }

  /** A name's value. */
  async name(object: PdfObject | undefined): Promise<string | undefined> {
    const found = await this.#store.resolve(object);
    return found instanceof PdfName ? found.value : undefined;
  }

  async stream(object: PdfObject | undefined): Promise<PdfStream | undefined> {
    const found = await this.#store.resolve(object);
    return found instanceof PdfStream ? found : undefined;
  }

  /**
   * A stream's data without its filters. Damaged data gives what can be had of it.
   *
   * @throws PdfSyntaxError `unsupported-filter`, `bad-filter`, `too-large`
   */
  decode(stream: PdfStream, limitBytes?: number): Promise<Uint8Array> {
    return this.#store.decode(stream, limitBytes);
  }

  async pageCount(): Promise<number> {
    return (await this.#tree()).count();
  }

  /**
   * @param index 0-based
   * @throws PdfSyntaxError `no-such-page`
   */
  async page(index: number): Promise<PageInfo> {
    const tree = this.#pagesFor === this.#store.recovered ? this.#pages : undefined;
    return (tree ?? (await this.#tree())).page(index);
  }

  async *pages(): AsyncGenerator<PageInfo> {
    yield* (await this.#tree()).all();
  }

  /** Oldest first. Only one where the document was recovered when it was opened. */
  get revisions(): readonly Revision[] {
    return this.#revisions;
  }

  /** The document as it was after a revision: later bytes are not there. */
  atRevision(index: number): Promise<PdfDocument> {
    const revision = this.#revisions[index];
    if (!revision) throw new RangeError(`no revision ${index} of ${this.#revisions.length}`);
    const store = this.#store.earlier(revision.all, revision.endOffset);
    const revisions = this.#revisions.slice(0, index + 1);
    store.watch(endsOf(revisions));
    return Promise.resolve(new PdfDocument(store, revisions));
  }

  /**
   * Whether the newest revision is an update of an earlier state of the document that all readers read alike.
   *
   * @param before the document as the revision before left it
   */
  async isPlainUpdateOf(before: PdfDocument): Promise<boolean> {
    const [was, is] = [before.#revisions.at(-1), this.#revisions.at(-1)];
    if (!was || !is) return false;
    return isPlainUpdate({ store: before.#store, revision: was }, { store: this.#store, revision: is });
  }

  /**
   * Objects that the newest revision changed without listing them: what is in object streams that it rewrote, and
   * what entries of earlier sections had no object for, since they lead into its bytes.
   *
   * @param before  the document as the revision before left it
   * @param written numbers of the objects that the revision lists
   */
  async changedThrough(before: PdfDocument, written: ReadonlySet<number>): Promise<number[]> {
    const nums = new Set(await membersThrough(this.#store, written));
    const end = before.#store.sections.reduce((most, { offset }) => Math.max(most, offset), 0);
    for (const num of numbersFrom(before.#store, end + 1)) nums.add(num);
    return [...nums].filter((num) => !written.has(num));
  }

  /** Whether an object that was read so far starts before a file offset, where a revision ends, and goes on behind it. */
  reachesOver(end: number): Promise<boolean> {
    return this.#store.reachesOver(end);
  }

  /** Where an object is, by the newest section that says so. */
  entryOf(num: number): XrefEntry | undefined {
    return this.#store.entryOf(num);
  }

  /**
   * Where the value of a dictionary's entry stands in the file, for checks of the bytes themselves. Of several
   * entries with the key, the last: it is the one that counts.
   *
   * @param ref of the dictionary, or of a stream
   * @returns undefined where there is no such entry, or where the object is in an object stream
   */
  entrySpan(ref: PdfRef, ...keys: [string, ...string[]]): Promise<Span | undefined> {
    return this.#store.entrySpan(ref.num, ...keys);
  }

  /**
   * Whether the bytes of an object, of a stream up to its data, are exactly as ISO 32000-2 7.3 wants them, so that all
   * readers read the same: no key twice, none hidden by escapes. False for what is in an object stream.
   */
  async isWellFormed(ref: PdfRef): Promise<boolean> {
    const entry = this.#store.entryOf(ref.num);
    if (entry?.kind !== 'offset') return false;
    const found = await strictObjectAt(this.#store.source, entry.offset);
    return found?.num === ref.num && found.gen === entry.gen;
  }

  async #tree(): Promise<PageTree> {
    const catalog = await this.catalog();
    // Recovery may have found another catalog since.
    if (!this.#pages || this.#pagesOf !== catalog) {
      const store = this.#store;
      this.#pages = new PageTree(
        catalog.get('Pages'),
        (object) => store.resolve(object),
        () => store.source.throwIfAborted(),
      );
      this.#pagesOf = catalog;
    }
    this.#pagesFor = this.#store.recovered;
    return this.#pages;
  }
}

/** Where revisions end, ascending. */
function endsOf(revisions: readonly RevisionSections[]): number[] {
  return revisions.map(({ endOffset }) => endOffset).sort((a, b) => a - b);
}
