import {
  displaySize,
  fromAnchor,
  parsePageRange,
  withinPage,
  type Anchor,
  type PageGeometry,
  type Placement,
  type SizeMm,
  type Stamp,
} from '$lib/pdf/place';

/** Of every seal at least this much stays on the page, so that it can be taken hold of again. */
const KEPT_ON_PAGE_MM = 5;
const ROUNDING = 100;

/** Pages of one straddle seal where nothing else is wished: strips of a 40 mm seal stay 2 mm wide. */
export const PAGES_PER_SEAL = 20;
export const MOST_PAGES_PER_SEAL = 50;

type Kind<K extends Placement['kind']> = Extract<Placement, { kind: K }>;

/** A tenth of a hair: what a person can place, and short numbers in labels. */
function roundMm(value: number): number {
  return Math.round(value * ROUNDING) / ROUNDING;
}

function rounded({ xMm, yMm }: { xMm: number; yMm: number }): { xMm: number; yMm: number } {
  return { xMm: roundMm(xMm), yMm: roundMm(yMm) };
}

/** Keeps a seal where it can be seen: within the page, or reaching over its edge where it is larger. */
export function clampToPage(
  xMm: number,
  yMm: number,
  size: SizeMm,
  page: SizeMm,
): { xMm: number; yMm: number } {
  return {
    xMm: roundMm(Math.min(Math.max(xMm, KEPT_ON_PAGE_MM - size.widthMm), page.widthMm - KEPT_ON_PAGE_MM)),
    yMm: roundMm(Math.min(Math.max(yMm, KEPT_ON_PAGE_MM - size.heightMm), page.heightMm - KEPT_ON_PAGE_MM)),
  };
}

/**
 * The placement whose `stamp` stands at another place: all other stamps of the placement follow by its rule.
 *
 * @param stamp one of its stamps, as it is now
 * @param to upper left corner that the stamp shall have, in millimetres of its page as shown
 */
export function moveStamp(
  placement: Placement,
  stamp: Stamp,
  to: { xMm: number; yMm: number },
  page: PageGeometry,
): Placement {
  const size = displaySize(page);
  switch (placement.kind) {
    case 'single':
    case 'signature':
    case 'date':
      return { ...placement, ...clampToPage(to.xMm, to.yMm, stamp, size) };
    case 'batch': {
      const inside = withinPage(to, stamp, size);
      return { ...placement, ...rounded(fromAnchor(placement.anchor ?? 'upper-left', inside, stamp, size)) };
    }
    case 'keyword': {
      const inside = withinPage(to, stamp, size);
      return {
        ...placement,
        dxMm: roundMm((placement.dxMm ?? 0) + inside.xMm - stamp.xMm),
        dyMm: roundMm((placement.dyMm ?? 0) + inside.yMm - stamp.yMm),
      };
    }
    case 'straddle':
      return { ...placement, yMm: roundMm(withinPage({ xMm: 0, yMm: to.yMm }, stamp, size).yMm) };
  }
}

/** Counts the offsets of a batch from another corner, so that its stamp on this page stays where it is. */
export function changeAnchor(
  placement: Kind<'batch'>,
  anchor: Anchor,
  stamp: Stamp | undefined,
  page: PageGeometry | undefined,
): Placement {
  if (!stamp || !page) return { ...placement, anchor };
  return { ...placement, anchor, ...rounded(fromAnchor(anchor, stamp, stamp, displaySize(page))) };
}

/** Turns by some degrees, clockwise; only seals that stand alone can be turned. */
export function turn(placement: Placement, byDeg: number): Placement {
  if (placement.kind !== 'single' && placement.kind !== 'signature') return placement;
  const angle = ((placement.rotationDeg ?? 0) + byDeg + 540) % 360;
  return { ...placement, rotationDeg: roundMm(angle - 180) };
}

/** Upper left corner of a seal whose centre is given, kept on the page as a whole where it fits. */
export function centredAt(
  xMm: number,
  yMm: number,
  size: SizeMm,
  page: SizeMm,
): { xMm: number; yMm: number } {
  const corner = { xMm: xMm - size.widthMm / 2, yMm: yMm - size.heightMm / 2 };
  return rounded(withinPage(corner, size, page));
}

/** Height of a straddle seal that stands in the middle of the page's edge. */
export function middleOfEdge(size: SizeMm, page: SizeMm): number {
  return roundMm((page.heightMm - size.heightMm) / 2);
}

/** How many pages a placement names; undefined where its range cannot be read. */
export function pagesNamed(range: string, pageCount: number): number | undefined {
  try {
    return parsePageRange(range, pageCount).length;
  } catch {
    return undefined;
  }
}
