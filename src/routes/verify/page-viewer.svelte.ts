import type { PDFDocumentProxy } from 'pdfjs-dist';
import type { PagePicture, SealReport, SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { openForViewing } from '../seal/pdfjs';
import type { Stop } from './stops';
import type { VerifierClient } from './verifier';

const MM_PER_POINT = 25.4 / 72;

/** A place where a signature is shown on the page that is looked at. */
export interface ShownSeal {
  signature: SignatureReport;
  /** of the signature among those of the document, from 1 */
  number: number;
  seal: SealReport;
}

/** What was found under a place that a person pointed at. */
export type Pointed =
  | { kind: 'looking' }
  | { kind: 'nothing' }
  | { kind: 'failed' }
  | { kind: 'picture'; picture: PagePicture; signature: SignatureReport | undefined };

export interface SizeMm {
  widthMm: number;
  heightMm: number;
}

/** One document that is looked at: a page of it, in one of its revisions. */
export class PageViewer {
  /** the revision that is shown; undefined: the file as it is now */
  stop = $state.raw<Stop | undefined>(undefined);
  pdf = $state.raw<PDFDocumentProxy | undefined>(undefined);
  /** 1-based */
  page = $state(1);
  size = $state.raw<SizeMm | undefined>(undefined);
  failed = $state(false);
  /** the signature that a person chose, in the page or in the time line */
  chosen = $state.raw<SignatureReport | undefined>(undefined);
  pointed = $state.raw<Pointed | undefined>(undefined);
  /** of the page as shown, where the keyboard's pointer stands */
  crossMm = $state.raw<{ xMm: number; yMm: number } | undefined>(undefined);

  /** set by the component that shows the page */
  element: HTMLElement | undefined;

  readonly pageCount = $derived(this.pdf?.numPages ?? 0);
  readonly seals = $derived.by((): ShownSeal[] => {
    const newest = this.stop?.index ?? Infinity;
    return this.report.signatures.flatMap((signature, i) =>
      signature.revision > newest
        ? []
        : signature.seals
            .filter(({ page }) => page === this.page)
            .map((seal) => ({ signature, number: i + 1, seal })),
    );
  });

  readonly #client: VerifierClient;
  /** counts what was asked for: only the newest answer is taken */
  #opening = 0;
  #pointing = 0;

  constructor(
    readonly file: Blob,
    readonly report: VerifyReport,
    client: VerifierClient,
  ) {
    this.#client = client;
    void this.#open();
  }

  /** Shows the document as it was at a stop, or as it is now. */
  show(stop: Stop | undefined): void {
    this.#reveal();
    if (this.stop?.index === stop?.index) return;
    this.stop = stop;
    void this.#open();
  }

  /** @param page 1-based */
  goTo(page: number): void {
    const count = this.pageCount || page;
    this.page = Math.min(Math.max(1, page), count);
    this.leave();
    void this.#measure();
  }

  /** Goes to a page and brings it into sight, for those who come from elsewhere. */
  lookAt(page: number): void {
    this.#reveal();
    this.goTo(page);
  }

  choose(signature: SignatureReport): void {
    this.chosen = signature;
    const [first] = signature.seals;
    if (first && !signature.seals.some(({ page }) => page === this.page)) this.goTo(first.page);
  }

  /** Tells which signature the picture under a place belongs to; see `pointed`. */
  async point(xMm: number, yMm: number): Promise<void> {
    const asked = ++this.#pointing;
    this.pointed = { kind: 'looking' };
    let found: Pointed;
    try {
      const picture = await this.#client.pictureAt(this.#shown(), this.page, xMm, yMm);
      const field = picture?.signature;
      const signature =
        field === undefined ? undefined : this.report.signatures.find(({ fields }) => fields.includes(field));
      found = picture ? { kind: 'picture', picture, signature } : { kind: 'nothing' };
    } catch {
      found = { kind: 'failed' };
    }
    if (asked === this.#pointing) this.pointed = found;
  }

  /** Nothing is pointed at any more. */
  leave(): void {
    this.#pointing += 1;
    this.pointed = undefined;
  }

  close(): void {
    this.#opening += 1;
    this.#pointing += 1;
    void this.pdf?.loadingTask.destroy();
    this.pdf = undefined;
  }

  #reveal(): void {
    this.element?.scrollIntoView({ block: 'nearest' });
  }

  #shown(): Blob {
    return this.stop?.endOffset === undefined ? this.file : this.file.slice(0, this.stop.endOffset);
  }

  async #open(): Promise<void> {
    const asked = ++this.#opening;
    const before = this.pdf;
    this.failed = false;
    this.leave();
    try {
      const pdf = await openForViewing(this.#shown());
      if (asked !== this.#opening) return void pdf.loadingTask.destroy();
      this.pdf = pdf;
      this.page = Math.min(this.page, pdf.numPages);
      await this.#measure();
    } catch {
      if (asked !== this.#opening) return;
      this.pdf = undefined;
      this.failed = true;
    }
    void before?.loadingTask.destroy();
  }

  async #measure(): Promise<void> {
    const { pdf, page } = this;
    if (!pdf) return;
    const viewport = (await pdf.getPage(page)).getViewport({ scale: 1 });
    if (pdf !== this.pdf || page !== this.page) return;
    this.size = {
      widthMm: viewport.width * MM_PER_POINT,
      heightMm: viewport.height * MM_PER_POINT,
    };
  }
}
