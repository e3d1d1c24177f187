/**
 * Turns the quadratic outlines of a TrueType font back into cubics. The face was drawn in cubics; its
 * TrueType build splits each into several quadratics. Fitting them again makes the assets smaller and,
 * what counts more, halves the path data that every sealed PDF carries.
 */
import type { FontPathCommand } from 'fontkit';

interface Point {
  x: number;
  y: number;
}

/** A line has no controls, a curve is a cubic with two. */
interface Segment {
  controls?: [Point, Point];
  to: Point;
}

export interface Contour {
  start: Point;
  segments: Segment[];
}

interface Quadratic {
  from: Point;
  control: Point;
  to: Point;
}

/** How far a fitted curve may stray, in font units; 1/1000 em is 6 µm on a 6 mm character. */
const TOLERANCE_UNITS = 0.8;
const LONGEST_RUN = 8;
const SAMPLES_PER_QUADRATIC = [0.25, 0.5, 0.75, 1];

/**
 * @param commands outline as fontkit gives it, font units, y up
 * @returns closed contours of lines and cubics with whole-number coordinates
 * @throws Error for cubic input: the generator reads TrueType outlines only
 */
export function fitContours(commands: readonly FontPathCommand[]): Contour[] {
  const contours: Contour[] = [];
  let contour: Contour | undefined;
  let at: Point = { x: 0, y: 0 };
  let run: Quadratic[] = [];
  const flush = (): void => {
    if (contour && run.length > 0) contour.segments.push(...fitRun(run));
    run = [];
  };
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0] = args;
    if (command === 'moveTo') {
      flush();
      at = { x: a, y: b };
      contour = { start: rounded(at), segments: [] };
      contours.push(contour);
    } else if (command === 'lineTo') {
      flush();
      at = { x: a, y: b };
      contour?.segments.push({ to: rounded(at) });
    } else if (command === 'quadraticCurveTo') {
      const to = { x: c, y: d };
      run.push({ from: at, control: { x: a, y: b }, to });
      at = to;
    } else if (command === 'closePath') {
      flush();
    } else throw new Error(`unexpected outline command ${command}`);
  }
  flush();
  for (const { start, segments } of contours) {
    const last = segments.at(-1);
    if (last && !last.controls && last.to.x === start.x && last.to.y === start.y) segments.pop();
  }
  return contours.filter(({ segments }) => segments.length > 0);
}

/** The fewest cubics, taken greedily, that follow a run of connected quadratics. */
function fitRun(run: readonly Quadratic[]): Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < run.length;) {
    let count = 1;
    let best = elevated(run[from]!);
    for (let n = 2; n <= Math.min(LONGEST_RUN, run.length - from); n++) {
      const fitted = fitCubic(run.slice(from, from + n));
      if (!fitted) break;
      best = fitted;
      count = n;
    }
    segments.push(best);
    from += count;
  }
  return segments;
}

function elevated({ from, control, to }: Quadratic): Segment {
  const third = (end: Point): Point => ({
    x: end.x + (2 / 3) * (control.x - end.x),
    y: end.y + (2 / 3) * (control.y - end.y),
  });
  return { controls: [rounded(third(from)), rounded(third(to))], to: rounded(to) };
}

/**
 * Least squares for the lengths of the two handles, their directions being the run's own end tangents.
 * Quadratics made from one cubic share its parameter evenly, so that the parameter is known.
 */
function fitCubic(run: readonly Quadratic[]): Segment | undefined {
  const first = run[0]!;
  const last = run.at(-1)!;
  const p0 = first.from;
  const p3 = last.to;
  const tangent0 = direction(p0, first.control);
  const tangent3 = direction(p3, last.control);
  if (!tangent0 || !tangent3) return undefined;
  let a11 = 0;
  let a12 = 0;
  let a22 = 0;
  let b1 = 0;
  let b2 = 0;
  const samples: { u: number; at: Point }[] = [];
  run.forEach((quadratic, index) => {
    for (const t of SAMPLES_PER_QUADRATIC) {
      const u = (index + t) / run.length;
      const at = pointOn(quadratic, t);
      samples.push({ u, at });
      const near = 3 * u * (1 - u) ** 2;
      const far = 3 * u ** 2 * (1 - u);
      const w0 = (1 - u) ** 3 + near;
      const restX = at.x - (p0.x * w0 + p3.x * (1 - w0));
      const restY = at.y - (p0.y * w0 + p3.y * (1 - w0));
      a11 += near * near;
      a12 += near * far * (tangent0.x * tangent3.x + tangent0.y * tangent3.y);
      a22 += far * far;
      b1 += near * (tangent0.x * restX + tangent0.y * restY);
      b2 += far * (tangent3.x * restX + tangent3.y * restY);
    }
  });
  const determinant = a11 * a22 - a12 * a12;
  if (Math.abs(determinant) < 1e-9) return undefined;
  const handle0 = (b1 * a22 - b2 * a12) / determinant;
  const handle3 = (a11 * b2 - a12 * b1) / determinant;
  if (handle0 <= 0 || handle3 <= 0) return undefined;
  const c1 = { x: p0.x + tangent0.x * handle0, y: p0.y + tangent0.y * handle0 };
  const c2 = { x: p3.x + tangent3.x * handle3, y: p3.y + tangent3.y * handle3 };
  for (const { u, at } of samples) {
    const v = 1 - u;
    const x = v ** 3 * p0.x + 3 * u * v * v * c1.x + 3 * u * u * v * c2.x + u ** 3 * p3.x;
    const y = v ** 3 * p0.y + 3 * u * v * v * c1.y + 3 * u * u * v * c2.y + u ** 3 * p3.y;
    if ((x - at.x) ** 2 + (y - at.y) ** 2 > TOLERANCE_UNITS ** 2) return undefined;
  }
  return { controls: [rounded(c1), rounded(c2)], to: rounded(p3) };
}

function pointOn({ from, control, to }: Quadratic, t: number): Point {
  const v = 1 - t;
  return {
    x: v * v * from.x + 2 * t * v * control.x + t * t * to.x,
    y: v * v * from.y + 2 * t * v * control.y + t * t * to.y,
  };
}

function direction(from: Point, to: Point): Point | undefined {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return length === 0 ? undefined : { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
