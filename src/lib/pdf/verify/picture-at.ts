import { displaySize, type BoxMm } from '../place';
import { openPdf, PdfName, PdfSyntaxError, type PageInfo, type PdfDict, type PdfDocument } from '../syntax';
import { shownBox } from './page-box';
import {
  annotationsOf,
  areaOf,
  isSeen,
  paintedByAnnotation,
  paintedByPage,
  rectOf,
  type Painted,
} from './painting';
import { drawnSealAt, isReddish, isSealShaped } from './seal-look';
import { ownerOfSeal } from './seal-owner';
import { TooComplex } from './too-complex';

/** A picture on a page. */
export interface PagePicture {
  /** in the page as it is shown */
  box: BoxMm;
  /** the field whose signature the picture belongs to; undefined: it belongs to none */
  signature?: string;
  /** whether a person would take it for a seal, by its size, shape and colour */
  looksLikeSeal: boolean;
}

/** Marks on texts, and what has no picture of its own. */
const NO_PICTURES = new Set([
  'Link',
  'Popup',
  'Highlight',
  'Underline',
  'Squiggly',
  'StrikeOut',
  'Text',
  'Caret',
]);

/**
 * The picture under a place on a page, and the signature that it belongs to. Of several the uppermost: that of an
 * annotation (also a signature's field), then of the page's content.
 *
 * @param page 1-based
 * @param xMm  from the left edge of the page as it is shown
 * @param yMm  from its upper edge
 * @returns undefined where there is none, or the file can't be read
 */
export async function pictureAt(
  input: Blob,
  page: number,
  xMm: number,
  yMm: number,
): Promise<PagePicture | undefined> {
  try {
    const doc = await openPdf(input);
    if (!Number.isInteger(page) || page < 1 || page > (await doc.pageCount())) return undefined;
    const looked = new PageLook(doc, await doc.page(page - 1), xMm, yMm);
    return (await looked.annotation()) ?? (await looked.content());
  } catch (error) {
    if (error instanceof TooComplex || error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}

class PageLook {
  constructor(
    readonly doc: PdfDocument,
    readonly page: PageInfo,
    readonly xMm: number,
    readonly yMm: number,
  ) {}

  async annotation(): Promise<PagePicture | undefined> {
    for (const { num, dict } of (await annotationsOf(this.doc, this.page)).reverse()) {
      const rect = await rectOf(this.doc, dict);
      const box = rect && shownBox(this.page, rect);
      if (!box || !this.#isIn(box) || !(await this.#isPicture(dict))) continue;
      const painted = await this.#paintedBy(dict);
      if (painted.length === 0) continue;
      const signature = num === undefined ? undefined : await ownerOfSeal(this.doc, num);
      return {
        box,
        ...(signature === undefined ? {} : { signature }),
        looksLikeSeal: this.#looksLikeSeal(box, painted),
      };
    }
    return undefined;
  }

  async content(): Promise<PagePicture | undefined> {
    const painted = (await paintedByPage(this.doc, this.page)).reverse();
    const pictures = painted
      .filter(({ kind }) => kind === 'image' || kind === 'form')
      .map((item) => ({ item, box: shownBox(this.page, item.box) }))
      .filter(({ box }) => this.#isIn(box));
    const inside = (outer: Painted) => painted.filter(({ box }) => isWithin(box, outer.box));
    for (const { item, box } of pictures) {
      const own = item.kind === 'image' ? [item] : inside(item);
      if (this.#looksLikeSeal(box, own)) return { box, looksLikeSeal: true };
    }
    const drawn = drawnSealAt(this.page, painted, this.xMm, this.yMm);
    if (drawn) return { box: drawn, looksLikeSeal: true };
    const smallestFirst = pictures.slice().sort((a, b) => areaOf(a.item.box) - areaOf(b.item.box));
    const [first] = [...pictures.filter(({ item }) => item.kind === 'image'), ...smallestFirst];
    return first && { box: first.box, looksLikeSeal: false };
  }

  async #isPicture(annotation: PdfDict): Promise<boolean> {
    const subtype = await this.doc.resolve(annotation.get('Subtype') ?? null);
    return (
      subtype instanceof PdfName && !NO_PICTURES.has(subtype.value) && (await isSeen(this.doc, annotation))
    );
  }

  /** What cannot be read is a picture all the same. */
  async #paintedBy(annotation: PdfDict): Promise<Pick<Painted, 'kind' | 'colour'>[]> {
    try {
      return await paintedByAnnotation(this.doc, annotation);
    } catch (error) {
      if (error instanceof TooComplex || error instanceof PdfSyntaxError) {
        return [{ kind: 'image', colour: undefined }];
      }
      throw error;
    }
  }

  #looksLikeSeal(box: BoxMm, painted: readonly Pick<Painted, 'kind' | 'colour'>[]): boolean {
    const coloured = painted.filter(({ kind, colour }) => kind !== 'form' && colour);
    const isRed = coloured.some(({ colour }) => isReddish(colour));
    const isUnknown = coloured.length === 0 && painted.some(({ kind }) => kind === 'image');
    return (isRed || isUnknown) && isSealShaped(box, displaySize(this.page), isRed);
  }

  #isIn({ xMm, yMm, widthMm, heightMm }: BoxMm): boolean {
    return this.xMm >= xMm && this.xMm <= xMm + widthMm && this.yMm >= yMm && this.yMm <= yMm + heightMm;
  }
}

function isWithin(a: Painted['box'], b: Painted['box']): boolean {
  return a[0] >= b[0] - 0.01 && a[1] >= b[1] - 0.01 && a[2] <= b[2] + 0.01 && a[3] <= b[3] + 0.01;
}
