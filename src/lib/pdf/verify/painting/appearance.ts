import type { Matrix } from '../../place';
import { PdfDict, PdfName, PdfStream, type PdfDocument, type PdfObject, type Rect } from '../../syntax';
import { concat, IDENTITY, intersection, transformed } from './graphics-state';
import { paintedByForm } from './interpreter';
import { matrixOf, numbers } from './numbers';
import { Effort, type Painted } from './painted';

/** Hidden and NoView, ISO 32000-2 table 167. */
const NOT_SEEN = (1 << 1) | (1 << 5);

/** Annotations that readers fill by themselves where they have no appearance, and the entry that says with what. */
const SELF_DRAWN: Readonly<Record<string, string>> = {
  FreeText: 'C',
  Square: 'IC',
  Circle: 'IC',
  Polygon: 'IC',
  Redact: 'IC',
};

/** /Rect in order; undefined where it has no area. */
export async function rectOf(doc: PdfDocument, annotation: PdfDict): Promise<Rect | undefined> {
  const [x0, y0, x1, y1] = await numbers(doc, annotation.get('Rect'));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  const rect: Rect = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
  return rect[2] > rect[0] && rect[3] > rect[1] ? rect : undefined;
}

/** Whether the flags let an annotation be seen on the screen. */
export async function isSeen(doc: PdfDocument, annotation: PdfDict): Promise<boolean> {
  return (((await doc.number(annotation.get('F'))) ?? 0) & NOT_SEEN) === 0;
}

/**
 * What an annotation paints, in the page's default user space: its appearance fitted to /Rect (ISO 32000-2 12.5.5,
 * algorithm 8), or what readers draw themselves.
 *
 * @param o.always also what it shows under the pointer or the pressed button
 * @throws TooComplex; what decoding streams throws
 */
export async function paintedByAnnotation(
  doc: PdfDocument,
  annotation: PdfDict,
  o: { always?: boolean; effort?: Effort } = {},
): Promise<Painted[]> {
  const rect = await rectOf(doc, annotation);
  if (!rect || !(await isSeen(doc, annotation))) return [];
  const looks = await appearancesOf(doc, annotation, o.always ? ['N', 'R', 'D'] : ['N']);
  if (looks.length === 0) {
    return (await isSelfFilled(doc, annotation))
      ? [{ kind: 'fill', box: rect, hides: true, colour: undefined }]
      : [];
  }
  const painted: Painted[] = [];
  for (const form of looks) {
    const matrix = await fitting(doc, form, rect);
    if (!matrix) continue;
    for (const item of await remembered(doc, form, o.effort)) {
      const box = intersection(transformed(item.box, matrix), rect);
      if (box) painted.push({ ...item, box });
    }
  }
  return painted;
}

/** A seal on every page is one form for all of them. */
const forms = new WeakMap<PdfStream, Promise<Painted[]>>();

function remembered(doc: PdfDocument, form: PdfStream, effort: Effort | undefined): Promise<Painted[]> {
  let painted = forms.get(form);
  if (!painted) {
    painted = paintedByForm(doc, form, Effort.forOne(effort));
    forms.set(form, painted);
  }
  return painted;
}

async function appearancesOf(
  doc: PdfDocument,
  annotation: PdfDict,
  keys: readonly string[],
): Promise<PdfStream[]> {
  const appearances = await doc.dict(annotation.get('AP'));
  const state = await doc.resolve(annotation.get('AS') ?? null);
  const found: PdfStream[] = [];
  for (const key of keys) {
    const look = await doc.resolve(appearances?.get(key) ?? null);
    if (look instanceof PdfStream) {
      found.push(look);
    } else if (look instanceof PdfDict && state instanceof PdfName) {
      const one = await doc.stream(look.get(state.value));
      if (one) found.push(one);
    }
  }
  return found;
}

async function fitting(doc: PdfDocument, form: PdfStream, rect: Rect): Promise<Matrix | undefined> {
  const [x0, y0, x1, y1] = await numbers(doc, form.dict.get('BBox'));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  const own = matrixOf(await numbers(doc, form.dict.get('Matrix'))) ?? IDENTITY;
  const box = transformed([x0, y0, x1, y1], own);
  const width = box[2] - box[0];
  const height = box[3] - box[1];
  if (width <= 0 || height <= 0) return undefined;
  const scaleX = (rect[2] - rect[0]) / width;
  const scaleY = (rect[3] - rect[1]) / height;
  return concat([1, 0, 0, 1, -box[0], -box[1]], [scaleX, 0, 0, scaleY, rect[0], rect[1]]);
}

async function isSelfFilled(doc: PdfDocument, annotation: PdfDict): Promise<boolean> {
  const has = async (holder: PdfDict | undefined, key: string): Promise<boolean> => {
    const colour: PdfObject = await doc.resolve(holder?.get(key) ?? null);
    return Array.isArray(colour) && colour.length > 0;
  };
  const subtype = await doc.resolve(annotation.get('Subtype') ?? null);
  if (!(subtype instanceof PdfName)) return false;
  // A field's background (ISO 32000-2 table 192).
  if (subtype.value === 'Widget') return has(await doc.dict(annotation.get('MK')), 'BG');
  const key = SELF_DRAWN[subtype.value];
  return key !== undefined && has(annotation, key);
}
