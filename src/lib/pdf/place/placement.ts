import type { BoxMm } from './geometry';
import type { PageRange } from './range';

/** Which corner of the page `xMm`/`yMm` of a batch count from, both growing towards the page's middle. */
export type Anchor = 'upper-left' | 'upper-right' | 'lower-left' | 'lower-right';

/**
 * One wish of a person: which seal goes where. Lengths are millimetres in displayed page space (origin
 * at the upper left of the page as shown, y down); `page` is a 0-based index.
 */
export type Placement = { id: string; sealId: string } & (
  | { kind: 'single'; page: number; xMm: number; yMm: number; rotationDeg?: number }
  | { kind: 'batch'; pages: PageRange; xMm: number; yMm: number; anchor?: Anchor }
  | {
      kind: 'keyword';
      text: string;
      pages?: PageRange;
      /** the seal's centre relative to the centre of the text */
      dxMm?: number;
      dyMm?: number;
    }
  | {
      kind: 'straddle';
      pages?: PageRange;
      edge: 'right' | 'left';
      yMm: number;
      /** at most so many strips to a seal */
      pagesPerSeal: number;
      /** only odd page numbers: the front sides of sheets printed on both */
      oddOnly?: boolean;
    }
  | { kind: 'signature'; page: number; xMm: number; yMm: number; rotationDeg?: number }
  | { kind: 'date'; page: number; xMm: number; yMm: number }
);

/** One visible piece of a seal on one page: what the preview draws and what sealing writes. */
export interface Stamp extends BoxMm {
  placementId: string;
  sealId: string;
  pageIndex: number;
  /** the part of the seal's width that shows, 0..1, in a straddle seal; the box is that part's */
  slice?: { from: number; to: number };
  /** clockwise as seen, about the centre of the box; the box is the seal's before turning */
  rotationDeg?: number;
}

/** Box of one occurrence of a text. */
export interface TextHit extends BoxMm {
  pageIndex: number;
}

export interface SizeMm {
  widthMm: number;
  heightMm: number;
}

/** What resolving placements asks of its surroundings. */
export interface PlacementContext {
  /** size of a seal as designed; throws what the caller finds fit for an unknown seal */
  sizeOf(sealId: string): SizeMm;
  /** all occurrences of a text on these pages (0-based), in reading order */
  findText(text: string, pages: number[]): Promise<TextHit[]>;
}
