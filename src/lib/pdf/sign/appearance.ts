import type { SealPicture, SealRaster } from '../../seal';
import type { PageGeometry, Stamp } from '../place';
import { PdfDict, PdfName, PdfStream, type IncrementalWriter, type PdfRef } from '../syntax';
import { drawPicture } from './drawing';
import { SealError } from './error';

interface BaseForm {
  ref: PdfRef;
  widthPt: number;
  heightPt: number;
}

/**
 * The appearance streams of a document's stamps. A seal's drawing is written once; each combination of
 * rotation and strip adds one small form around it, shared by all stamps alike.
 */
export class Appearances {
  readonly #writer: IncrementalWriter;
  readonly #pictures: ReadonlyMap<string, SealPicture>;
  readonly #bases = new Map<string, Promise<BaseForm>>();
  readonly #forms = new Map<string, Promise<PdfRef>>();

  constructor(writer: IncrementalWriter, pictures: ReadonlyMap<string, SealPicture>) {
    this.#writer = writer;
    this.#pictures = pictures;
  }

  /** The /N appearance (ISO 32000-2 12.5.5) of a stamp on this page. */
  of(stamp: Stamp, page: PageGeometry): Promise<PdfRef> {
    // A page turned clockwise for display needs its seal turned back; stamps are turned clockwise as seen.
    const angle = (((page.rotate - (stamp.rotationDeg ?? 0)) % 360) + 360) % 360;
    const { from, to } = stamp.slice ?? { from: 0, to: 1 };
    const key = JSON.stringify([stamp.sealId, angle, from, to]);
    let form = this.#forms.get(key);
    if (!form) {
      form = this.#wrap(stamp.sealId, angle, from, to);
      this.#forms.set(key, form);
    }
    return form;
  }

  /**
   * Clips the seal to the strip and turns it. Viewers fit the turned box to /Rect (ISO 32000-2 12.5.5,
   * algorithm 8), which places and, where UserUnit asks for it, scales it.
   *
   * Ink does not cover what it is printed over: the seal as a whole is multiplied with the page.
   */
  async #wrap(sealId: string, angle: number, from: number, to: number): Promise<PdfRef> {
    const base = await this.#base(sealId);
    const dict = formDict([from * base.widthPt, 0, to * base.widthPt, base.heightPt]);
    if (angle !== 0) {
      const cos = Math.cos((angle * Math.PI) / 180);
      const sin = Math.sin((angle * Math.PI) / 180);
      dict.set(
        'Matrix',
        [cos, sin, -sin, cos, 0, 0].map((value) => round(value, 6)),
      );
    }
    dict.set(
      'Resources',
      PdfDict.of({
        XObject: PdfDict.of({ S: base.ref }),
        ExtGState: PdfDict.of({ M: PdfDict.of({ BM: PdfName.of('Multiply') }) }),
      }),
    );
    const ref = this.#writer.allocate();
    this.#writer.put(ref, PdfStream.of(dict, new TextEncoder().encode('/M gs /S Do')));
    return ref;
  }

  #base(sealId: string): Promise<BaseForm> {
    let base = this.#bases.get(sealId);
    if (!base) {
      const picture = this.#pictures.get(sealId);
      if (!picture) throw new SealError('unknown-seal', { sealId });
      base = this.#draw(picture);
      this.#bases.set(sealId, base);
    }
    return base;
  }

  /** A transparency group: overlapping parts of the seal are one layer of ink. */
  async #draw(picture: SealPicture): Promise<BaseForm> {
    const { content, alphas, widthPt, heightPt } = drawPicture(picture);
    const resources = PdfDict.of({});
    if (picture.raster) {
      resources.set('XObject', PdfDict.of({ R: await this.#image(picture.raster) }));
    }
    if (alphas.length > 0) {
      const states = PdfDict.of({});
      alphas.forEach((alpha, i) => states.set(`A${i}`, PdfDict.of({ ca: alpha, CA: alpha })));
      resources.set('ExtGState', states);
    }
    const dict = formDict([0, 0, widthPt, heightPt]);
    dict.set('Resources', resources);
    dict.set('Group', PdfDict.of({ S: PdfName.of('Transparency'), CS: PdfName.of('DeviceRGB'), I: true }));
    const ref = this.#writer.allocate();
    this.#writer.put(ref, await deflated(dict, new TextEncoder().encode(content)));
    return { ref, widthPt, heightPt };
  }

  /** Colour and transparency apart, as PDF wants them (ISO 32000-2 11.6.5.2). */
  async #image(raster: SealRaster): Promise<PdfRef> {
    const pixels = raster.widthPx * raster.heightPx;
    const colour = new Uint8Array(pixels * 3);
    const alpha = new Uint8Array(pixels);
    for (let i = 0; i < pixels; i++) {
      colour.set(raster.rgba.subarray(i * 4, i * 4 + 3), i * 3);
      alpha[i] = raster.rgba[i * 4 + 3] ?? 0;
    }
    const mask = this.#writer.allocate();
    this.#writer.put(mask, await deflated(imageDict(raster, 'DeviceGray'), alpha));
    const image = this.#writer.allocate();
    this.#writer.put(image, await deflated(imageDict(raster, 'DeviceRGB').set('SMask', mask), colour));
    return image;
  }
}

function formDict(bbox: readonly number[]): PdfDict {
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
  });
}

/** A stream under FlateDecode, which is zlib's format (ISO 32000-2 7.4.4). */
async function deflated(dict: PdfDict, bytes: Uint8Array<ArrayBuffer>): Promise<PdfStream> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  dict.set('Filter', PdfName.of('FlateDecode'));
  return PdfStream.of(dict, new Uint8Array(await new Response(packed).arrayBuffer()));
}

export function round(value: number, places: number): number {
  const scale = 10 ** places;
  const rounded = Math.round(value * scale) / scale;
  return rounded === 0 ? 0 : rounded;
}
