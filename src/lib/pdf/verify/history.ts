import { PdfName, PdfRef, type PdfDict, type PdfDocument } from '../syntax';
import { compareRevisions } from './difference';
import { findSignatures, looseSignatures, type FoundSignature } from './find-signatures';
import { sameValue } from './equality';
import type { Change } from './report';
import { TooComplex } from './too-complex';

/** Revisions that are looked through for signatures that are no longer there; honest documents have fewer. */
const MAX_REVISIONS = 2000;

/**
 * Pages of the newest revision that are looked through for signatures outside the form; beside them, all that a later
 * revision wrote are. Further pages of the first revision cost too much for what nobody honest writes there.
 */
const MAX_PAGES = 1000;
const MAX_WRITTEN = 100_000;

/** A document's revisions, oldest first: as it was after each of them, and what each changed. */
export class History {
  readonly #doc: PdfDocument;
  readonly #signal: AbortSignal | undefined;
  readonly #at = new Map<number, Promise<PdfDocument>>();
  readonly #steps = new Map<number, Promise<Change[]>>();
  readonly #plain = new Map<number, Promise<boolean>>();
  readonly #signatures = new Map<number, Promise<FoundSignature[]>>();

  constructor(doc: PdfDocument, signal: AbortSignal | undefined) {
    this.#doc = doc;
    this.#signal = signal;
  }

  get count(): number {
    return this.#doc.revisions.length;
  }

  get last(): number {
    return this.count - 1;
  }

  /** The document as it was after a revision. */
  at(revision: number): Promise<PdfDocument> {
    return remembered(this.#at, revision, () =>
      revision === this.last ? Promise.resolve(this.#doc) : this.#doc.atRevision(revision),
    );
  }

  /**
   * Whether all readers see the same changes after a revision: its own bytes say it, no object of it goes on behind
   * its end, and each later revision is a plain update that was not found by scanning the file only.
   */
  async isPlainAfter(revision: number): Promise<boolean> {
    for (let later = revision + 1; later <= this.last; later++) {
      if (!(await remembered(this.#plain, later, () => this.#isPlain(later)))) return false;
    }
    return true;
  }

  async #isPlain(revision: number): Promise<boolean> {
    await this.changesOf(revision); // reads all that the document uses
    const [before, after] = await Promise.all([this.at(revision - 1), this.at(revision)]);
    const end = before.revisions.at(-1)?.endOffset ?? 0;
    if (!(await after.isPlainUpdateOf(before)) || (await after.reachesOver(end))) return false;
    return !before.recovered && !after.recovered;
  }

  /** What a revision changed in the document as the one before left it. */
  changesOf(revision: number): Promise<Change[]> {
    return remembered(this.#steps, revision, async () => {
      const written = this.#doc.revisions[revision]?.entries.keys() ?? [];
      return compareRevisions(await this.at(revision - 1), await this.at(revision), written, this.#signal);
    });
  }

  /** The signatures that the document had after a revision. */
  signaturesAt(revision: number): Promise<FoundSignature[]> {
    return remembered(this.#signatures, revision, async () => findSignatures(await this.at(revision)));
  }

  /**
   * All signatures, each as the newest revision shows it that still has it. A value that another one took the place
   * of, under the same object number, is a signature of its own.
   *
   * @throws TooComplex
   */
  async allSignatures(): Promise<{ found: FoundSignature; revision: number }[]> {
    if (this.count > MAX_REVISIONS) throw new TooComplex();
    const all: { found: FoundSignature; revision: number }[] = [];
    const seen = new Map<string, FoundSignature[]>();
    const note = (found: FoundSignature, revision: number) => {
      const key = found.ref ? `${found.ref.num}` : `direct ${found.fields[0]?.name ?? ''}`;
      const others = seen.get(key) ?? [];
      if (others.some(({ value }) => sameValue(value, found.value))) return;
      seen.set(key, [...others, found]);
      all.push({ found, revision });
    };
    const newestFirst = Array.from({ length: this.count }, (_, i) => this.last - i);
    for (const revision of newestFirst) {
      this.#signal?.throwIfAborted();
      for (const found of await this.signaturesAt(revision)) note(found, revision);
    }
    // Then those that no revision had in its form.
    for (const revision of newestFirst) {
      this.#signal?.throwIfAborted();
      const [doc, inForm] = [await this.at(revision), await this.signaturesAt(revision)];
      const pages = await this.#pagesToSearch(revision);
      for (const found of await looseSignatures(doc, pages, inForm)) note(found, revision);
    }
    return all;
  }

  async #pagesToSearch(revision: number): Promise<PdfDict[]> {
    const doc = await this.at(revision);
    const pages = new Set<PdfDict>();
    if (revision === this.last) {
      const count = Math.min(await doc.pageCount(), MAX_PAGES);
      for (let index = 0; index < count; index++) pages.add((await doc.page(index)).dict);
    }
    if (revision === 0) return [...pages];
    let left = MAX_WRITTEN;
    for (const [num, entry] of this.#doc.revisions[revision]?.entries ?? []) {
      if (--left < 0) throw new TooComplex();
      if (entry.kind === 'free') continue;
      const object = await doc.dict(PdfRef.of(num));
      if (object?.get('Type') === PdfName.of('Page')) pages.add(object);
    }
    return [...pages];
  }
}

function remembered<T>(memory: Map<number, Promise<T>>, key: number, make: () => Promise<T>): Promise<T> {
  let made = memory.get(key);
  if (!made) {
    made = make();
    memory.set(key, made);
  }
  return made;
}
