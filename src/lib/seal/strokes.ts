import type { StrokePoint } from './design';
import { ellipse, onGrid, type PointMm } from './outline';
import type { PathCommand, SealPicture } from './picture';

/** The line of a gel pen: half of it when the hand flies, more than all of it when it rests. */
const NIB_MM = 0.75;
const THINNEST = 0.5;
const THICKEST = 1.25;
/** Speed at which the line has its nominal width, millimetres a millisecond on paper. */
const USUAL_SPEED = 0.06;
/** What a hand trembles, and what simplification may take away. */
const TOLERANCE_MM = 0.035;
const CLOSEST_MM = 0.12;
/** A turn sharper than this ends one ribbon and begins the next; both have round ends. */
const CUSP_COSINE = 0.3;

/** A point of the pen's way with the width of its line there, millimetres. */
interface Inked {
  x: number;
  y: number;
  width: number;
}

export interface HandwritingOptions {
  /** of the ink, edge to edge */
  widthMm: number;
  color: string;
}

/**
 * Handwriting as filled outlines: smoothed, simplified, thinner where the pen was fast (or pressed less, where
 * the device tells), trimmed to the ink.
 *
 * @returns undefined where nothing was written
 */
export function strokesToPaths(
  strokes: readonly (readonly StrokePoint[])[],
  { widthMm, color }: HandwritingOptions,
): SealPicture | undefined {
  const written = strokes.filter((stroke) => stroke.length > 0);
  if (written.length === 0) return undefined;
  const scale = scaleOf(written, widthMm);
  const commands = written.flatMap((stroke) => {
    const line = simplified(smoothed(inked(stroke, scale)));
    return splitAtCusps(line).flatMap(ribbon);
  });
  return trimmed(commands, color, widthMm);
}

/** Millimetres on paper in a unit of the strokes. Upright marks (丨) are limited by their height. */
function scaleOf(strokes: readonly (readonly StrokePoint[])[], widthMm: number): number {
  const points = strokes.flat();
  const { width, height } = extent(points.map(([x, y]) => [x, y]));
  const byWidth = Math.max(0.1, widthMm - NIB_MM) / Math.max(width, 1e-6);
  const byHeight = (2 * widthMm) / Math.max(height, 1e-6);
  const scale = Math.min(byWidth, byHeight);
  // A single dot has no extent at all.
  return width < 1e-6 && height < 1e-6 ? 1 : scale;
}

function inked(stroke: readonly StrokePoint[], scale: number): Inked[] {
  const pressed = new Set(stroke.map((point) => point[3])).size > 2;
  const line: Inked[] = [];
  let width = NIB_MM;
  let before: StrokePoint | undefined;
  for (const point of stroke) {
    const [x, y, t, pressure] = point;
    if (before) {
      const way = Math.hypot(x - before[0], y - before[1]) * scale;
      if (way < CLOSEST_MM) continue;
      const speed = way / Math.max(1, t - before[2]);
      const factor = pressed ? 0.4 + pressure * 1.2 : 1.35 / (0.35 + speed / USUAL_SPEED);
      // A line swells and thins slowly: ink does not follow every tremble of the hand.
      width += (NIB_MM * Math.min(THICKEST, Math.max(THINNEST, factor)) - width) * Math.min(1, way / 2.5);
    }
    line.push({ x: x * scale, y: y * scale, width });
    before = point;
  }
  if (line.length > 1) line[0]!.width = line[1]!.width;
  return line;
}

/** Weights 1, 2, 1 over neighbours, twice; ends stay. */
function smoothed(line: Inked[]): Inked[] {
  let result = line;
  for (let round = 0; round < 2; round++) {
    const from = result;
    result = from.map((point, i) => {
      const before = from[i - 1];
      const after = from[i + 1];
      if (!before || !after) return point;
      const mean = (key: keyof Inked): number => (before[key] + 2 * point[key] + after[key]) / 4;
      return { x: mean('x'), y: mean('y'), width: mean('width') };
    });
  }
  return result;
}

/** Douglas and Peucker's method; the width counts as a third coordinate. */
function simplified(line: Inked[]): Inked[] {
  const kept = new Set([0, line.length - 1]);
  const open: [number, number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let worst = TOLERANCE_MM;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const off = offChord(line[i]!, line[from]!, line[to]!);
      if (off > worst) [worst, at] = [off, i];
    }
    if (at < 0) continue;
    kept.add(at);
    open.push([from, at], [at, to]);
  }
  return line.filter((_, i) => kept.has(i));
}

function offChord(point: Inked, from: Inked, to: Inked): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length2 = dx * dx + dy * dy;
  const u = length2 === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length2;
  const part = Math.min(1, Math.max(0, u));
  const off = Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy);
  return off + Math.abs(point.width - from.width - part * (to.width - from.width)) / 2;
}

