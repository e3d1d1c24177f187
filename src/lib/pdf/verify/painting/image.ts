import { PdfName, PdfStream, PdfSyntaxError, type PdfDocument } from '../../syntax';
import type { Colour } from './graphics-state';

/** Pictures with more samples are not looked into. */
const MAX_BYTES = 16 << 20;

/** Samples that are looked at. */
const SAMPLES = 4096;

/**
 * Whether an image hides what is below it: most of it is opaque. Where that cannot be told it is taken to.
 */
export async function imageHides(doc: PdfDocument, image: PdfStream): Promise<boolean> {
  const mask = await doc.resolve(image.dict.get('SMask') ?? null);
  if (!(mask instanceof PdfStream)) return true;
  const bytes = await samplesOf(doc, mask);
  if (!bytes) return true;
  let opaque = 0;
  let seen = 0;
  for (let i = 0; i < bytes.length; i += Math.max(1, Math.floor(bytes.length / SAMPLES))) {
    seen += 1;
    if ((bytes[i] ?? 255) >= 128) opaque += 1;
  }
  return seen === 0 || opaque / seen > 0.5;
}

/** The colour that most of an image's ink has; undefined where it cannot be told. */
export async function inkOf(doc: PdfDocument, image: PdfStream): Promise<Colour> {
  const space = await doc.resolve(image.dict.get('ColorSpace') ?? null);
  const bits = await doc.number(image.dict.get('BitsPerComponent'));
  if (space !== PdfName.of('DeviceRGB') || bits !== 8) return undefined;
  const bytes = await samplesOf(doc, image);
  if (!bytes) return undefined;
  const pixels = Math.floor(bytes.length / 3);
  const sum = [0, 0, 0];
  let inked = 0;
  for (let pixel = 0; pixel < pixels; pixel += Math.max(1, Math.floor(pixels / SAMPLES))) {
    const rgb = [0, 1, 2].map((k) => (bytes[pixel * 3 + k] ?? 0) / 255);
    // Paper is light, and what a mask leaves out is often black.
    if (Math.min(...rgb) > 0.75 || Math.max(...rgb) < 0.1) continue;
    inked += 1;
    rgb.forEach((value, k) => (sum[k] = (sum[k] ?? 0) + value));
  }
  if (inked === 0) return undefined;
  const [r = 0, g = 0, b = 0] = sum;
  return [r / inked, g / inked, b / inked];
}

async function samplesOf(doc: PdfDocument, image: PdfStream): Promise<Uint8Array | undefined> {
  try {
    return await doc.decode(image, MAX_BYTES);
  } catch (error) {
    if (error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}
