import { applyMatrix, displayedFromUser, type BoxMm, type PageGeometry } from '../place';
import type { Rect } from '../syntax';

/** A box in default user space as it is shown on the page, in whole micrometres: no printer knows less. */
export function shownBox(page: PageGeometry, [x0, y0, x1, y1]: Rect): BoxMm {
  const matrix = displayedFromUser(page);
  const [ax, ay] = applyMatrix(matrix, x0, y0);
  const [bx, by] = applyMatrix(matrix, x1, y1);
  return {
    xMm: rounded(Math.min(ax, bx)),
    yMm: rounded(Math.min(ay, by)),
    widthMm: rounded(Math.abs(bx - ax)),
    heightMm: rounded(Math.abs(by - ay)),
  };
}

function rounded(mm: number): number {
  return Math.round(mm * 1000) / 1000;
}
