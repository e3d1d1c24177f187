import { SealDesignError } from '../error';
import type { SealRaster } from '../picture';
import {
  absorptionOf,
  alphaOf,
  bridgeBlack,
  inkDensity,
  prevailingInk,
  type Absorption,
  type Ink,
} from './ink';
import { estimatePaper, type Paper } from './paper';
import { cropRaster, shrinkRaster, type PixelBox } from './resample';
import { removeSpeckles } from './speckles';

/** Longest side while an image is worked on, and of what comes out: 600 dpi over 50 mm. */
const WORKING_PX = 1600;
const RESULT_PX = 1200;
/** Ink of at least this alpha says where the print ends. */
const VISIBLE = 0.2;

export interface CleanOptions {
  /** `auto`: red where a good part of the print is red, else all */
  keep?: Ink | 'auto';
  /** 0 keeps the faintest traces, 1 only what is printed well; 0.5 where it is left out */
  strength?: number;
  /** only this part of the image, in fractions of its sides */
  crop?: { left: number; top: number; right: number; bottom: number };
}

export interface CleanedScan extends SealRaster {
  /** the ink that was kept */
  kept: Ink;
  /** where the result lies in the image, in fractions of its sides */
  trimmed: { left: number; top: number; right: number; bottom: number };
}

/**
 * Lifts the print off a scan or photograph: paper, shadows and dirt become transparent, ink keeps its colour as
 * under even light, faint ink stays as translucent as it is printed. Trimmed to the ink, at most 1200 pixels
 * on a side.
 *
 * @throws SealDesignError `empty-scan` where nothing but paper is found
 */
export function cleanScan(image: SealRaster, options: CleanOptions = {}): CleanedScan {
  const { keep = 'auto', strength = 0.5 } = options;
  const part = pixelBox(image, options.crop);
  const scan = shrinkRaster(cropRaster(image, part), WORKING_PX);
  const { widthPx, heightPx } = scan;
  const longest = Math.max(widthPx, heightPx);
  const paper = estimatePaper(scan);
  const absorption = absorptionOf(scan, paper);
  const kept = keep === 'auto' ? prevailingInk(absorption) : keep;
  let alpha = alphaOf(inkDensity(absorption, kept), strength);
  if (kept === 'red') {
    alpha = bridgeBlack(alpha, absorption, widthPx, heightPx, Math.max(1, Math.round(longest / 160)));
  }
  alpha = removeSpeckles(alpha, widthPx, heightPx, Math.max(4, (longest / 250) ** 2));
  const box = inkBox(alpha, widthPx, heightPx);
  if (!box) throw new SealDesignError('empty-scan');
  const inked = cropRaster(coloured(scan, paper, absorption, alpha, kept), box);
  return {
    ...shrinkRaster(inked, RESULT_PX),
    kept,
    trimmed: {
      left: (part.x + (box.x / widthPx) * part.width) / image.widthPx,
      top: (part.y + (box.y / heightPx) * part.height) / image.heightPx,
      right: (part.x + ((box.x + box.width) / widthPx) * part.width) / image.widthPx,
      bottom: (part.y + ((box.y + box.height) / heightPx) * part.height) / image.heightPx,
    },
  };
}

function pixelBox({ widthPx, heightPx }: SealRaster, crop: CleanOptions['crop']): PixelBox {
  const { left, top, right, bottom } = crop ?? { left: 0, top: 0, right: 1, bottom: 1 };
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)));
  const x = within(left * widthPx, widthPx - 1);
  const y = within(top * heightPx, heightPx - 1);
  return {
    x,
    y,
    width: Math.max(1, within(right * widthPx, widthPx) - x),
    height: Math.max(1, within(bottom * heightPx, heightPx) - y),
  };
}

function inkBox(alpha: Float32Array, widthPx: number, heightPx: number): PixelBox | undefined {
  let [left, top, right, bottom] = [widthPx, heightPx, -1, -1];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (alpha[y * widthPx + x]! < VISIBLE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < left) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * The ink's own colour, as if on white paper: what was seen with the paper's share taken out. Where there is
 * little ink that would be guesswork: there it is the colour of the ink as a whole.
 */
function coloured(
  { widthPx, heightPx, rgba }: SealRaster,
  paper: Paper,
  absorption: Absorption,
  alpha: Float32Array,
  kept: Ink,
): SealRaster {
  const whole = meanInk(absorption, alpha);
  const result = new Uint8Array(rgba.length);
  alpha.forEach((value, i) => {
    if (value <= 0) return;
    const black = kept === 'red' && absorption.red[i]! > 0.4;
    const trust = black ? 0 : Math.min(1, Math.max(0, (value - 0.4) / 0.4));
    for (let channel = 0; channel < 3; channel++) {
      const seen = Math.min(1, rgba[i * 4 + channel]! / paper[i * 3 + channel]!);
      const own = Math.min(1, Math.max(0, (seen - 1 + value) / value));
      const mixed = own * trust + whole[channel]! * (1 - trust);
      result[i * 4 + channel] = Math.round(mixed * 255);
    }
    result[i * 4 + 3] = Math.round(value * 255);
  });
  return { widthPx, heightPx, rgba: result };
}

/** Mean colour of the densest ink, 0..1. */
function meanInk({ red, green, blue }: Absorption, alpha: Float32Array): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  const limit = alpha.some((value) => value > 0.9) ? 0.9 : 0.5;
  alpha.forEach((value, i) => {
    if (value <= limit) return;
    sums[0] += 1 - red[i]!;
    sums[1] += 1 - green[i]!;
    sums[2] += 1 - blue[i]!;
    count += 1;
  });
  return count === 0 ? [0.78, 0.06, 0.18] : (sums.map((sum) => sum / count) as [number, number, number]);
}
