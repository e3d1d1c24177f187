import type { SealRaster } from '../picture';

/** Blocks along the longer side. */
const BLOCKS = 48;
/** Paper is the brighter part of a block: this much of its pixels may be ink. */
const PAPER_PERCENTILE = 0.88;
/** A block that is more colourful than the sheet by this is solid ink. */
const SOLID_CHROMA = 0.22;
/** Dark spots up to twice this many blocks across are ink, larger ones shadow. */
const CLOSING_BLOCKS = 4;

/** The colour of the bare paper at each place: 3 numbers a pixel, 1..255. */
export type Paper = Float32Array;

/**
 * Estimates how the bare paper would look at each pixel, under uneven light and shadows. Blocks of pixels give
 * their bright part; solid ink, which hides the paper, is bridged from around it.
 */
export function estimatePaper(image: SealRaster): Paper {
  const { widthPx, heightPx } = image;
  const block = Math.max(4, Math.ceil(Math.max(widthPx, heightPx) / BLOCKS));
  const columns = Math.ceil(widthPx / block);
  const rows = Math.ceil(heightPx / block);
  const grid = new Float32Array(columns * rows * 3);
  for (let by = 0; by < rows; by++) {
    for (let bx = 0; bx < columns; bx++) {
      grid.set(brightPart(image, bx * block, by * block, block), (by * columns + bx) * 3);
    }
  }
  bridgeSolidInk(grid, columns, rows);
  const channels = [0, 1, 2].map((channel) => {
    const plane = Float32Array.from({ length: columns * rows }, (_, i) => grid[i * 3 + channel]!);
    const closed = spread(
      spread(plane, columns, rows, CLOSING_BLOCKS, Math.max),
      columns,
      rows,
      CLOSING_BLOCKS,
      Math.min,
    );
    return smooth(closed, columns, rows);
  });
  return interpolated(channels, columns, rows, block, widthPx, heightPx);
}

function brightPart({ widthPx, heightPx, rgba }: SealRaster, x0: number, y0: number, size: number): number[] {
  const counts = [new Uint16Array(256), new Uint16Array(256), new Uint16Array(256)];
  let total = 0;
  for (let y = y0; y < Math.min(heightPx, y0 + size); y++) {
    for (let x = x0; x < Math.min(widthPx, x0 + size); x++) {
      const at = (y * widthPx + x) * 4;
      for (let channel = 0; channel < 3; channel++) counts[channel]![rgba[at + channel]!]! += 1;
      total += 1;
    }
  }
  return counts.map((histogram) => {
    let left = total * PAPER_PERCENTILE;
    for (let value = 0; value < 256; value++) {
      left -= histogram[value]!;
      if (left <= 0) return Math.max(1, value);
    }
    return 255;
  });
}

/** Blocks more colourful than the sheet take the mean of those around them, from the edge inwards. */
function bridgeSolidInk(grid: Float32Array, columns: number, rows: number): void {
  const chroma = (i: number): number => {
    const [r, g, b] = [grid[i * 3]!, grid[i * 3 + 1]!, grid[i * 3 + 2]!];
    return (Math.max(r, g, b) - Math.min(r, g, b)) / Math.max(r, g, b);
  };
  const all = Array.from({ length: columns * rows }, (_, i) => i);
  const sorted = all.map(chroma).sort((a, b) => a - b);
  // Even where the seal fills the picture, a quarter of the blocks show paper.
  const limit = sorted[Math.floor(sorted.length / 4)]! + SOLID_CHROMA;
  let open = all.filter((i) => chroma(i) > limit);
  const unknown = new Set(open);
  if (unknown.size === all.length) return;
  while (open.length > 0) {
    const solved: { index: number; colour: number[] }[] = [];
    for (const index of open) {
      const near = neighbours(index, columns, rows).filter((i) => !unknown.has(i));
      if (near.length === 0) continue;
      const colour = [0, 1, 2].map(
        (channel) => near.reduce((sum, i) => sum + grid[i * 3 + channel]!, 0) / near.length,
      );
      solved.push({ index, colour });
    }
    for (const { index, colour } of solved) {
      grid.set(colour, index * 3);
      unknown.delete(index);
    }
    open = open.filter((i) => unknown.has(i));
  }
}

function neighbours(index: number, columns: number, rows: number): number[] {
  const x = index % columns;
  const y = Math.floor(index / columns);
  const near: number[] = [];
  for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
      if (nx !== x || ny !== y) near.push(ny * columns + nx);
    }
  }
  return near;
}

/** The largest or smallest value within `radius`, a square about each place. */
export function spread(
  plane: Float32Array,
  columns: number,
  rows: number,
  radius: number,
  choose: (a: number, b: number) => number,
): Float32Array {
  const along = (from: Float32Array, step: number, length: number, lines: number, lineStep: number) => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        let best = from[line * lineStep + i * step]!;
        for (let j = Math.max(0, i - radius); j <= Math.min(length - 1, i + radius); j++) {
          best = choose(best, from[line * lineStep + j * step]!);
        }
        to[line * lineStep + i * step] = best;
      }
    }
    return to;
  };
  return along(along(plane, 1, columns, rows, columns), columns, rows, columns, 1);
}

function smooth(plane: Float32Array, columns: number, rows: number): Float32Array {
  return plane.map((value, i) => {
    const near = neighbours(i, columns, rows);
    return near.reduce((sum, j) => sum + plane[j]!, value) / (near.length + 1);
  });
}

/** Between the middles of the blocks, by straight lines. */
function interpolated(
  channels: readonly Float32Array[],
  columns: number,
  rows: number,
  block: number,
  widthPx: number,
  heightPx: number,
): Paper {
  const paper = new Float32Array(widthPx * heightPx * 3);
  const place = (pixel: number, count: number): [low: number, part: number] => {
    const at = Math.min(count - 1, Math.max(0, (pixel + 0.5) / block - 0.5));
    const low = Math.min(Math.max(0, count - 2), Math.floor(at));
    return [low, at - low];
  };
  for (let y = 0; y < heightPx; y++) {
    const [row, down] = place(y, rows);
    const below = Math.min(rows - 1, row + 1);
    for (let x = 0; x < widthPx; x++) {
      const [column, right] = place(x, columns);
      const next = Math.min(columns - 1, column + 1);
      for (let channel = 0; channel < 3; channel++) {
        const plane = channels[channel]!;
        const upper = plane[row * columns + column]! * (1 - right) + plane[row * columns + next]! * right;
        const lower = plane[below * columns + column]! * (1 - right) + plane[below * columns + next]! * right;
        paper[(y * widthPx + x) * 3 + channel] = upper * (1 - down) + lower * down;
      }
    }
  }
  return paper;
}
