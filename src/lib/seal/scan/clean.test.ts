import { beforeAll, describe, expect, it } from 'vitest';
import { newDesign } from '../design';
import { drawSeal } from '../draw';
import type { SealRaster } from '../picture';
import { glyphs, inkCoverage } from '../testing';
import { cleanScan, type CleanedScan } from './clean';

const PX_PER_MM = 12;
const SIDE = 60 * PX_PER_MM;
const AT = 10 * PX_PER_MM;
const PAPER = [246, 241, 228];
const RED = [196, 22, 48];

interface Scene {
  /** darkest part of the light, 0..1 */
  dim?: number;
  noise?: number;
  text?: boolean;
  shadow?: boolean;
  /** colour known only for squares of this many pixels, as in JPEG */
  chroma?: number;
  /** least density of the print */
  faint?: number;
  ink?: number[];
}

let coverage: Float32Array;

beforeAll(async () => {
  const seal = await drawSeal(newDesign('round', { companyName: '云溪测试有限公司' }), glyphs);
  coverage = inkCoverage(seal, PX_PER_MM);
});

const inkAt = (x: number, y: number): number => {
  const [sx, sy] = [x - AT, y - AT];
  const side = 40 * PX_PER_MM;
  return sx < 0 || sy < 0 || sx >= side || sy >= side ? 0 : coverage[sy * side + sx]!;
};
/** Lines of text: upright and level strokes of 0.4 mm every few millimetres. */
const textAt = (x: number, y: number): boolean => {
  const inLine = y % 72 > 20 && y % 72 < 56;
  return inLine && (x % 41 < 5 || (y % 72 > 35 && y % 72 < 40 && x % 82 < 41));
};

/** Photographs a seal on paper; the noise is the same every time. */
function photograph(scene: Scene): SealRaster {
  const { dim = 1, noise = 0, text = false, shadow = false, chroma = 1, faint = 1, ink = RED } = scene;
  let state = 12345;
  const random = (): number => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648 - 0.5;
  const exact = new Float32Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const light = 1 - ((1 - dim) * (x + y)) / (2 * SIDE);
      const shade = shadow && x + 0.4 * y > SIDE * 0.75 ? 0.72 : 1;
      const patch = 0.5 + 0.5 * Math.sin(x / 37) * Math.cos(y / 29);
      const density = inkAt(x, y) * (faint + (1 - faint) * patch);
      const black = text && textAt(x, y) ? 0.12 : 1;
      for (let c = 0; c < 3; c++) {
        const seen = PAPER[c]! * light * shade * black * (1 - density * (1 - ink[c]! / 255));
        exact[(y * SIDE + x) * 3 + c] = seen + random() * 2 * noise;
      }
    }
  }
  return { widthPx: SIDE, heightPx: SIDE, rgba: withCoarseColour(exact, chroma) };
}

/** Brightness of each pixel, colour of whole squares. */
function withCoarseColour(exact: Float32Array, size: number): Uint8Array {
  const luma = (at: number): number => 0.3 * exact[at]! + 0.59 * exact[at + 1]! + 0.11 * exact[at + 2]!;
  const rgba = new Uint8Array(SIDE * SIDE * 4).fill(255);
  for (let y0 = 0; y0 < SIDE; y0 += size) {
    for (let x0 = 0; x0 < SIDE; x0 += size) {
      const places = Array.from(
        { length: size * size },
        (_, i) => (y0 + Math.floor(i / size)) * SIDE + x0 + (i % size),
      );
      for (let c = 0; c < 3; c++) {
        const offset = places.reduce((sum, p) => sum + exact[p * 3 + c]! - luma(p * 3), 0) / places.length;
        for (const p of places) {
          const value = size === 1 ? exact[p * 3 + c]! : luma(p * 3) + offset;
          rgba[p * 4 + c] = Math.min(255, Math.max(0, Math.round(value)));
        }
      }
    }
  }
  return rgba;
}

/** How much of the seal was found, and how much of what was found is the seal. */
function score({ trimmed, widthPx, rgba, heightPx }: CleanedScan): { recall: number; precision: number } {
  const left = Math.round(trimmed.left * SIDE);
  const top = Math.round(trimmed.top * SIDE);
  let [hits, wanted, found] = [0, 0, 0];
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const inside = x >= left && y >= top && x < left + widthPx && y < top + heightPx;
      const alpha = inside ? rgba[((y - top) * widthPx + x - left) * 4 + 3]! : 0;
      const truth = inkAt(x, y);
      // Edges are neither: half a pixel of blur is no fault.
      if (truth > 0.9) wanted += 1;
      if (alpha > 50) found += 1;
      if (truth > 0.9 && alpha > 50) hits += 1;
      else if (alpha > 50 && truth > 0.02) found -= 1;
    }
  }
  return { recall: hits / wanted, precision: hits / found };
}

