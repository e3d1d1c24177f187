import type { SizeMm } from '$lib/pdf/place';

/** CSS pixels in a millimetre at 100 %. */
const PX_PER_MM = 96 / 25.4;
const MIN_ZOOM = 0.1;
const MAX_ZOOM = 6;
const STEPS = [0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6];

/** How large pages are shown: to the width of the window, whole pages, or a share of their true size. */
export type Zoom = 'width' | 'page' | number;

export interface ViewportPx {
  widthPx: number;
  heightPx: number;
}

interface PageBox {
  topPx: number;
  leftPx: number;
  widthPx: number;
  heightPx: number;
}

/** Where the pages of a document lie under one another, in CSS pixels. */
export class PageLayout {
  /** share of the true size; in a fitted layout pages that are wider than the window are smaller */
  readonly scale: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly #sizes: readonly SizeMm[];
  readonly #tops: Float64Array;
  readonly #widestPx: number;

  /** @param gapPx between pages and around them */
  constructor(
    sizes: readonly SizeMm[],
    zoom: Zoom,
    viewport: ViewportPx,
    readonly gapPx: number,
  ) {
    this.#sizes = sizes;
    this.scale = scaleOf(sizes, zoom, viewport, gapPx);
    this.#widestPx = typeof zoom === 'number' ? Infinity : Math.max(1, viewport.widthPx - 2 * gapPx);
    this.#tops = new Float64Array(sizes.length + 1);
    let top = gapPx;
    let widest = 0;
    sizes.forEach((size, i) => {
      const pxPerMm = this.pxPerMm(i);
      this.#tops[i] = top;
      top += size.heightMm * pxPerMm + gapPx;
      widest = Math.max(widest, size.widthMm * pxPerMm);
    });
    this.#tops[sizes.length] = top;
    this.heightPx = top;
    this.widthPx = Math.max(viewport.widthPx, widest + 2 * gapPx);
  }

  /** CSS pixels in a millimetre of a page. */
  pxPerMm(index: number): number {
    const { widthMm } = this.#sizes[index] ?? { widthMm: 1 };
    return Math.min(PX_PER_MM * this.scale, this.#widestPx / widthMm);
  }

  box(index: number): PageBox {
    const size = this.#sizes[index] ?? { widthMm: 0, heightMm: 0 };
    const pxPerMm = this.pxPerMm(index);
    const widthPx = size.widthMm * pxPerMm;
    return {
      topPx: this.#tops[index] ?? 0,
      leftPx: (this.widthPx - widthPx) / 2,
      widthPx,
      heightPx: size.heightMm * pxPerMm,
    };
  }

  /** Index of the page at a height; the gap below a page counts as the page's. */
  indexAt(yPx: number): number {
    let low = 0;
    let high = this.#sizes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tops[middle] ?? 0) <= yPx) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  /** Indices of the pages that show between two heights. */
  between(fromPx: number, toPx: number): number[] {
    if (this.#sizes.length === 0) return [];
    const first = this.indexAt(fromPx);
    const last = this.indexAt(toPx);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }
}

function scaleOf(
  sizes: readonly SizeMm[],
  zoom: Zoom,
  { widthPx, heightPx }: ViewportPx,
  gapPx: number,
): number {
  if (typeof zoom === 'number') return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom));
  // Fitted to the first page: one drawing among letters must not make the letters small.
  const { widthMm, heightMm } = sizes[0] ?? { widthMm: 210, heightMm: 297 };
  const toWidth = (widthPx - 2 * gapPx) / (widthMm * PX_PER_MM);
  const toHeight = (heightPx - 2 * gapPx) / (heightMm * PX_PER_MM);
  const fitted = zoom === 'width' ? toWidth : Math.min(toWidth, toHeight);
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, fitted));
}

/** The next larger or smaller of the usual sizes. */
export function zoomStep(scale: number, direction: 1 | -1): number {
  const next =
    direction > 0 ? STEPS.find((step) => step > scale * 1.01) : STEPS.findLast((step) => step < scale * 0.99);
  return next ?? scale;
}
