import type { Anchor, SizeMm } from './placement';

/** The upper left corner of a box, in displayed page space. */
export interface CornerMm {
  xMm: number;
  yMm: number;
}

/**
 * Upper left corner of a seal whose offsets count from a corner of the page. The same sum leads back: given the
 * upper left corner, it tells the offsets.
 */
export function fromAnchor(anchor: Anchor, offset: CornerMm, size: SizeMm, page: SizeMm): CornerMm {
  const right = anchor === 'upper-right' || anchor === 'lower-right';
  const lower = anchor === 'lower-left' || anchor === 'lower-right';
  return {
    xMm: right ? page.widthMm - size.widthMm - offset.xMm : offset.xMm,
    yMm: lower ? page.heightMm - size.heightMm - offset.yMm : offset.yMm,
  };
}

/** Moves a box no further than needed to lie within the page; one larger than the page keeps its upper left. */
export function withinPage(corner: CornerMm, size: SizeMm, page: SizeMm): CornerMm {
  return {
    xMm: Math.max(0, Math.min(corner.xMm, page.widthMm - size.widthMm)),
    yMm: Math.max(0, Math.min(corner.yMm, page.heightMm - size.heightMm)),
  };
}
