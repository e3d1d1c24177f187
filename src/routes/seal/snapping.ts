import type { BoxMm, SizeMm } from '$lib/pdf/place';

/** A line that a moved seal has snapped to, in millimetres of the page as shown. */
export interface Guide {
  axis: 'x' | 'y';
  atMm: number;
}

interface Snapped {
  xMm: number;
  yMm: number;
  guides: Guide[];
}

/** Where along one axis a box may rest: its own part that aligns, and the line that it aligns with. */
interface Rest {
  shift: number;
  atMm: number;
}

/**
 * Lets a box that is being moved rest at the page's middle and edges and at the other seals' edges and middles.
 *
 * @param toleranceMm how near an edge or middle must come
 */
export function snap(box: BoxMm, page: SizeMm, others: readonly BoxMm[], toleranceMm: number): Snapped {
  const x = nearest(
    [box.xMm, box.widthMm],
    [[0, page.widthMm], ...others.map((other) => [other.xMm, other.widthMm] as const)],
    toleranceMm,
  );
  const y = nearest(
    [box.yMm, box.heightMm],
    [[0, page.heightMm], ...others.map((other) => [other.yMm, other.heightMm] as const)],
    toleranceMm,
  );
  const guides: Guide[] = [];
  if (x) guides.push({ axis: 'x', atMm: x.atMm });
  if (y) guides.push({ axis: 'y', atMm: y.atMm });
  return { xMm: box.xMm + (x?.shift ?? 0), yMm: box.yMm + (y?.shift ?? 0), guides };
}

type Span = readonly [start: number, length: number];

function nearest([start, length]: Span, lines: readonly Span[], tolerance: number): Rest | undefined {
  let best: Rest | undefined;
  for (const [from, extent] of lines) {
    const pairs: [own: number, line: number][] = [
      [start + length / 2, from + extent / 2],
      [start, from],
      [start + length, from + extent],
    ];
    for (const [own, line] of pairs) {
      const shift = line - own;
      if (Math.abs(shift) <= tolerance && (!best || Math.abs(shift) < Math.abs(best.shift))) {
        best = { shift, atMm: line };
      }
    }
  }
  return best;
}
