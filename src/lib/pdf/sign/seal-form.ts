import type { SealPicture, SealRaster } from '../../seal';
import { PdfDict, PdfName, PdfStream } from '../syntax';
import { drawPicture, round } from './drawing';

/** A seal's drawing as a form XObject, compressed, before it has numbers in a document. For one document only. */
export interface SealForm {
  dict: PdfDict;
  content: Uint8Array;
  /** the scan, where there is one: colour and transparency, and where the document has to name it as `/R` */
  image?: { colour: PdfStream; mask: PdfStream; resources: PdfDict };
  widthPt: number;
  heightPt: number;
}

/** A transparency group: overlapping parts of the seal are one layer of ink. */
export async function sealForm(picture: SealPicture): Promise<SealForm> {
  const { content, alphas, widthPt, heightPt } = drawPicture(picture);
  const packed = deflate(new TextEncoder().encode(content));
  const resources = PdfDict.of({});
  const image = picture.raster && (await imageOf(picture.raster));
  if (image) resources.set('XObject', image.resources);
  if (alphas.length > 0) {
    const states = PdfDict.of({});
    alphas.forEach((alpha, i) => states.set(`A${i}`, PdfDict.of({ ca: alpha, CA: alpha })));
    resources.set('ExtGState', states);
  }
  const dict = formDict([0, 0, widthPt, heightPt]);
  dict.set('Resources', resources);
  dict.set('Group', PdfDict.of({ S: PdfName.of('Transparency'), CS: PdfName.of('DeviceRGB'), I: true }));
  dict.set('Filter', PdfName.of('FlateDecode'));
  return { dict, content: await packed, ...(image ? { image } : {}), widthPt, heightPt };
}

/** Colour and transparency apart, as PDF wants them (ISO 32000-2 11.6.5.2). */
async function imageOf(raster: SealRaster): Promise<SealForm['image']> {
  const pixels = raster.widthPx * raster.heightPx;
  const colour = new Uint8Array(pixels * 3);
  const alpha = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    colour.set(raster.rgba.subarray(i * 4, i * 4 + 3), i * 3);
    alpha[i] = raster.rgba[i * 4 + 3] ?? 0;
  }
  return {
    mask: PdfStream.of(imageDict(raster, 'DeviceGray'), await deflate(alpha)),
    colour: PdfStream.of(imageDict(raster, 'DeviceRGB'), await deflate(colour)),
    resources: PdfDict.of({}),
  };
}

export function formDict(bbox: readonly number[]): PdfDict {
  return PdfDict.of({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Form'),
    BBox: bbox.map((value) => round(value, 4)),
  });
}

function imageDict(raster: SealRaster, colourSpace: 'DeviceRGB' | 'DeviceGray'): PdfDict {
  return PdfDict.of({
    Type: PdfName.of('XObject'),
    Subtype: PdfName.of('Image'),
    Width: raster.widthPx,
    Height: raster.heightPx,
    ColorSpace: PdfName.of(colourSpace),
    BitsPerComponent: 8,
    Interpolate: true,
    Filter: PdfName.of('FlateDecode'),
  });
}

/** zlib's format, as FlateDecode wants it (ISO 32000-2 7.4.4). */
async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
