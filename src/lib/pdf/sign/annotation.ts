import { userRect, type Stamp } from '../place';
import {
  PdfDict,
  PdfName,
  PdfRef,
  PdfString,
  type IncrementalWriter,
  type PageInfo,
  type PdfDocument,
  type PdfObject,
} from '../syntax';
import { round } from './appearance';

/** Annotation flags, ISO 32000-2 table 167. */
const PRINT = 1 << 2;
const LOCKED = 1 << 7;
const LOCKED_CONTENTS = 1 << 9;

/** 1/1000 unit is far below a printer's dot. */
const PLACES = 3;

/** A stamp that is a field of its own, showing the signature `value`. */
export function widgetOf(
  stamp: Stamp,
  page: PageInfo,
  appearance: PdfRef,
  field: { name: string; description: string; value: PdfRef },
): PdfDict {
  return annotationOf('Widget', PRINT | LOCKED, stamp, page, appearance)
    .set('FT', PdfName.of('Sig'))
    .set('T', PdfString.ofText(field.name))
    .set('TU', PdfString.ofText(field.description))
    .set('V', field.value);
}

/** A stamp that is part of a signed revision without a field. */
export function stampAnnotationOf(stamp: Stamp, page: PageInfo, appearance: PdfRef): PdfDict {
  return annotationOf('Stamp', PRINT | LOCKED | LOCKED_CONTENTS, stamp, page, appearance);
}

function annotationOf(
  subtype: 'Widget' | 'Stamp',
  flags: number,
  stamp: Stamp,
  page: PageInfo,
  appearance: PdfRef,
): PdfDict {
  return PdfDict.of({
    Type: PdfName.of('Annot'),
    Subtype: PdfName.of(subtype),
    Rect: userRect(page, stamp, stamp.rotationDeg).map((value) => round(value, PLACES)),
    F: flags,
    P: page.ref,
    AP: PdfDict.of({ N: appearance }),
  });
}

/** Adds annotations to pages, each time writing the smallest object that holds the page's list. */
export class PageAnnotations {
  readonly #doc: PdfDocument;
  readonly #writer: IncrementalWriter;
  /** Arrays that something else uses too, so that a page's annotations must not go there. */
  readonly #taken: Set<string>;

  constructor(doc: PdfDocument, writer: IncrementalWriter, taken: PdfRef | undefined) {
    this.#doc = doc;
    this.#writer = writer;
    this.#taken = new Set(taken ? [taken.key] : []);
  }

  async add(page: PageInfo, added: readonly PdfRef[]): Promise<void> {
    const entry = page.dict.get('Annots');
    const present: PdfObject[] = (await this.#doc.array(entry)) ?? [];
    const all = [...present, ...added];
    if (entry instanceof PdfRef && present.length > 0 && !this.#taken.has(entry.key)) {
      this.#taken.add(entry.key);
      this.#writer.put(entry, all);
    } else {
      this.#writer.put(page.ref, page.dict.clone().set('Annots', all));
    }
  }
}
