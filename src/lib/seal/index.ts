/** Seals: designs, their drawing as vectors, cleaning of scans, handwriting. */
export { readCompanyName, type NameProblem } from './company-name';
export {
  DATE_FORMATS,
  INK_BLACK,
  INK_BLUE,
  newDesign,
  SEAL_KINDS,
  SEAL_RED,
  sealDesignSchema,
  type DateFormat,
  type DesignOf,
  type SealDesign,
  type SealKind,
  type SealOwner,
  type StrokePoint,
} from './design';
export { formatDate } from './date';
export { drawSeal } from './draw';
export { SealDesignError, type SealDesignErrorCode } from './error';
export { glyphSource, type GlyphSource } from './glyph-source';
export type { PathCommand, SealPath, SealPicture, SealRaster } from './picture';
export { cleanScan, type CleanedScan, type CleanOptions, type Ink } from './scan';
export { pictureToSvg } from './svg';
export { inflateRaster, openSignedSeal, signSeal, type SignedSeal } from './signed-seal';
