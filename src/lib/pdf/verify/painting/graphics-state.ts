import { applyMatrix, type Matrix } from '../../place';
import type { Rect } from '../../syntax';
import type { FontWidths } from './font-widths';

/** 0 to 1 each; undefined where it cannot be told (patterns, colour spaces of other kinds). */
export type Colour = readonly [red: number, green: number, blue: number] | undefined;

const BLACK: Colour = [0, 0, 0];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** What of the graphics state (ISO 32000-2 8.4) tells where something is painted, and whether it hides what is there. */
export interface GraphicsState {
  ctm: Matrix;
  clip: Rect;
  fill: Colour;
  stroke: Colour;
  fillAlpha: number;
  strokeAlpha: number;
  multiply: boolean;
  lineWidth: number;
  miterLimit: number;
  strokesText: boolean;
  fontSize: number;
  /** undefined where the font is not known */
  font: FontWidths | undefined;
  /** Tc and Tw, in text space */
  charSpace: number;
  wordSpace: number;
  leading: number;
  horizontalScale: number;
  rise: number;
  invisibleText: boolean;
  /** in a font whose glyphs may be of any size */
  unboundedText: boolean;
}

export function initialState(ctm: Matrix, clip: Rect): GraphicsState {
  return {
    ctm,
    clip,
    fill: BLACK,
    stroke: BLACK,
    fillAlpha: 1,
    strokeAlpha: 1,
    multiply: false,
    lineWidth: 1,
    miterLimit: 10,
    strokesText: false,
    fontSize: 0,
    font: undefined,
    charSpace: 0,
    wordSpace: 0,
    leading: 0,
    horizontalScale: 1,
    rise: 0,
    invisibleText: false,
    unboundedText: false,
  };
}

/** `first`, then `second`. */
export function concat(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [x, y] = applyMatrix(second, e, f);
  return [
    a * second[0] + b * second[2],
    a * second[1] + b * second[3],
    c * second[0] + d * second[2],
    c * second[1] + d * second[3],
    x,
    y,
  ];
}

/** The upright box around a turned one. */
export function transformed([x0, y0, x1, y1]: Rect, m: Matrix): Rect {
  const corners = [
    applyMatrix(m, x0, y0),
    applyMatrix(m, x1, y0),
    applyMatrix(m, x1, y1),
    applyMatrix(m, x0, y1),
  ];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** What two boxes share; undefined where that is nothing. */
export function intersection(a: Rect, b: Rect): Rect | undefined {
  const box: Rect = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[2] > box[0] && box[3] > box[1] ? box : undefined;
}

export function areaOf(box: Rect | undefined): number {
  return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
}

/** DeviceGray, DeviceRGB and DeviceCMYK by the number of components. */
export function colourOf(values: readonly unknown[]): Colour {
  const [a, b, c, d] = values;
  if (typeof a !== 'number') return undefined;
  if (values.length === 1) return [a, a, a];
  if (typeof b !== 'number' || typeof c !== 'number') return undefined;
  if (values.length === 3) return [a, b, c];
  return values.length === 4 && typeof d === 'number'
    ? [(1 - a) * (1 - d), (1 - b) * (1 - d), (1 - c) * (1 - d)]
    : undefined;
}
