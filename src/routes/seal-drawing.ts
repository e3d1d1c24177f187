import { drawSeal, type SealDesign, type SealPicture, type SealRaster } from '$lib/seal';
import { glyphs } from './glyphs';

/** Today by this device's clock and calendar, `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/**
 * Draws a design as it would be stamped now: date stamps without a date of their own show today's.
 *
 * @param raster the pixels that a scanned seal was saved with
 * @throws SealDesignError
 */
export function drawDesign(design: SealDesign, raster?: SealRaster): Promise<SealPicture> {
  return drawSeal(design, glyphs, { today: today(), raster });
}
