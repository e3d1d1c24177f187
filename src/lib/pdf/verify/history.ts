import { PdfName, PdfRef, type PdfDict, type PdfDocument } from '../syntax';
import { compareRevisions } from './difference';
import { findSignatures, looseSignatures, type FoundSignature } from './find-signatures';
import { sameValue } from './equality';
import type { Change } from './report';
import { TooComplex } from './too-complex';
import { Budget } from './work-budget';

/** Revisions that are looked through for signatures that are no longer there; honest documents have fewer. */
const MAX_REVISIONS = 2000;

/** Revisions of which it is told what they changed: the newest ones. Honest documents have fewer. */
const MAX_COMPARED = 256;

/** Visits of objects for all comparisons together: ten thousand pages, signed a dozen times, stay below. */
const MAX_VISITS = 6_000_000;

/** Documents that stay in memory: two neighbours that are compared, and the one that a signature is in. */
const KEPT_DOCUMENTS = 3;

/**
 * Pages of the newest revision that are looked through for signatures outside the form; beside them, all that a later
 * revision wrote are. Further pages of the first revision cost too much for what nobody honest writes there.
 */
const MAX_PAGES = 1000;
const MAX_WRITTEN = 100_000;

interface Step {
  changes: Change[];
  isPlain: boolean;
}

/** A document's revisions, oldest first: as it was after each of them, and what each changed. */
export class History {
  readonly #doc: PdfDocument;
  readonly #signal: AbortSignal | undefined;
  /** least recently used first */
  readonly #at = new Map<number, Promise<PdfDocument>>();
  readonly #steps = new Map<number, Promise<Step>>();
  readonly #visits = new Budget(MAX_VISITS);
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
    if (revision === this.last) return Promise.resolve(this.#doc);
    const made = this.#at.get(revision) ?? this.#doc.atRevision(revision);
    this.#at.delete(revision);
    this.#at.set(revision, made);
    const [oldest] = this.#at.keys();
    if (this.#at.size > KEPT_DOCUMENTS && oldest !== undefined) this.#at.delete(oldest);
    return made;
  }

  /**
   * Whether all readers see the same changes after a revision: its own bytes say it, no object of it goes on behind
   * its end, and each later revision is a plain update that was not found by scanning the file only.
   *
   * @throws TooComplex; what reading the document throws
   */
  async isPlainAfter(revision: number): Promise<boolean> {
    for (let later = revision + 1; later <= this.last; later++) {
      if (!(await this.#step(later)).isPlain) return false;
    }
    return true;
  }

  /**
   * What a revision changed in the document as the one before left it.
   *
   * @throws TooComplex, also for revisions that too many others follow; what reading the document throws
   */
  async changesOf(revision: number): Promise<Change[]> {
    return (await this.#step(revision)).changes;
  }

  #step(revision: number): Promise<Step> {
    return remembered(this.#steps, revision, async () => {
      if (revision < this.count - MAX_COMPARED) throw new TooComplex();
      const written = this.#doc.revisions[revision]?.entries.keys() ?? [];
      const [before, after] = [await this.at(revision - 1), await this.at(revision)];
      const changes = await compareRevisions(before, after, written, {
        visits: this.#visits,
        signal: this.#signal,
      });
      // Now all that the document uses has been read.
      return { changes, isPlain: await isPlainStep(before, after) };
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
    // Those that no revision has in its form come last.
    const outside: { found: FoundSignature; revision: number }[] = [];
    for (let revision = this.last; revision >= 0; revision--) {
      this.#signal?.throwIfAborted();
      const inForm = await this.signaturesAt(revision);
      for (const found of inForm) note(found, revision);
      const pages = await this.#pagesToSearch(revision);
      for (const found of await looseSignatures(await this.at(revision), pages, inForm)) {
        outside.push({ found, revision });
      }
    }
    for (const { found, revision } of outside) note(found, revision);
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

async function isPlainStep(before: PdfDocument, after: PdfDocument): Promise<boolean> {
  const end = before.revisions.at(-1)?.endOffset ?? 0;
  if (!(await after.isPlainUpdateOf(before)) || (await after.reachesOver(end))) return false;
  return !before.recovered && !after.recovered;
}

function remembered<T>(memory: Map<number, Promise<T>>, key: number, make: () => Promise<T>): Promise<T> {
  let made = memory.get(key);
  if (!made) {
    made = make();
    memory.set(key, made);
  }
  return made;
}