describe('a scanned seal', () => {
  it.each<[string, Scene, number, number]>([
    ['on clean paper', {}, 0.99, 0.99],
    ['under uneven light', { dim: 0.55, noise: 6 }, 0.99, 0.99],
    ['half in a shadow', { shadow: true, noise: 6 }, 0.99, 0.99],
    ['with coarse colour and noise, as JPEG leaves it', { noise: 10, chroma: 8 }, 0.96, 0.98],
    ['over the text of a page', { text: true, noise: 5, dim: 0.8 }, 0.97, 0.98],
    ['with faint places', { faint: 0.35, noise: 5, dim: 0.7 }, 0.99, 0.99],
    [
      'in all of that at once',
      { text: true, noise: 8, dim: 0.6, shadow: true, chroma: 4, faint: 0.5 },
      0.92,
      0.9,
    ],
  ])('%s is lifted off it', (_, scene, recall, precision) => {
    const result = score(cleanScan(photograph(scene)));
    expect(result.recall).toBeGreaterThan(recall);
    expect(result.precision).toBeGreaterThan(precision);
  });

  it('is trimmed to its ink', () => {
    const { trimmed } = cleanScan(photograph({ noise: 5 }));
    expect(trimmed.left * 60).toBeCloseTo(10, 0);
    expect(trimmed.top * 60).toBeCloseTo(10, 0);
    expect(trimmed.right * 60).toBeCloseTo(50, 0);
    expect(trimmed.bottom * 60).toBeCloseTo(50, 0);
  });

  it('keeps the colour of its ink, whatever the light', () => {
    const { rgba } = cleanScan(photograph({ dim: 0.5, noise: 4 }));
    const sums = [0, 0, 0];
    let count = 0;
    for (let i = 0; i < rgba.length; i += 4) {
      if (rgba[i + 3]! < 250) continue;
      count += 1;
      for (let c = 0; c < 3; c++) sums[c]! += rgba[i + c]!;
    }
    sums.forEach((sum, c) => expect(Math.abs(sum / count - RED[c]!)).toBeLessThan(16));
  });

  it('is as translucent where it is faint as it was printed', () => {
    const { rgba } = cleanScan(photograph({ faint: 0.35, noise: 3 }));
    let [faint, full] = [0, 0];
    for (let i = 3; i < rgba.length; i += 4) {
      if (rgba[i]! > 60 && rgba[i]! < 190) faint += 1;
      if (rgba[i]! > 220) full += 1;
    }
    expect(faint).toBeGreaterThan(1000);
    expect(full).toBeGreaterThan(1000);
  });

  it('leaves the text of the page away or keeps it, as is asked', () => {
    const scan = photograph({ text: true, noise: 4 });
    expect(cleanScan(scan).kept).toBe('red');
    const all = cleanScan(scan, { keep: 'all' });
    expect(all.trimmed.right - all.trimmed.left).toBeGreaterThan(0.9);
    const dark = cleanScan(scan, { keep: 'dark' });
    const reddish = Array.from({ length: dark.rgba.length / 4 }, (_, i) => i * 4).filter(
      (at) => dark.rgba[at + 3]! > 128 && dark.rgba[at]! - dark.rgba[at + 1]! > 60,
    );
    expect(reddish.length / (dark.rgba.length / 4)).toBeLessThan(0.01);
  });

  it('may be black or blue: then all of it is kept', () => {
    for (const ink of [
      [30, 30, 34],
      [30, 50, 140],
    ]) {
      const scan = cleanScan(photograph({ ink, noise: 5, dim: 0.7 }));
      expect(scan.kept).toBe('all');
      expect(score(scan).recall).toBeGreaterThan(0.98);
    }
  });

  it('may be a part of the image', () => {
    const { trimmed } = cleanScan(photograph({}), { crop: { left: 0, top: 0, right: 0.5, bottom: 1 } });
    expect(trimmed.right).toBeLessThanOrEqual(0.5);
    expect(trimmed.left * 60).toBeCloseTo(10, 0);
  });

  it('comes out small enough to be kept', () => {
    const { widthPx, heightPx, rgba } = photograph({});
    const large = { widthPx: widthPx * 4, heightPx: heightPx * 4, rgba: new Uint8Array(rgba.length * 16) };
    for (let y = 0; y < large.heightPx; y++) {
      for (let x = 0; x < large.widthPx; x++) {
        const from = ((y >> 2) * widthPx + (x >> 2)) * 4;
        large.rgba.set(rgba.subarray(from, from + 4), (y * large.widthPx + x) * 4);
      }
    }
    const result = cleanScan(large);
    expect(Math.max(result.widthPx, result.heightPx)).toBeLessThanOrEqual(1200);
    expect(Math.min(result.widthPx, result.heightPx)).toBeGreaterThan(900);
  });

  it('is refused where the paper is blank', () => {
    const blank = photograph({ ink: [255, 255, 255], noise: 6, dim: 0.6 });
    expect(() => cleanScan(blank)).toThrow(expect.objectContaining({ code: 'empty-scan' }) as Error);
  });
});
