import type { SealRaster } from '../picture';

/** A part of a raster in pixels; whole numbers within it. */
export interface PixelBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function cropRaster(raster: SealRaster, { x, y, width, height }: PixelBox): SealRaster {
  const rgba = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * raster.widthPx + x) * 4;
    rgba.set(raster.rgba.subarray(from, from + width * 4), row * width * 4);
  }
  return { widthPx: width, heightPx: height, rgba };
}

/**
 * Makes a raster smaller so that no side is longer than `longestPx`: means over areas, colours weighed by their
 * alpha, so that nothing transparent colours an edge. Smaller rasters are returned as they are.
 */
export function shrinkRaster(raster: SealRaster, longestPx: number): SealRaster {
  const factor = longestPx / Math.max(raster.widthPx, raster.heightPx);
  if (factor >= 1) return raster;
  const widthPx = Math.max(1, Math.round(raster.widthPx * factor));
  const heightPx = Math.max(1, Math.round(raster.heightPx * factor));
  const columns = spans(raster.widthPx, widthPx);
  const rows = spans(raster.heightPx, heightPx);
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let [red, green, blue, alpha, weight] = [0, 0, 0, 0, 0];
      for (const [sy, wy] of rows[y]!) {
        for (const [sx, wx] of columns[x]!) {
          const at = (sy * raster.widthPx + sx) * 4;
          const opaque = raster.rgba[at + 3]! * wx * wy;
          red += raster.rgba[at]! * opaque;
          green += raster.rgba[at + 1]! * opaque;
          blue += raster.rgba[at + 2]! * opaque;
          alpha += opaque;
          weight += wx * wy;
        }
      }
      const to = (y * widthPx + x) * 4;
      if (alpha === 0) continue;
      rgba[to] = Math.round(red / alpha);
      rgba[to + 1] = Math.round(green / alpha);
      rgba[to + 2] = Math.round(blue / alpha);
      rgba[to + 3] = Math.round(alpha / weight);
    }
  }
  return { widthPx, heightPx, rgba };
}

/** For each new pixel the old ones that it covers, with the part of each. */
function spans(from: number, to: number): [index: number, weight: number][][] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, i) => {
    const start = i * ratio;
    const end = Math.min(from, start + ratio);
    const span: [number, number][] = [];
    for (let at = Math.floor(start); at < end; at++) {
      const weight = Math.min(end, at + 1) - Math.max(start, at);
      if (weight > 1e-9) span.push([at, weight]);
    }
    return span;
  });
}
