import type { BoxMm } from '../place';
import type { PageInfo } from '../syntax';
import { shownBox } from './page-box';
import type { Colour, Painted } from './painting';

/**
 * Seals of companies are 38 to 58 mm across, those for contracts, invoices and names 15 to 45 mm, round, oval (45 by 30
 * mm) or square. With some room for scans that are not to scale.
 */
const SIDE_MM = { least: 12, most: 65 };
const MOST_OBLONG = 1.7;

/** A strip of a straddle seal: as high as a seal, at the page's edge. */
const STRIP = { leastHighMm: 15, mostWideMm: 40, fromEdgeMm: 3 };

/** Shapes that a drawn seal is put together from. */
const MAX_SHAPES = 20_000;
const GAP_MM = 1.5;

/** @param isRed only what is known to be red is taken for a strip: pictures at an edge are common */
export function isSealShaped(
  { xMm, yMm, widthMm, heightMm }: BoxMm,
  page: { widthMm: number; heightMm: number },
  isRed: boolean,
): boolean {
  const [short, long] = [Math.min(widthMm, heightMm), Math.max(widthMm, heightMm)];
  if (long > SIDE_MM.most) return false;
  if (short >= SIDE_MM.least && long / short <= MOST_OBLONG) return true;
  const isAtEdge = [xMm, yMm, page.widthMm - xMm - widthMm, page.heightMm - yMm - heightMm].some(
    (distance) => distance <= STRIP.fromEdgeMm,
  );
  return isRed && isAtEdge && long >= STRIP.leastHighMm && short <= STRIP.mostWideMm;
}

/** The red of seals, from scarlet to what a faded scan makes of it. */
export function isReddish(colour: Colour): boolean {
  if (!colour) return false;
  const [red, green, blue] = colour;
  return red > 0.4 && red > 1.4 * Math.max(green, blue);
}

/**
 * A seal that a page's content draws by lines, shapes and letters of its own, not as a picture: the red shapes around
 * a place, as far as they hang together.
 */
export function drawnSealAt(
  page: PageInfo,
  painted: readonly Painted[],
  xMm: number,
  yMm: number,
): BoxMm | undefined {
  let left = painted
    .filter(({ kind, colour }) => kind !== 'image' && kind !== 'form' && isReddish(colour))
    .slice(0, MAX_SHAPES)
    .map(({ box }) => shownBox(page, box));
  let found: BoxMm = { xMm, yMm, widthMm: 0, heightMm: 0 };
  let any = false;
  for (;;) {
    const near = left.filter((box) => touches(found, box));
    if (near.length === 0) break;
    any = true;
    left = left.filter((box) => !near.includes(box));
    found = near.reduce(joined, found);
    if (Math.max(found.widthMm, found.heightMm) > SIDE_MM.most) return undefined;
  }
  const size = { widthMm: Infinity, heightMm: Infinity };
  return any && isSealShaped(found, size, true) ? found : undefined;
}

function touches(a: BoxMm, b: BoxMm): boolean {
  return (
    a.xMm - GAP_MM <= b.xMm + b.widthMm &&
    b.xMm <= a.xMm + a.widthMm + GAP_MM &&
    a.yMm - GAP_MM <= b.yMm + b.heightMm &&
    b.yMm <= a.yMm + a.heightMm + GAP_MM
  );
}

function joined(a: BoxMm, b: BoxMm): BoxMm {
  const [xMm, yMm] = [Math.min(a.xMm, b.xMm), Math.min(a.yMm, b.yMm)];
  return {
    xMm,
    yMm,
    widthMm: Math.max(a.xMm + a.widthMm, b.xMm + b.widthMm) - xMm,
    heightMm: Math.max(a.yMm + a.heightMm, b.yMm + b.heightMm) - yMm,
  };
}
