import type { PageGeometry, Stamp } from '../place';
import { PdfDict, PdfName, PdfStream, type IncrementalWriter, type PdfRef } from '../syntax';
import { round } from './drawing';
import { SealError } from './error';
import { formDict, type SealForm } from './seal-form';

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
  readonly #seals: ReadonlyMap<string, Promise<SealForm>>;
  readonly #bases = new Map<string, Promise<BaseForm>>();
  readonly #forms = new Map<string, Promise<PdfRef>>();

  /** @param seals by id */
  constructor(writer: IncrementalWriter, seals: ReadonlyMap<string, Promise<SealForm>>) {
    this.#writer = writer;
    this.#seals = seals;
  }

  /** The /N appearance (ISO 32000-2 12.5.5) of a stamp on this page. */
  of(stamp: Stamp, page: PageGeometry): Promise<PdfRef> {
    // A page turned clockwise for display needs its seal turned back; stamps are turned clockwise as seen.
    const angle = (((page.rotate - (stamp.rotationDeg ?? 0)) % 360) + 360) % 360;
    const { from, to } = stamp.slice ?? { from: 0, to: 1 };
    const key = `${angle} ${from} ${to} ${stamp.sealId}`;
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
      const seal = this.#seals.get(sealId);
      if (!seal) throw new SealError('unknown-seal', { sealId });
      base = this.#put(seal);
      this.#bases.set(sealId, base);
    }
    return base;
  }

  async #put(seal: Promise<SealForm>): Promise<BaseForm> {
    const { dict, content, image, widthPt, heightPt } = await seal;
    if (image) {
      const mask = this.#writer.allocate();
      this.#writer.put(mask, image.mask);
      const colour = this.#writer.allocate();
      image.colour.dict.set('SMask', mask);
      this.#writer.put(colour, image.colour);
      image.resources.set('R', colour);
    }
    const ref = this.#writer.allocate();
    this.#writer.put(ref, PdfStream.of(dict, content));
    return { ref, widthPt, heightPt };
  }
}
