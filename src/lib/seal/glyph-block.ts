import { SealDesignError } from './error';

/** A line has no controls, a curve is a cubic with two. Font units, y up from the baseline. */
interface GlyphSegment {
  readonly controls?: readonly [x1: number, y1: number, x2: number, y2: number];
  readonly x: number;
  readonly y: number;
}

interface GlyphContour {
  readonly x: number;
  readonly y: number;
  /** the contour closes with a line from the last one to its start */
  readonly segments: readonly GlyphSegment[];
}

export interface Glyph {
  readonly unitsPerEm: number;
  readonly advance: number;
  readonly contours: readonly GlyphContour[];
}

/** Code points in a block; block n holds n·256 .. n·256 + 255. */
export const BLOCK_SIZE = 256;

/**
 * Reads the outlines of a block of 256 code points, as `tests/tools/glyphs.ts` writes them.
 *
 * A block is a front and four columns; alike values side by side compress better than whole glyphs do.
 * Numbers are LEB128, 7 bits a byte, low ones first; signed ones are folded (0, -1, 1, -2, …).
 *
 * | part | content |
 * |---|---|
 * | front | units per em, glyphs, then the byte length of each column |
 * | heads | a glyph: offset in the block, advance, contours; a contour: segments |
 * | kinds | one bit a segment, low bits first: 0 line, 1 cubic |
 * | xs | signed steps from point to point, beginning at 0 in each glyph and going on over its contours: start of the contour, then of each segment the controls and the end |
 * | ys | the same of y |
 *
 * @param bytes the block, already inflated
 * @returns glyphs by offset in the block
 * @throws SealDesignError `glyph-data` where the bytes end too early
 */
export function parseGlyphBlock(bytes: Uint8Array): Map<number, Glyph> {
  const front = new NumberReader(bytes);
  const unitsPerEm = front.unsigned();
  const count = front.unsigned();
  const lengths = [front.unsigned(), front.unsigned(), front.unsigned(), front.unsigned()];
  let start = front.position;
  const [heads, kinds, xs, ys] = lengths.map((length) => {
    const column = bytes.subarray(start, start + length);
    if (column.length < length) throw new SealDesignError('glyph-data');
    start += length;
    return column;
  }) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

  const head = new NumberReader(heads);
  const stepX = new NumberReader(xs);
  const stepY = new NumberReader(ys);
  let segmentIndex = 0;
  const glyphs = new Map<number, Glyph>();
  for (let g = 0; g < count; g++) {
    const offset = head.unsigned();
    const advance = head.unsigned();
    let x = 0;
    let y = 0;
    const contours = Array.from({ length: head.unsigned() }, (): GlyphContour => {
      const segmentCount = head.unsigned();
      const from = { x: (x += stepX.signed()), y: (y += stepY.signed()) };
      const segments = Array.from({ length: segmentCount }, (): GlyphSegment => {
        const curved = ((kinds[segmentIndex >> 3] ?? 0) >> (segmentIndex & 7)) & 1;
        segmentIndex += 1;
        if (!curved) return { x: (x += stepX.signed()), y: (y += stepY.signed()) };
        const x1 = (x += stepX.signed());
        const y1 = (y += stepY.signed());
        const x2 = (x += stepX.signed());
        const y2 = (y += stepY.signed());
        return { controls: [x1, y1, x2, y2], x: (x += stepX.signed()), y: (y += stepY.signed()) };
      });
      return { ...from, segments };
    });
    glyphs.set(offset, { unitsPerEm, advance, contours });
  }
  return glyphs;
}

class NumberReader {
  position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  unsigned(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.position++];
      if (byte === undefined || shift > 28) throw new SealDesignError('glyph-data');
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value & 1 ? -((value + 1) / 2) : value / 2;
  }
}