function splitAtCusps(line: Inked[]): Inked[][] {
  const parts: Inked[][] = [[]];
  line.forEach((point, i) => {
    parts.at(-1)!.push(point);
    const before = line[i - 1];
    const after = line[i + 1];
    if (!before || !after) return;
    const [ax, ay] = unit(before, point);
    const [bx, by] = unit(point, after);
    if (ax * bx + ay * by < CUSP_COSINE) parts.push([point]);
  });
  return parts;
}

/** Left edge there, round end, right edge back, round end: clockwise as seen for every ribbon. */
function ribbon(line: Inked[]): PathCommand[] {
  const first = line[0];
  const last = line.at(-1);
  if (!first || !last) return [];
  if (line.length === 1) return ellipse(first.x, first.y, first.width * 0.6, first.width * 0.6);
  const normals = line.map((point, i): PointMm => {
    const [dx, dy] = unit(line[i - 1] ?? point, line[i + 1] ?? point);
    return [dy, -dx];
  });
  const edge = (side: 1 | -1): PointMm[] =>
    line.map(({ x, y, width }, i) => [
      x + (side * normals[i]![0] * width) / 2,
      y + (side * normals[i]![1] * width) / 2,
    ]);
  const there = edge(1);
  const back = edge(-1).reverse();
  return [
    ['M', onGrid(there[0]![0]), onGrid(there[0]![1])],
    ...curveThrough(there),
    ...roundEnd(there.at(-1)!, back[0]!),
    ...curveThrough(back),
    ...roundEnd(back.at(-1)!, there[0]!),
    ['Z'],
  ];
}

/** Catmull and Rom's spline as cubics; handles are kept short so that uneven points make no loops. */
function curveThrough(points: readonly PointMm[]): PathCommand[] {
  return points.slice(1).map((to, i) => {
    const from = points[i]!;
    const before = points[i - 1] ?? from;
    const after = points[i + 2] ?? to;
    const chord = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const handle = (dx: number, dy: number): PointMm => {
      const length = Math.hypot(dx, dy);
      const scale = length === 0 ? 0 : Math.min(length / 6, chord / 3) / length;
      return [dx * scale, dy * scale];
    };
    const out = handle(to[0] - before[0], to[1] - before[1]);
    const into = handle(after[0] - from[0], after[1] - from[1]);
    return cubic([from[0] + out[0], from[1] + out[1]], [to[0] - into[0], to[1] - into[1]], to);
  });
}

/** Half a circle from one edge to the other, round the end of the line, in two quarters. */
function roundEnd(from: PointMm, to: PointMm): PathCommand[] {
  const cx = (from[0] + to[0]) / 2;
  const cy = (from[1] + to[1]) / 2;
  const rx = from[0] - cx;
  const ry = from[1] - cy;
  // The way on, seen from the edge that lies to its left.
  const fx = -ry;
  const fy = rx;
  const k = 0.5522847498;
  const tip: PointMm = [cx + fx, cy + fy];
  return [
    cubic([from[0] + fx * k, from[1] + fy * k], [tip[0] + rx * k, tip[1] + ry * k], tip),
    cubic([tip[0] - rx * k, tip[1] - ry * k], [to[0] + fx * k, to[1] + fy * k], to),
  ];
}

function cubic(c1: PointMm, c2: PointMm, to: PointMm): PathCommand {
  return ['C', c1[0], c1[1], c2[0], c2[1], to[0], to[1]];
}

function unit(from: { x: number; y: number }, to: { x: number; y: number }): PointMm {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return [(to.x - from.x) / length, (to.y - from.y) / length];
}

function extent(points: readonly PointMm[]): { left: number; top: number; width: number; height: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, width: right - left, height: bottom - top };
}

/** Moves the ink to the origin and makes it exactly as wide as was asked for, unless it is no wider than a line. */
function trimmed(commands: readonly PathCommand[], color: string, widthMm: number): SealPicture {
  const ends = commands.flatMap((command): PointMm[] => {
    const values = command.slice(1) as number[];
    const points: PointMm[] = [];
    for (let i = 0; i < values.length; i += 2) points.push([values[i]!, values[i + 1]!]);
    return points;
  });
  const { left, top, width, height } = extent(ends);
  const fit = widthMm / width;
  const scale = fit > 0.8 && fit < 1.25 ? fit : 1;
  const moved = commands.map((command): PathCommand => {
    if (command[0] === 'Z') return command;
    const [letter, ...values] = command;
    return [
      letter,
      ...values.map((value, i) => onGrid((value - (i % 2 === 0 ? left : top)) * scale)),
    ] as unknown as PathCommand;
  });
  return {
    widthMm: onGrid(width * scale),
    heightMm: onGrid(height * scale),
    paths: [{ commands: moved, fill: color }],
  };
}
