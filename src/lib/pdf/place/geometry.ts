import type { Rect } from '../syntax';

/** What placing needs to know of a page; `PageInfo` of pdf/syntax fits. */
export interface PageGeometry {
  /** 0-based */
  index: number;
  /** in default user space units, already clipped to the MediaBox */
  cropBox: Rect;
  /** clockwise turn for display, ISO 32000-2 table 31 */
  rotate: 0 | 90 | 180 | 270;
  /** size of a user space unit in 1/72 inch, ISO 32000-2 table 31 */
  userUnit: number;
}

/** A box in displayed page space: millimetres, from the upper left of the page as shown, y down. */
export interface BoxMm {
  xMm: number;
  yMm: number;
  widthMm: number;
  heightMm: number;
}

/** `[a b c d e f]` as in PDF: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const POINTS_PER_MM = 72 / 25.4;

/** User space units in a millimetre on this page. */
export function unitsPerMm(page: Pick<PageGeometry, 'userUnit'>): number {
  return POINTS_PER_MM / page.userUnit;
}

/** The page's size as a viewer shows it, in millimetres. */
export function displaySize(page: PageGeometry): { widthMm: number; heightMm: number } {
  const [x0, y0, x1, y1] = page.cropBox;
  const perMm = unitsPerMm(page);
  const width = (x1 - x0) / perMm;
  const height = (y1 - y0) / perMm;
  return page.rotate === 90 || page.rotate === 270
    ? { widthMm: height, heightMm: width }
    : { widthMm: width, heightMm: height };
}

/** From displayed page space (mm) to default user space. */
export function userFromDisplayed(page: PageGeometry): Matrix {
  const [x0, y0, x1, y1] = page.cropBox;
  const u = unitsPerMm(page);
  // A page turned clockwise shows its lower left corner at the upper left (90), and so on round.
  switch (page.rotate) {
    case 0:
      return [u, 0, 0, -u, x0, y1];
    case 90:
      return [0, u, u, 0, x0, y0];
    case 180:
      return [-u, 0, 0, u, x1, y0];
    case 270:
      return [0, -u, -u, 0, x1, y1];
  }
}

/** From default user space to displayed page space (mm). */
export function displayedFromUser(page: PageGeometry): Matrix {
  return invert(userFromDisplayed(page));
}

export function applyMatrix(m: Matrix, x: number, y: number): [x: number, y: number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

/** Inverse of a matrix that is known not to be singular. */
function invert([a, b, c, d, e, f]: Matrix): Matrix {
  const det = a * d - b * c;
  return [d / det, -b / det, -c / det, a / det, (c * f - d * e) / det, (b * e - a * f) / det];
}

/** The smallest upright rectangle that holds all points. */
export function boundsOf(points: readonly (readonly [number, number])[]): [number, number, number, number] {
  const xs = points.map((p) => p[0]);
  const ys = points.map((p) => p[1]);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/**
 * The four corners of a box that was turned about its centre, in displayed page space.
 *
 * @param rotationDeg clockwise as seen, like CSS `rotate`
 */
export function cornersOf(box: BoxMm, rotationDeg = 0): [number, number][] {
  const { xMm: x, yMm: y, widthMm: w, heightMm: h } = box;
  const corners: [number, number][] = [
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
  ];
  if (rotationDeg % 360 === 0) return corners;
  const angle = (rotationDeg * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const cx = x + w / 2;
  const cy = y + h / 2;
  return corners.map(([px, py]) => [
    cx + (px - cx) * cos - (py - cy) * sin,
    cy + (px - cx) * sin + (py - cy) * cos,
  ]);
}

/** The /Rect, in default user space, of a box in displayed page space turned about its centre. */
export function userRect(page: PageGeometry, box: BoxMm, rotationDeg = 0): Rect {
  const toUser = userFromDisplayed(page);
  return boundsOf(cornersOf(box, rotationDeg).map(([x, y]) => applyMatrix(toUser, x, y)));
}
