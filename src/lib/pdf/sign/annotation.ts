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
import { round } from './drawing';

/** Annotation flags, ISO 32000-2 table 167. */
const PRINT = 1 << 2;
const LOCKED = 1 << 7;
const LOCKED_CONTENTS = 1 << 9;

/** 1/1000 unit is far below a printer's dot. */
const PLACES = 3;

interface FieldOfSignature {
  name: string;
  description: string;
  value: PdfRef;
}

/** A stamp that is a field of its own, showing the signature `value`. */
export function widgetOf(stamp: Stamp, page: PageInfo, appearance: PdfRef, field: FieldOfSignature): PdfDict {
  return asField(annotationOf('Widget', PRINT | LOCKED, stamp, page, appearance), field);
}

function asField(widget: PdfDict, { name, description, value }: FieldOfSignature): PdfDict {
  return widget
    .set('FT', PdfName.of('Sig'))
    .set('T', PdfString.ofText(name))
    .set('TU', PdfString.ofText(description))
    .set('V', value);
}

/**
 * A field that no page shows: a rectangle without width and height (ISO 32000-2 12.7.5.5). It stands on a page all the
 * same, for readers that look for fields there.
 */
export function unseenWidgetOf(page: PageInfo, field: FieldOfSignature): PdfDict {
  const widget = PdfDict.of({
    ...{ Type: PdfName.of('Annot'), Subtype: PdfName.of('Widget') },
    ...{ Rect: [0, 0, 0, 0], F: PRINT | LOCKED, P: page.ref },
  });
  return asField(widget, field);
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

/** Adds annotations to pages, each time writing the smallest object that holds the page's list alone. */
export class PageAnnotations {
  readonly #doc: PdfDocument;
  readonly #writer: IncrementalWriter;
  /** the form's /Fields array: odd files use it as a page's list too */
  readonly #fields: PdfRef | undefined;
  #users: Promise<Map<string, number>> | undefined;

  constructor(doc: PdfDocument, writer: IncrementalWriter, fields: PdfRef | undefined) {
    this.#doc = doc;
    this.#writer = writer;
    this.#fields = fields;
  }

  async add(page: PageInfo, added: readonly PdfRef[]): Promise<void> {
    const entry = page.dict.get('Annots');
    const present: PdfObject[] = (await this.#doc.array(entry)) ?? [];
    const all = [...present, ...added];
    if (entry instanceof PdfRef && present.length > 0 && (await this.#isOwn(entry))) {
      this.#writer.put(entry, all);
    } else {
      this.#writer.put(page.ref, page.dict.clone().set('Annots', all));
    }
  }

  /** Whether an array is the list of one page and of nothing else: only then may it grow in its place. */
  async #isOwn(array: PdfRef): Promise<boolean> {
    if (array.key === this.#fields?.key) return false;
    this.#users ??= this.#countUsers();
    return (await this.#users).get(array.key) === 1;
  }

  /** How many pages use each array; asked only in documents whose lists are objects of their own. */
  async #countUsers(): Promise<Map<string, number>> {
    const users = new Map<string, number>();
    for await (const { dict } of this.#doc.pages()) {
      const entry = dict.get('Annots');
      if (entry instanceof PdfRef) users.set(entry.key, (users.get(entry.key) ?? 0) + 1);
    }
    return users;
  }
}
