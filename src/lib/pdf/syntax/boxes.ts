import type { PdfObject, Rect } from './objects';

/** What readers show where a page has no usable MediaBox: US Letter. */
const DEFAULT_BOX: Rect = [0, 0, 612, 792];

/** Coordinates beyond are damage (ISO 32000-2 annex C: 14,400 units; real posters have more). */
const LARGEST = 1e7;

/** A rectangle (ISO 32000-2 7.9.5) in order; undefined where it is none, or has no area. */
export function rectOf(values: readonly PdfObject[] | undefined): Rect | undefined {
  if (!values || values.length < 4) return undefined;
  const [a, b, c, d] = values;
  if (!isCoordinate(a) || !isCoordinate(b) || !isCoordinate(c) || !isCoordinate(d)) return undefined;
  const rect: Rect = [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
  return rect[2] > rect[0] && rect[3] > rect[1] ? rect : undefined;
}

/** The two boxes of a page as readers take them: the CropBox within the MediaBox (ISO 32000-2 14.11.2). */
export function pageBoxes(
  media: Rect | undefined,
  crop: Rect | undefined,
): { mediaBox: Rect; cropBox: Rect } {
  const mediaBox = media ?? DEFAULT_BOX;
  if (!crop) return { mediaBox, cropBox: mediaBox };
  const cropBox: Rect = [
    Math.max(crop[0], mediaBox[0]),
    Math.max(crop[1], mediaBox[1]),
    Math.min(crop[2], mediaBox[2]),
    Math.min(crop[3], mediaBox[3]),
  ];
  const isEmpty = cropBox[2] <= cropBox[0] || cropBox[3] <= cropBox[1];
  return { mediaBox, cropBox: isEmpty ? mediaBox : cropBox };
}

/** /Rotate, clockwise; anything but multiples of 90 is ignored. */
export function rotationOf(value: PdfObject): 0 | 90 | 180 | 270 {
  if (typeof value !== 'number') return 0;
  const turned = ((value % 360) + 360) % 360;
  return turned === 90 || turned === 180 || turned === 270 ? turned : 0;
}

function isCoordinate(value: PdfObject | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) <= LARGEST;
}
