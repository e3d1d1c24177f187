import type { PdfDocument } from '../syntax';
import { compareRevisions } from './difference';
import { findSignatures, type FoundSignature } from './find-signatures';
import type { Change } from './report';

/** Revisions that are looked through for signatures that are no longer there. */
const MAX_LOOKED_THROUGH = 256;

/** A document's revisions, oldest first: as it was after each of them, and what each changed. */
export class History {
  readonly #doc: PdfDocument;
  readonly #signal: AbortSignal | undefined;
  readonly #at = new Map<number, Promise<PdfDocument>>();
  readonly #steps = new Map<number, Promise<Change[]>>();
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

  /** Whether a revision that was looked at could be read by scanning the file only. */
  async wasRecovered(): Promise<boolean> {
    const documents = await Promise.all(this.#at.values());
    return this.#doc.recovered || documents.some(({ recovered }) => recovered);
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

  /** All signatures, each as the newest revision shows it that still has it. */
  async allSignatures(): Promise<{ found: FoundSignature; revision: number }[]> {
    const all: { found: FoundSignature; revision: number }[] = [];
    const seen = new Set<string>();
    const oldest = Math.max(0, this.count - MAX_LOOKED_THROUGH);
    for (let revision = this.last; revision >= oldest; revision--) {
      this.#signal?.throwIfAborted();
      for (const found of await this.signaturesAt(revision)) {
        const key = found.ref ? `${found.ref.num}` : `direct ${found.fields[0]?.name ?? ''}`;
        if (seen.has(key)) continue;
        seen.add(key);
        all.push({ found, revision });
      }
    }
    return all;
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
