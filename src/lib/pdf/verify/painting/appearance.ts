import type { Matrix } from '../../place';
import { PdfDict, PdfName, PdfStream, type PdfDocument, type PdfObject, type Rect } from '../../syntax';
import { concat, IDENTITY, intersection, transformed } from './graphics-state';
import { paintedByForm } from './interpreter';
import { matrixOf, numbers } from './numbers';
import { Effort, type Painted } from './painted';

/** ISO 32000-2 table 167. */
const HIDDEN = 1 << 1;
const PRINT = 1 << 2;
const NO_VIEW = 1 << 5;
const TOGGLE_NO_VIEW = 1 << 8;

/** Annotations that readers draw by themselves where they have no appearance. */
const SELF_DRAWN: ReadonlySet<string> = new Set([
  ...['FreeText', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine', 'Highlight', 'Underline', 'Squiggly'],
  ...['StrikeOut', 'Ink', 'Stamp', 'Caret', 'Text', 'FileAttachment', 'Redact', 'Watermark'],
]);

/** The coordinates that they are drawn by, beside /Rect (ISO 32000-2 tables 178 to 186). */
const COORDINATES = ['QuadPoints', 'L', 'Vertices', 'InkList', 'CL'];
const MAX_COORDINATES = 10_000;

/** /Rect in order; undefined where it has no area. */
export async function rectOf(doc: PdfDocument, annotation: PdfDict): Promise<Rect | undefined> {
  const [x0, y0, x1, y1] = await numbers(doc, annotation.get('Rect'));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return undefined;
  const rect: Rect = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
  return rect[2] > rect[0] && rect[3] > rect[1] ? rect : undefined;
}

/** Whether the flags let an annotation be seen: on the screen at times, or on paper. */
export async function isSeen(doc: PdfDocument, annotation: PdfDict): Promise<boolean> {
  const flags = (await doc.number(annotation.get('F'))) ?? 0;
  return (flags & HIDDEN) === 0 && ((flags & NO_VIEW) === 0 || (flags & (PRINT | TOGGLE_NO_VIEW)) !== 0);
}

/**
 * What an annotation paints, in the page's default user space: its appearance fitted to /Rect (ISO 32000-2 12.5.5,
 * algorithm 8), or what readers draw themselves.
 *
 * @param o.always also what it shows under the pointer or the pressed button
 * @param o.strict see `paintedByForm`
 * @throws TooComplex; what decoding streams throws
 */
export async function paintedByAnnotation(
  doc: PdfDocument,
  annotation: PdfDict,
  o: { always?: boolean; strict?: boolean; effort?: Effort } = {},
): Promise<Painted[]> {
  const rect = await rectOf(doc, annotation);
  if (!rect || !(await isSeen(doc, annotation))) return [];
  const looks = await appearancesOf(doc, annotation, o.always ? ['N', 'R', 'D'] : ['N']);
  if (looks.length === 0) {
    const box = await drawnByReaders(doc, annotation, rect);
    return box ? [{ kind: 'fill', box, hides: true, colour: undefined }] : [];
  }
  const painted: Painted[] = [];
  for (const form of looks) {
    const matrix = await fitting(doc, form, rect);
    if (!matrix) continue;
    // Some readers take a box of their own where there is none that can be read.
    if (matrix === UNKNOWN) painted.push({ kind: 'text', box: rect, hides: true, colour: undefined });
    if (matrix === UNKNOWN) continue;
    for (const item of await remembered(doc, form, o)) {
      const fit = (box: Rect) => intersection(transformed(box, matrix), rect);
      const box = fit(item.box);
      if (!box) continue;
      const { lines, ...rest } = item;
      const fitted = lines?.map(fit).filter((line) => line !== undefined);
      painted.push({ ...rest, box, ...(fitted ? { lines: fitted } : {}) });
    }
  }
  return painted;
}

/** What readers make of a form of which the box or the matrix cannot be read. */
const UNKNOWN = 'unknown';

/** A seal on every page is one form for all of them. */
const forms = {
  strict: new WeakMap<PdfStream, Promise<Painted[]>>(),
  lenient: new WeakMap<PdfStream, Promise<Painted[]>>(),
};

function remembered(
  doc: PdfDocument,
  form: PdfStream,
  { effort, strict = false }: { effort?: Effort; strict?: boolean },
): Promise<Painted[]> {
  const known = strict ? forms.strict : forms.lenient;
  let painted = known.get(form);
  if (!painted) {
    painted = paintedByForm(doc, form, Effort.forOne(effort), strict);
    known.set(form, painted);
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
    } else if (look instanceof PdfDict) {
      const one = state instanceof PdfName ? await doc.stream(look.get(state.value)) : undefined;
      if (one) {
        found.push(one);
        continue;
      }
      // Readers do not agree on the state where none is named.
      if (state instanceof PdfName) continue;
      for (const [, entry] of look.entries()) {
        const any = await doc.stream(entry);
        if (any) found.push(any);
      }
    }
  }
  return found;
}

/** @returns undefined where the form's box is empty */
async function fitting(
  doc: PdfDocument,
  form: PdfStream,
  rect: Rect,
): Promise<Matrix | typeof UNKNOWN | undefined> {
  const bounds = await numbers(doc, form.dict.get('BBox'));
  const [x0, y0, x1, y1] = bounds;
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return UNKNOWN;
  if (bounds.length !== 4 || (await doc.array(form.dict.get('BBox')))?.length !== 4) return UNKNOWN;
  const own = form.dict.has('Matrix') ? matrixOf(await numbers(doc, form.dict.get('Matrix'))) : IDENTITY;
  if (!own) return UNKNOWN;
  const box = transformed([x0, y0, x1, y1], own);
  const width = box[2] - box[0];
  const height = box[3] - box[1];
  if (width <= 0 || height <= 0) return undefined;
  const scaleX = (rect[2] - rect[0]) / width;
  const scaleY = (rect[3] - rect[1]) / height;
  return concat([1, 0, 0, 1, -box[0], -box[1]], [scaleX, 0, 0, scaleY, rect[0], rect[1]]);
}

/** Where readers draw an annotation by themselves; undefined where they do not. */
async function drawnByReaders(doc: PdfDocument, annotation: PdfDict, rect: Rect): Promise<Rect | undefined> {
  const subtype = await doc.resolve(annotation.get('Subtype') ?? null);
  if (!(subtype instanceof PdfName)) return undefined;
  // A field's background (ISO 32000-2 table 192).
  if (subtype.value === 'Widget') {
    const colour: PdfObject = await doc.resolve((await doc.dict(annotation.get('MK')))?.get('BG') ?? null);
    return Array.isArray(colour) && colour.length > 0 ? rect : undefined;
  }
  if (!SELF_DRAWN.has(subtype.value)) return undefined;
  const points: number[] = [];
  for (const key of COORDINATES) await collectNumbers(doc, annotation.get(key), points);
  const box: [number, number, number, number] = [...rect];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x = 0, y = 0] = [points[i], points[i + 1]];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Of an array and the arrays in it. */
async function collectNumbers(
  doc: PdfDocument,
  entry: PdfObject | undefined,
  found: number[],
  depth = 0,
): Promise<void> {
  for (const element of (await doc.array(entry)) ?? []) {
    if (found.length >= MAX_COORDINATES) return;
    const value = await doc.resolve(element);
    if (typeof value === 'number') found.push(value);
    else if (Array.isArray(value) && depth < 2) await collectNumbers(doc, value, found, depth + 1);
  }
}
