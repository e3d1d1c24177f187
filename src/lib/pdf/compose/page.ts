/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89 };
export const MARGIN = { side: 56, top: 60, bottom: 64 };
export const TEXT_WIDTH = PAGE.width - 2 * MARGIN.side;

export const BODY = 10;
export const SMALL = 8;
export const LEADING = 1.55;

/** Colours as operands of `rg`. */
export const INK = '0.106 0.114 0.125';
export const SOFT = '0.298 0.314 0.341';
const RULE = '0.878 0.867 0.835';
export const TINT = '0.961 0.957 0.945';

/** A number of a content stream: 1/100 point is far below a printer's dot. */
export function at(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** A filled rectangle, its lower left corner first. */
export function filled(colour: string, x: number, y: number, width: number, height: number): string {
  return `${colour} rg ${at(x)} ${at(y)} ${at(width)} ${at(height)} re f`;
}

/** A hairline over the whole width of the text. */
export function rule(y: number): string {
  return filled(RULE, MARGIN.side, y, TEXT_WIDTH, 0.6);
}
