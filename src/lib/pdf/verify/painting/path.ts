import { applyMatrix, type Matrix } from '../../place';
import type { Rect } from '../../syntax';
import { intersection } from './graphics-state';

type Point = readonly [x: number, y: number];

const MAX_POINTS = 200_000;

/** Lines that are looked at one by one. */
const MAX_LINES = 500;

/** A path under construction (ISO 32000-2 8.5.2), in the space that everything is measured in. */
export class Path {
  #subpaths: Point[][] = [];
  #points = 0;

  move(m: Matrix, x: number, y: number): void {
    this.#subpaths.push([]);
    this.#add(applyMatrix(m, x, y));
  }

  /** @param coordinates pairs; of a curve the control points too, which go around it */
  line(m: Matrix, ...coordinates: number[]): void {
    for (let i = 0; i + 1 < coordinates.length; i += 2) {
      this.#add(applyMatrix(m, coordinates[i] ?? 0, coordinates[i + 1] ?? 0));
    }
  }

  rectangle(m: Matrix, x: number, y: number, width: number, height: number): void {
    this.move(m, x, y);
    this.line(m, x + width, y, x + width, y + height, x, y + height, x, y);
  }

  close(): void {
    const [start] = this.#subpaths.at(-1) ?? [];
    if (start) this.#add(start);
  }

  get tooLong(): boolean {
    return this.#points > MAX_POINTS;
  }

  /** Each part with the share of its box that it fills. */
  parts(): { box: Rect; share: number }[] {
    return this.#subpaths.flatMap((points) => {
      const box = boundsOf(points);
      const area = box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
      return box && area > 0 ? [{ box, share: areaWithin(points) / area }] : [];
    });
  }

  /** Upright and level lines as the boxes that a pen of some width makes of them. */
  strokes(width: number): Rect[] {
    const half = width / 2;
    const boxes: Rect[] = [];
    for (const points of this.#subpaths) {
      for (const [i, [x1, y1]] of points.entries()) {
        const from = points[i - 1];
        if (!from) continue;
        const [x0, y0] = from;
        if (Math.abs(x1 - x0) > half && Math.abs(y1 - y0) > half) continue;
        boxes.push([
          Math.min(x0, x1) - half,
          Math.min(y0, y1) - half,
          Math.max(x0, x1) + half,
          Math.max(y0, y1) + half,
        ]);
      }
    }
    return boxes;
  }

  /**
   * What a pen of some width paints, where all lines are upright or level; undefined where any is not, or there are
   * many of them.
   */
  straightLines(width: number): Rect[] | undefined {
    const isSlanted = this.#subpaths.some((points) =>
      points.some(([x, y], i) => {
        const [fromX, fromY] = points[i - 1] ?? [x, y];
        return Math.abs(x - fromX) > 0.01 && Math.abs(y - fromY) > 0.01;
      }),
    );
    return isSlanted || this.#points > MAX_LINES ? undefined : this.strokes(width);
  }

  get isRectangle(): boolean {
    const [points = [], ...others] = this.#subpaths;
    const [first, second, third, fourth, end] = points;
    if (others.length > 0 || points.length !== 5 || !first || !second || !third || !fourth || !end)
      return false;
    const isLevel = (a: Point, b: Point) => Math.abs(a[1] - b[1]) <= 0.01;
    const isUpright = (a: Point, b: Point) => Math.abs(a[0] - b[0]) <= 0.01;
    if (!isLevel(first, end) || !isUpright(first, end)) return false;
    const goesAround = (one: typeof isLevel, other: typeof isLevel) =>
      one(first, second) && other(second, third) && one(third, fourth) && other(fourth, end);
    return goesAround(isLevel, isUpright) || goesAround(isUpright, isLevel);
  }

  bounds(): Rect | undefined {
    return boundsOf(this.#subpaths.flat());
  }

  /** What a clipping path (8.5.4) leaves of a box. */
  clipped(clip: Rect): Rect {
    const box = this.bounds();
    return (box && intersection(clip, box)) ?? [0, 0, 0, 0];
  }

  clear(): void {
    this.#subpaths = [];
    this.#points = 0;
  }

  #add(point: Point): void {
    this.#points += 1;
    if (this.#points > MAX_POINTS || !Number.isFinite(point[0]) || !Number.isFinite(point[1])) return;
    let last = this.#subpaths.at(-1);
    if (!last) this.#subpaths.push((last = []));
    last.push(point);
  }
}

function boundsOf(points: readonly Point[]): Rect | undefined {
  if (points.length === 0) return undefined;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

/** The area of a polygon, by the trapezia below its sides. */
function areaWithin(points: readonly Point[]): number {
  let twice = 0;
  for (const [i, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[i + 1] ?? points[0] ?? [0, 0];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}
