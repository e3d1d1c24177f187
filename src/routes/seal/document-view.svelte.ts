import { tick } from 'svelte';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { createTextFinder, displaySize, type PageGeometry, type SizeMm, type TextHit } from '$lib/pdf/place';
import type { DocumentSummary } from '$lib/pdf/sign';
import { checkEarlier } from './check';
import type { Earlier } from './earlier';
import { EngineError, inspectDocument } from './engine';
import { PageLayout, zoomStep, type ViewportPx, type Zoom } from './page-layout';
import { openForViewing } from './pdfjs';

const GAP_PX = 24;
const GAP_ON_PHONE_PX = 12;
const PHONE_PX = 640;

/**
 * What is shown must be what is sealed: two readers that count different pages see different documents.
 *
 * @throws EngineError `read-differently`, as a ViewError
 */
function refuseOtherReading(sealedPages: number, shownPages: number): void {
  if (sealedPages === shownPages) return;
  const detail = { sealedPages, shownPages };
  throw new EngineError({ name: 'ViewError', code: 'read-differently', detail });
}

/** A document that is open: its pages, and which part of it is looked at. */
export class DocumentView {
  readonly sizes: readonly SizeMm[];
  readonly findText: (text: string, pages: number[]) => Promise<TextHit[]>;

  viewport = $state.raw<ViewportPx>({ widthPx: 0, heightPx: 0 });
  scrollTopPx = $state(0);
  #zoom = $state.raw<Zoom>('page');
  readonly layout = $derived.by(() => {
    const gapPx = this.viewport.widthPx < PHONE_PX ? GAP_ON_PHONE_PX : GAP_PX;
    return new PageLayout(this.sizes, this.#zoom, this.viewport, gapPx);
  });
  /** 0-based: the page that takes the middle of the window */
  readonly page = $derived(this.layout.indexAt(this.scrollTopPx + this.viewport.heightPx * 0.45));
  /** pages to draw: those that show, and a little beyond */
  readonly drawn = $derived(
    this.layout.between(
      this.scrollTopPx - this.viewport.heightPx * 0.5,
      this.scrollTopPx + this.viewport.heightPx * 1.5,
    ),
  );
  /** what the signatures that it came with are worth; they are checked in the background */
  earlier = $state.raw<Earlier>({ kind: 'none' });
  /** the same, once it is known */
  readonly earlierKnown: Promise<Earlier>;
  readonly #closing = new AbortController();
  /** set by the component that shows the pages */
  scroller: HTMLElement | undefined;

  private constructor(
    readonly file: File,
    readonly summary: DocumentSummary,
    readonly pdf: PDFDocumentProxy,
  ) {
    this.sizes = summary.pages.map(displaySize);
    this.findText = createTextFinder(pdf, summary.pages);
    this.earlierKnown = this.#checkEarlier();
  }

  /**
   * Reads a document with both readers: the one that seals, which knows why it may refuse, and the one that shows.
   *
   * @throws SealError (as `describeError` takes it), or what pdf.js throws
   */
  static async open(file: File, signal: AbortSignal): Promise<DocumentView> {
    const viewing = openForViewing(file);
    viewing.catch(() => undefined);
    try {
      const summary = await inspectDocument(file, signal);
      if (summary.certified === 1) throw new EngineError({ name: 'SealError', code: 'certified-no-changes' });
      const pdf = await viewing;
      refuseOtherReading(summary.pageCount, pdf.numPages);
      return new DocumentView(file, summary, pdf);
    } catch (error) {
      void viewing.then((pdf) => pdf.loadingTask.destroy()).catch(() => undefined);
      throw error;
    }
  }

  get pages(): readonly PageGeometry[] {
    return this.summary.pages;
  }

  get pageCount(): number {
    return this.summary.pageCount;
  }

  get zoom(): Zoom {
    return this.#zoom;
  }

  /** Changes the size of the pages; what is in the middle of the window stays there. */
  setZoom(zoom: Zoom): void {
    const { page } = this;
    const before = this.layout.box(page);
    const middle = this.scrollTopPx + this.viewport.heightPx / 2;
    const share = before.heightPx === 0 ? 0 : (middle - before.topPx) / before.heightPx;
    this.#zoom = zoom;
    void tick().then(() => {
      const after = this.layout.box(page);
      const fits = after.heightPx <= this.viewport.heightPx;
      const top = fits
        ? after.topPx - (this.viewport.heightPx - after.heightPx) / 2
        : after.topPx + share * after.heightPx - this.viewport.heightPx / 2;
      this.scroller?.scrollTo({
        top,
        left: (this.layout.widthPx - this.viewport.widthPx) / 2,
        behavior: 'instant',
      });
    });
  }

  zoomBy(direction: 1 | -1): void {
    this.setZoom(zoomStep(this.layout.scale, direction));
  }

  /** @param index 0-based */
  goTo(index: number): void {
    const box = this.layout.box(Math.max(0, Math.min(index, this.pageCount - 1)));
    const room = Math.max(this.layout.gapPx, (this.viewport.heightPx - box.heightPx) / 2);
    this.scroller?.scrollTo({ top: box.topPx - room, behavior: 'instant' });
  }

  /** Brings a place of a page into the window unless it is there already; both as heights on the page. */
  reveal(index: number, fromMm: number, toMm: number): void {
    const { topPx } = this.layout.box(index);
    const pxPerMm = this.layout.pxPerMm(index);
    const from = topPx + fromMm * pxPerMm;
    const to = topPx + toMm * pxPerMm;
    const { scrollTopPx, viewport } = this;
    if (from >= scrollTopPx && to <= scrollTopPx + viewport.heightPx) return;
    this.scroller?.scrollTo({ top: (from + to - viewport.heightPx) / 2, behavior: 'instant' });
  }

  /** The page under a point of the screen, and where on it, in millimetres as shown (also beside the page). */
  pointAt(clientX: number, clientY: number): { page: number; xMm: number; yMm: number; inside: boolean } {
    const frame = this.scroller?.getBoundingClientRect() ?? { left: 0, top: 0, right: 0, bottom: 0 };
    const x = clientX - frame.left + (this.scroller?.scrollLeft ?? 0);
    const y = clientY - frame.top + (this.scroller?.scrollTop ?? 0);
    const page = this.layout.indexAt(y);
    const box = this.layout.box(page);
    const pxPerMm = this.layout.pxPerMm(page);
    const inFrame =
      clientX >= frame.left && clientX <= frame.right && clientY >= frame.top && clientY <= frame.bottom;
    return {
      page,
      xMm: (x - box.leftPx) / pxPerMm,
      yMm: (y - box.topPx) / pxPerMm,
      inside:
        inFrame &&
        x >= box.leftPx &&
        x <= box.leftPx + box.widthPx &&
        y >= box.topPx &&
        y <= box.topPx + box.heightPx,
    };
  }

  async #checkEarlier(): Promise<Earlier> {
    if (this.summary.signatures === 0) return this.earlier;
    this.earlier = { kind: 'checking' };
    this.earlier = await checkEarlier(this.file, this.#closing.signal);
    return this.earlier;
  }

  close(): void {
    this.#closing.abort();
    void this.pdf.loadingTask.destroy();
  }
}
