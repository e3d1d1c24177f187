/** A step of an outline: millimetres from the picture's upper left, y down. */
export type PathCommand =
  | readonly ['M', x: number, y: number]
  | readonly ['L', x: number, y: number]
  | readonly ['C', x1: number, y1: number, x2: number, y2: number, x: number, y: number]
  | readonly ['Z'];

/** Colours are `#rrggbb`. */
export interface SealPath {
  commands: PathCommand[];
  fill?: string;
  stroke?: { color: string; widthMm: number };
  /** for `fill`; nonzero where it is left out */
  rule?: 'nonzero' | 'evenodd';
  /** 0..1, 1 where it is left out */
  opacity?: number;
}

/** Pixels, four bytes each (red, green, blue, alpha not multiplied in), rows from above. */
export interface SealRaster {
  widthPx: number;
  heightPx: number;
  rgba: Uint8Array;
}

/**
 * A seal as it is printed: `widthMm` × `heightMm` on paper. The raster, where there is one, fills the whole
 * picture and lies below the paths.
 */
export interface SealPicture {
  widthMm: number;
  heightMm: number;
  paths: SealPath[];
  raster?: SealRaster;
}
