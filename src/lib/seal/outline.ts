import type { Glyph } from './glyph-block';
import { DESCENT_EM, type Letter } from './lettering';
import type { PathCommand } from './picture';

/** `[a b c d e f]`: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Transform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export type PointMm = readonly [x: number, y: number];

/** A letter on the seal: where it stands, and the outline there. */
export interface PlacedLetter {
  readonly codePoint: number;
  /** corners of the box that it was given */
  readonly box: readonly PointMm[];
  readonly commands: readonly PathCommand[];
}

/** 5 µm, a tenth of a printer's dot at 600 dpi: finer only makes sealed files larger. */
const GRID_PER_MM = 200;

/** Distance of a cubic's controls from its ends for a quarter of a circle of radius 1. */
const QUARTER = 0.5522847498;

/** Rounds to the grid; never -0. */
export function onGrid(valueMm: number): number {
  return Math.round(valueMm * GRID_PER_MM) / GRID_PER_MM + 0;
}

/**
 * Sets a letter into a box.
 *
 * @param foot middle of the box's lower edge, as the letter stands
 * @param right direction of writing, a unit vector; the letter's up is 90° to the left of it as seen
 */
export function placeLetter(
  { codePoint, glyph, widthEm, left }: Letter,
  foot: PointMm,
  right: PointMm,
  widthMm: number,
  heightMm: number,
): PlacedLetter {
  const [rx, ry] = right;
  const up: PointMm = [ry, -rx];
  const scaleX = widthMm / (widthEm * glyph.unitsPerEm || 1);
  const scaleY = heightMm / glyph.unitsPerEm;
  const at = (u: number, v: number): PointMm => [foot[0] + rx * u + up[0] * v, foot[1] + ry * u + up[1] * v];
  const origin = at(-widthMm / 2 - left * scaleX, DESCENT_EM * heightMm);
  const commands = outlineCommands(glyph, [
    rx * scaleX,
    ry * scaleX,
    up[0] * scaleY,
    up[1] * scaleY,
    origin[0],
    origin[1],
  ]);
  const half = widthMm / 2;
  return { codePoint, commands, box: [at(-half, 0), at(half, 0), at(half, heightMm), at(-half, heightMm)] };
}

export function outlineCommands(glyph: Glyph, [a, b, c, d, e, f]: Transform): PathCommand[] {
  const commands: PathCommand[] = [];
  const x = (px: number, py: number): number => onGrid(a * px + c * py + e);
  const y = (px: number, py: number): number => onGrid(b * px + d * py + f);
  for (const contour of glyph.contours) {
    commands.push(['M', x(contour.x, contour.y), y(contour.x, contour.y)]);
    for (const { controls, x: px, y: py } of contour.segments) {
      if (controls) {
        const [x1, y1, x2, y2] = controls;
        commands.push(['C', x(x1, y1), y(x1, y1), x(x2, y2), y(x2, y2), x(px, py), y(px, py)]);
      } else commands.push(['L', x(px, py), y(px, py)]);
    }
    commands.push(['Z']);
  }
  return commands;
}

export function ellipse(cx: number, cy: number, rx: number, ry: number): PathCommand[] {
  const kx = rx * QUARTER;
  const ky = ry * QUARTER;
  const curve = (...values: [number, number, number, number, number, number]): PathCommand =>
    ['C', ...(values.map(onGrid) as typeof values)] as const;
  return [
    ['M', onGrid(cx), onGrid(cy - ry)],
    curve(cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
    curve(cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
    curve(cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
    curve(cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
    ['Z'],
  ];
}

export function rectangle(x: number, y: number, width: number, height: number): PathCommand[] {
  const [left, top, right, bottom] = [x, y, x + width, y + height].map(onGrid) as [
    number,
    number,
    number,
    number,
  ];
  return [['M', left, top], ['L', right, top], ['L', right, bottom], ['L', left, bottom], ['Z']];
}

/** A regular five-point star, one point up (GB 15093's proportions: the inner radius is 0.382 of the outer). */
export function star(cx: number, cy: number, radiusMm: number): PathCommand[] {
  const inner = radiusMm * (Math.sin(Math.PI / 10) / Math.sin((3 * Math.PI) / 10));
  const commands: PathCommand[] = [];
  for (let i = 0; i < 10; i++) {
    const radius = i % 2 === 0 ? radiusMm : inner;
    const angle = (i * Math.PI) / 5;
    const x = onGrid(cx + radius * Math.sin(angle));
    const y = onGrid(cy - radius * Math.cos(angle));
    commands.push(i === 0 ? ['M', x, y] : ['L', x, y]);
  }
  return [...commands, ['Z']];
}
