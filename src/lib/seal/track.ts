import { placeLetter, type PlacedLetter, type PointMm } from './outline';
import type { Letter } from './lettering';

const TABLE_STEPS = 1440;
const TURN = 2 * Math.PI;

/**
 * An oval that text runs along, and the curves at a given depth inside it. Positions on it are angles of the
 * oval's parameter: 0 at the top, clockwise.
 */
export class OvalTrack {
  constructor(
    readonly centre: PointMm,
    readonly semiX: number,
    readonly semiY: number,
  ) {}

  /** The point `depthMm` inside the oval, on the normal at `angle`. */
  point(angle: number, depthMm: number): PointMm {
    const [nx, ny] = this.inward(angle);
    return [
      this.centre[0] + this.semiX * Math.sin(angle) + nx * depthMm,
      this.centre[1] - this.semiY * Math.cos(angle) + ny * depthMm,
    ];
  }

  /** Unit tangent, clockwise. */
  tangent(angle: number): PointMm {
    const x = this.semiX * Math.cos(angle);
    const y = this.semiY * Math.sin(angle);
    const length = Math.hypot(x, y);
    return [x / length, y / length];
  }

  inward(angle: number): PointMm {
    const [tx, ty] = this.tangent(angle);
    return [-ty, tx];
  }

  /** Measures the curve at a depth: angle ↔ length of the curve clockwise from the top. */
  measure(depthMm: number): CurveLength {
    return new CurveLength(this, depthMm);
  }
}

class CurveLength {
  readonly total: number;
  private readonly lengths: number[] = [0];

  constructor(track: OvalTrack, depthMm: number) {
    let before = track.point(0, depthMm);
    for (let i = 1; i <= TABLE_STEPS; i++) {
      const at = track.point((i * TURN) / TABLE_STEPS, depthMm);
      this.lengths.push(this.lengths[i - 1]! + Math.hypot(at[0] - before[0], at[1] - before[1]));
      before = at;
    }
    this.total = this.lengths[TABLE_STEPS]!;
  }

  /** @param length from the top, clockwise; negative before it */
  angleAt(length: number): number {
    // Mirrored about the top, so that symmetric text is symmetric to the last bit.
    if (length < 0) return -this.angleAt(-length);
    let low = 0;
    let high = TABLE_STEPS;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lengths[middle]! <= length) low = middle;
      else high = middle;
    }
    const from = this.lengths[low]!;
    const part = (length - from) / (this.lengths[high]! - from);
    return ((low + part) * TURN) / TABLE_STEPS;
  }

  lengthAt(angle: number): number {
    const position = (angle / TURN) * TABLE_STEPS;
    const low = Math.min(TABLE_STEPS - 1, Math.floor(position));
    return this.lengths[low]! + (position - low) * (this.lengths[low + 1]! - this.lengths[low]!);
  }
}

export interface ArcRequest {
  letters: readonly Letter[];
  /** from the track to the letters' near edge: their tops on the upper arc, their feet on the lower one */
  depthMm: number;
  heightMm: number;
  /** part of the track's turn, in degrees of its parameter, that the text may take; centred */
  spanDeg: number;
  side: 'upper' | 'lower';
  /** width of an ideograph in heights, at most */
  widest: number;
  /** part of the room between two normals that a letter takes; the rest is air */
  fill: number;
}

export interface SetArc {
  letters: PlacedLetter[];
  /** width that an ideograph was given */
  emWidthMm: number;
}

/**
 * Spreads letters evenly along the inner edge of their ring. Each gets the wedge between two normals of the
 * track, in proportion to its width; all are condensed alike until each fits its wedge, which is tightest at
 * the inner edge. So no two can touch, whatever the text.
 */
export function setArc(
  track: OvalTrack,
  { letters, depthMm, heightMm, spanDeg, side, widest, fill }: ArcRequest,
): SetArc {
  const inner = depthMm + heightMm;
  const curve = track.measure(inner);
  const ems = letters.reduce((sum, { widthEm }) => sum + widthEm, 0);
  const length = 2 * curve.lengthAt((spanDeg / 360) * Math.PI);
  const lower = side === 'lower';
  const angleAt = (ofSpan: number): number => {
    const at = (ofSpan - 0.5) * length;
    return lower ? TURN - curve.angleAt(at + curve.total / 2) : curve.angleAt(at);
  };

  let done = 0;
  const wedges = letters.map(({ widthEm }) => {
    const from = angleAt(done / ems);
    const middle = angleAt((done + widthEm / 2) / ems);
    done += widthEm;
    const to = angleAt(done / ems);
    return { middle, room: roomAt(track, inner, middle, from, to) / widthEm };
  });
  const emWidthMm = Math.min(heightMm * widest, ...wedges.map(({ room }) => room * fill));
  return {
    emWidthMm,
    letters: letters.map((letter, i) => {
      const { middle } = wedges[i]!;
      const [tx, ty] = track.tangent(middle);
      const right: PointMm = lower ? [-tx, -ty] : [tx, ty];
      const foot = track.point(middle, lower ? depthMm : inner);
      return placeLetter(letter, foot, right, letter.widthEm * emWidthMm, heightMm);
    }),
  };
}

/** How wide a box about the normal at `middle` may be at the inner depth before it meets a border normal. */
function roomAt(track: OvalTrack, depthMm: number, middle: number, from: number, to: number): number {
  const [px, py] = track.point(middle, depthMm);
  const [tx, ty] = track.tangent(middle);
  const half = [from, to].map((border) => {
    const [qx, qy] = track.point(border, depthMm);
    const [nx, ny] = track.inward(border);
    // p + u·t lies on the line through q along n.
    return Math.abs(((qx - px) * ny - (qy - py) * nx) / (tx * ny - ty * nx));
  });
  return 2 * Math.min(...half);
}
