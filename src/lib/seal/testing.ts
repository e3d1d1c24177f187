/** For the tests of this folder only: the bundled face, and geometry of what was drawn. */
import { readFile } from 'node:fs/promises';
import { glyphSource } from './glyph-source';
import type { PointMm } from './outline';
import type { PathCommand, SealPicture } from './picture';

export const glyphs = glyphSource(async (file) =>
  Uint8Array.from(await readFile(new URL(`../../../static/glyphs/${file}`, import.meta.url))),
);

/** Common ideographs, brackets and Latin characters that company names are made of. */
export const NAME_CHARACTERS = [
  ...'云溪测试有限公司中国工程建设集团股份责任科技电子招标代理一丨囗龘（）ABW1i·',
];

/** Points that lie on the outlines: ends of lines, and curves in small steps. */
export function pointsOf(commands: readonly PathCommand[]): PointMm[] {
  const points: PointMm[] = [];
  let [x, y] = [0, 0];
  for (const command of commands) {
    if (command[0] === 'Z') continue;
    if (command[0] === 'C') {
      const [, x1, y1, x2, y2, x3, y3] = command;
      for (let i = 1; i <= 8; i++) {
        const t = i / 8;
        const v = 1 - t;
        const mix = (a: number, b: number, c: number, d: number): number =>
          v ** 3 * a + 3 * v * v * t * b + 3 * v * t * t * c + t ** 3 * d;
        points.push([mix(x, x1, x2, x3), mix(y, y1, y2, y3)]);
      }
      [x, y] = [x3, y3];
    } else {
      [x, y] = [command[1], command[2]];
      points.push([x, y]);
    }
  }
  return points;
}

/** Bounds of all ink, half of each line's width included. */
export function inkBounds(picture: SealPicture): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { commands, stroke } of picture.paths) {
    const half = (stroke?.widthMm ?? 0) / 2;
    for (const [x, y] of pointsOf(commands)) {
      bounds.left = Math.min(bounds.left, x - half);
      bounds.right = Math.max(bounds.right, x + half);
      bounds.top = Math.min(bounds.top, y - half);
      bounds.bottom = Math.max(bounds.bottom, y + half);
    }
  }
  return bounds;
}

/** How deep two convex boxes are in each other; separating axes. Negative: the gap between them. */
export function overlapMm(a: readonly PointMm[], b: readonly PointMm[]): number {
  let least = Infinity;
  for (const box of [a, b]) {
    box.forEach(([x, y], i) => {
      const [nx, ny] = box[(i + 1) % box.length]!;
      const length = Math.hypot(nx - x, ny - y);
      if (length === 0) return;
      const axis: PointMm = [-(ny - y) / length, (nx - x) / length];
      const [a0, a1] = range(a, axis);
      const [b0, b1] = range(b, axis);
      least = Math.min(least, Math.min(a1, b1) - Math.max(a0, b0));
    });
  }
  return least;
}

function range(box: readonly PointMm[], [ax, ay]: PointMm): [number, number] {
  const values = box.map(([x, y]) => x * ax + y * ay);
  return [Math.min(...values), Math.max(...values)];
}

/** The smallest box, turned like `box`, that holds the points: where a letter's ink really is. */
export function inkBox(box: readonly PointMm[], points: readonly PointMm[]): PointMm[] {
  const [[ox, oy], [rx, ry]] = [box[0]!, box[1]!];
  const length = Math.hypot(rx - ox, ry - oy);
  const [dx, dy] = [(rx - ox) / length, (ry - oy) / length];
  const local = points.map(([x, y]): PointMm => [
    (x - ox) * dx + (y - oy) * dy,
    (x - ox) * dy - (y - oy) * dx,
  ]);
  const [u0, u1] = range(local, [1, 0]);
  const [v0, v1] = range(local, [0, 1]);
  const at = (u: number, v: number): PointMm => [ox + dx * u + dy * v, oy + dy * u - dx * v];
  return [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)];
}

/**
 * How much of each pixel is inked, 0..1, rows from above: nonzero winding, four by four samples a pixel. Stroked
 * paths have to be ovals about the middle of the picture, as rings are.
 */
export function inkCoverage(picture: SealPicture, pxPerMm: number): Float32Array {
  const SAMPLES = 4;
  const width = Math.round(picture.widthMm * pxPerMm);
  const height = Math.round(picture.heightMm * pxPerMm);
  const coverage = new Float32Array(width * height);
  for (const { commands, fill, stroke } of picture.paths) {
    const edges: [x0: number, y0: number, x1: number, y1: number, winding: number][] = [];
    const add = (contour: readonly PointMm[], direction: number): void => {
      contour.forEach(([x0, y0], i) => {
        const [x1, y1] = contour[(i + 1) % contour.length]!;
        if (y0 !== y1) edges.push(y0 < y1 ? [x0, y0, x1, y1, direction] : [x1, y1, x0, y0, -direction]);
      });
    };
    for (const contour of contoursOf(commands)) {
      if (fill) add(contour, 1);
      if (!stroke) continue;
      const moved = (by: number): PointMm[] =>
        contour.map(([x, y]) => {
          const [dx, dy] = [x - picture.widthMm / 2, y - picture.heightMm / 2];
          const factor = 1 + by / Math.hypot(dx, dy);
          return [picture.widthMm / 2 + dx * factor, picture.heightMm / 2 + dy * factor];
        });
      add(moved(stroke.widthMm / 2), 1);
      add(moved(-stroke.widthMm / 2), -1);
    }
    for (let row = 0; row < height * SAMPLES; row++) {
      const y = (row + 0.5) / SAMPLES / pxPerMm;
      const crossings = edges
        .filter(([, y0, , y1]) => y0 <= y && y < y1)
        .map(([x0, y0, x1, y1, winding]) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), winding }))
        .sort((a, b) => a.x - b.x);
      let winding = 0;
      crossings.forEach((crossing, i) => {
        winding += crossing.winding;
        const next = crossings[i + 1];
        if (winding === 0 || !next) return;
        const from = Math.ceil(crossing.x * pxPerMm * SAMPLES - 0.5);
        const to = Math.ceil(next.x * pxPerMm * SAMPLES - 0.5);
        for (let column = from; column < to; column++) {
          const at = Math.floor(row / SAMPLES) * width + Math.floor(column / SAMPLES);
          coverage[at] = Math.min(1, coverage[at]! + 1 / SAMPLES ** 2);
        }
      });
    }
  }
  return coverage;
}

function contoursOf(commands: readonly PathCommand[]): PointMm[][] {
  const contours: PathCommand[][] = [];
  for (const command of commands) {
    if (command[0] === 'M') contours.push([]);
    contours.at(-1)!.push(command);
  }
  return contours.map(pointsOf);
}
