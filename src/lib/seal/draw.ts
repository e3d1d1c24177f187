import { paint } from './composition';
import { composeDate } from './date';
import type { SealDesign } from './design';
import { SealDesignError } from './error';
import type { GlyphSource } from './glyph-source';
import { composeInvoice } from './invoice';
import type { SealPicture, SealRaster } from './picture';
import { composeRepresentative } from './representative';
import { composeRound } from './round';
import { drawSignature } from './signature';

export interface DrawOptions {
  /** `YYYY-MM-DD`, for date stamps that have no date of their own */
  today?: string;
  /** the cleaned pixels of a scanned seal */
  raster?: SealRaster;
}

/**
 * Draws a seal at its true size, always the same for the same design.
 *
 * @returns millimetres from the upper left, y down; for scans, `raster` is the one that was given
 * @throws SealDesignError `missing-glyph`, `text-missing`, `text-too-long`, `no-date`, `no-raster`,
 *   `no-strokes`, `glyph-data`
 */
export async function drawSeal(
  design: SealDesign,
  glyphs: GlyphSource,
  options: DrawOptions = {},
): Promise<SealPicture> {
  switch (design.kind) {
    case 'round':
    case 'contract':
    case 'finance':
      return paint(await composeRound(design, glyphs));
    case 'invoice':
      return paint(await composeInvoice(design, glyphs));
    case 'legal-representative':
      return paint(await composeRepresentative(design, glyphs));
    case 'date':
      return paint(await composeDate(design, glyphs, options.today));
    case 'signature':
      return drawSignature(design);
    case 'scan': {
      const { widthMm, heightMm } = design;
      if (!options.raster) throw new SealDesignError('no-raster');
      return { widthMm, heightMm, paths: [], raster: options.raster };
    }
  }
}
