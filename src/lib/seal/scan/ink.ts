import type { SealRaster } from '../picture';
import { spread, type Paper } from './paper';

/** Which ink is looked for. */
export type Ink = 'red' | 'dark' | 'all';

/** How much of the paper's light each pixel swallows, 0..1, in red, green and blue. */
export interface Absorption {
  red: Float32Array;
  green: Float32Array;
  blue: Float32Array;
}

/** Absorption in all three above this is black print. */
const BLACK = 0.45;

export function absorptionOf({ rgba }: SealRaster, paper: Paper): Absorption {
  const count = rgba.length / 4;
  const plane = (channel: number): Float32Array =>
    Float32Array.from({ length: count }, (_, i) => {
      const alpha = rgba[i * 4 + 3]! / 255;
      return alpha * Math.min(1, Math.max(0, 1 - rgba[i * 4 + channel]! / paper[i * 3 + channel]!));
    });
  return { red: plane(0), green: plane(1), blue: plane(2) };
}

/**
 * How much of the wanted ink lies on each pixel, in no particular unit.
 *
 * Red ink swallows green and blue but not red; black, and blue ink too, swallow red. So the difference finds
 * red without black, and red light alone finds what is dark without red.
 */
export function inkDensity({ red, green, blue }: Absorption, ink: Ink): Float32Array {
  switch (ink) {
    case 'red':
      // The lesser of both: blue ink swallows green, but no blue.
      return red.map((r, i) =>
        Math.max(0, Math.min(green[i]!, blue[i]!) * 0.5 + (green[i]! + blue[i]!) * 0.25 - r),
      );
    case 'dark':
      return red.slice();
    case 'all':
      return red.map((r, i) => Math.max(r, green[i]!, blue[i]!));
  }
}

/**
 * Which ink an image is about: red as soon as a good part of what is printed is red, for seals are, and what is
 * black around them is the text of the page.
 */
export function prevailingInk(absorption: Absorption): Ink {
  const reddish = inkDensity(absorption, 'red');
  const any = inkDensity(absorption, 'all');
  let [red, printed] = [0, 0];
  any.forEach((density, i) => {
    if (density < 0.25) return;
    printed += 1;
    if (reddish[i]! > 0.5 * density) red += 1;
  });
  return red > 0.12 * printed ? 'red' : 'all';
}

/**
 * Alpha 0..1: nothing below the noise of the paper, all where the ink is as dense as it gets in this image.
 *
 * @param strength 0 keeps the faintest trace and some dirt, 1 only what is printed well
 */
export function alphaOf(density: Float32Array, strength: number): Float32Array {
  const { floor, full } = levels(density);
  const threshold = Math.min(full * 0.6, floor * 2 ** ((strength - 0.5) * 4));
  return density.map((value) => Math.min(1, Math.max(0, (value - threshold) / (full - threshold))));
}

function levels(density: Float32Array): { floor: number; full: number } {
  const BINS = 1024;
  const histogram = new Uint32Array(BINS + 1);
  for (const value of density) histogram[Math.round(value * BINS)]! += 1;
  const percentile = (from: number, part: number): number => {
    let total = 0;
    for (let bin = from; bin <= BINS; bin++) total += histogram[bin]!;
    let left = total * part;
    for (let bin = from; bin <= BINS; bin++) {
      left -= histogram[bin]!;
      if (left <= 0) return bin / BINS;
    }
    return 1;
  };
  // Most of any scan is paper: its median is the paper's own noise.
  const floor = Math.min(0.2, Math.max(0.05, 4 * percentile(0, 0.5)));
  const full = Math.max(floor + 0.1, percentile(Math.ceil(floor * 2 * BINS), 0.8));
  return { floor, full };
}

/**
 * Where black print lies over or under red ink, red cannot be told from black: such places take what is around
 * them, if there is ink on both sides within `radiusPx`.
 */
export function bridgeBlack(
  alpha: Float32Array,
  { red, green, blue }: Absorption,
  widthPx: number,
  heightPx: number,
  radiusPx: number,
): Float32Array {
  const larger = spread(alpha, widthPx, heightPx, radiusPx, Math.max);
  const closed = spread(larger, widthPx, heightPx, radiusPx, Math.min);
  return alpha.map((value, i) =>
    Math.min(red[i]!, green[i]!, blue[i]!) > BLACK ? Math.max(value, closed[i]!) : value,
  );
}
