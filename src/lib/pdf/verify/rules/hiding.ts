import { PdfName, PdfSyntaxError, type PdfDict, type PdfDocument, type Rect } from '../../syntax';
import {
  annotationsOf,
  areaOf,
  Effort,
  intersection,
  paintedByAnnotation,
  paintedByPage,
  rectOf,
  type Painted,
} from '../painting';
import type { Change, CoveredBy } from '../report';
import { ownerOfSeal } from '../seal-owner';
import { TooComplex } from '../too-complex';
import type { Step } from './rule';

/** A field's widget or an annotation as it was and as it is, null where it is not there. */
export interface Shown {
  before: PdfDict | null;
  after: PdfDict | null;
  num: number | undefined;
  /** 1-based */
  page: number | undefined;
  by: CoveredBy;
  name: string;
}

/** Something on a page that can be hidden. */
interface Beneath {
  box: Rect;
  kind: 'text' | 'picture' | 'large-picture' | 'seal';
  /** the annotation that it is */
  num?: number;
}

/** What an appearance hides. */
interface Hidden {
  /** opaque fills, pictures and texts */
  surely: Rect[];
  /** whatever is painted at all */
  maybe: Rect[];
  /** it cannot be read: it may hide anything */
  isUnknown: boolean;
}

/** What cannot be read may be anything. */
const EVERYTHING = 'everything';

/** Larger shapes may be backgrounds, which are seen beside what stands on them. In square points. */
const MOST_OF_DRAWING = 2500;
/** Thinner strokes are rules: to write on, or of tables. In points. */
const LEAST_STROKE = 4;

/** At which it is looked whether something is still hidden. */
const POINTS = { across: 24, down: 8 };

/** Comparisons of what is above with what is below, for one appearance. */
const MAX_COMPARED = 5_000_000;

/** Signatures that are shown over more of a page than this write on it, whatever is seen through them. */
const PAGE_SHARE = 0.25;

/** What was found out about a revision's pages so far. */
interface Memory {
  effort: Effort;
  pages: Map<number, Promise<Beneath[] | typeof EVERYTHING>>;
}

const memories = new WeakMap<Step, Memory>();

function memoryOf(step: Step): Memory {
  let memory = memories.get(step);
  if (!memory) {
    memory = { effort: Effort.forAll(), pages: new Map() };
    memories.set(step, memory);
  }
  return memory;
}

/**
 * Whether an appearance that came, changed or went hides what the page showed before, or shows what was hidden.
 *
 * What is hidden is told by boxes: of opaque fills, pictures and texts above, of texts, pictures and drawings below.
 */
export async function hidingChanges(shown: Shown, step: Step): Promise<Change[]> {
  const pages = new Set(step.pageNumbers(shown.num));
  if (shown.page !== undefined) pages.add(shown.page);
  const changes: Change[] = [];
  for (const page of pages) changes.push(...(await hidingOn({ ...shown, page }, step)));
  return changes;
}

async function hidingOn(shown: Shown, step: Step): Promise<Change[]> {
  const { page, by, name, num } = shown;
  if (page === undefined) return [];
  const before = await hiddenBy(step.before, shown.before, shown, step);
  const after = await hiddenBy(step.after, shown.after, shown, step);
  if (JSON.stringify(before) === JSON.stringify(after) && !before.isUnknown && !after.isUnknown) return [];
  const isNothing = ({ surely, maybe, isUnknown }: Hidden) =>
    !isUnknown && surely.length + maybe.length === 0;
  const beneath = await beneathOn(page, step);
  const covered: Change = { kind: 'content-covered', page, by, name };
  const uncovered: Change = { kind: 'content-uncovered', page, by, name };
  const boxes = [before, after].reduce((sum, { surely, maybe }) => sum + surely.length + maybe.length, 0);
  const isTooMuch = beneath === EVERYTHING || beneath.length * boxes > MAX_COMPARED;
  if (before.isUnknown || after.isUnknown || isTooMuch) {
    return [...(isNothing(after) ? [] : [covered]), ...(isNothing(before) ? [] : [uncovered])];
  }
  const changes = new Map<string, Change>();
  for (const thing of beneath) {
    if (num !== undefined && thing.num === num) continue;
    // Of what a signature shows, only what surely hides something is told. To bring something to light is never
    // permitted: there, whatever may have hidden it counts.
    // A highlighter is there to be seen through; seals it may leave alone.
    const isSeenThrough = by === 'annotation' && name === 'Highlight' && thing.kind !== 'seal';
    const isStrict = by !== 'signature' && !isSeenThrough;
    if (mayHide(before.maybe, thing) && isLessHidden(before.maybe, after.maybe, thing)) {
      changes.set(JSON.stringify(uncovered), uncovered);
    }
    const was = isStrict ? mayHide(before.maybe, thing) : hides(before.surely, thing);
    const is = isStrict ? mayHide(after.maybe, thing) : hides(after.surely, thing);
    if (was || !is) continue;
    const isSeal = is && thing.kind === 'seal' && thing.num !== undefined;
    const seal = isSeal ? await ownerOfSeal(step.before, thing.num ?? 0) : undefined;
    const hidden: Change = seal === undefined ? covered : { kind: 'seal-covered', page, by, name, seal };
    changes.set(JSON.stringify(hidden), hidden);
  }
  return [...changes.values()];
}

async function hiddenBy(
  doc: PdfDocument,
  annotation: PdfDict | null,
  { page, by }: Shown,
  step: Step,
): Promise<Hidden> {
  const hidden: Hidden = { surely: [], maybe: [], isUnknown: false };
  if (!annotation) return hidden;
  const { effort } = memoryOf(step);
  const read = (strict: boolean) =>
    orUndefined(() => paintedByAnnotation(doc, annotation, { always: true, effort, strict }));
  const all = await read(true);
  if (!all) return { ...hidden, isUnknown: true };
  hidden.maybe = all.filter(({ hides }) => hides).flatMap(({ box, lines }) => lines ?? [box]);
  if (by === 'field') return hidden;
  const painted = await read(false);
  if (!painted) return { ...hidden, isUnknown: true };
  hidden.surely = painted.filter(({ hides }) => hides).map(({ box }) => box);
  const [first, ...others] = painted.map(({ box }) => box);
  if (by !== 'signature' || !first) return hidden;
  const whole = others.reduce(around, first);
  if (areaOf(whole) > PAGE_SHARE * (await pageArea(doc, page))) hidden.surely.push(whole);
  return hidden;
}

async function pageArea(doc: PdfDocument, page = 0): Promise<number> {
  return page >= 1 && page <= (await doc.pageCount()) ? areaOf((await doc.page(page - 1)).cropBox) : 0;
}

/** Whether opaque boxes hide something: one of them a good part, or all together most of what is below them. */
function hides(above: readonly Rect[], { box, kind }: Beneath): boolean {
  const height = box[3] - box[1];
  let window: Rect | undefined;
  let hidden = 0;
  for (const cover of above) {
    const shared = intersection(cover, box);
    if (!shared) continue;
    if (kind === 'text' && shared[2] - shared[0] >= 6 && shared[3] - shared[1] >= height / 2) return true;
    hidden += areaOf(shared);
    window = window ? around(window, shared) : shared;
  }
  switch (kind) {
    case 'text':
      return areaOf(window) >= 12 && hidden >= 0.4 * areaOf(window);
    case 'picture':
      return hidden >= 0.25 * areaOf(box) || (hidden >= 100 && hidden >= 0.4 * areaOf(window));
    case 'large-picture':
      return hidden >= 0.25 * areaOf(box);
    case 'seal':
      return hidden >= 0.6 * areaOf(box);
  }
}

/** Whether boxes touch the body of a text, where points and digits are, or hide a part of a drawing. */
function mayHide(above: readonly Rect[], thing: Beneath): boolean {
  if (thing.kind !== 'text') return hides(above, thing);
  const [x0, y0, x1, y1] = thing.box;
  const edge = 0.15 * Math.min(y1 - y0, x1 - x0);
  const body: Rect = [x0, y0 + edge, x1, y1 - edge];
  return above.some((cover) => areaOf(intersection(cover, body)) >= 1) || hides(above, thing);
}

/** Whether most of what boxes hid of something is seen now. Told by points, as boxes may lie on each other. */
function isLessHidden(before: readonly Rect[], after: readonly Rect[], thing: Beneath): boolean {
  if (!mayHide(after, thing)) return true;
  const within = (boxes: readonly Rect[]) =>
    boxes.map((box) => intersection(box, thing.box)).filter((box) => box !== undefined);
  const [was, is] = [within(before), within(after)];
  const [first, ...others] = was;
  if (!first) return false;
  const window = others.reduce(around, first);
  let hidden = 0;
  let seen = 0;
  for (let column = 0; column < POINTS.across; column++) {
    for (let row = 0; row < POINTS.down; row++) {
      const x = window[0] + ((column + 0.5) / POINTS.across) * (window[2] - window[0]);
      const y = window[1] + ((row + 0.5) / POINTS.down) * (window[3] - window[1]);
      const isIn = ([x0, y0, x1, y1]: Rect) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
      if (!was.some(isIn)) continue;
      hidden += 1;
      if (!is.some(isIn)) seen += 1;
    }
  }
  return seen > hidden / 2;
}

/** Whether anything at all of what a page shows is touched by boxes; backgrounds that go around `within` do not count. */
export async function touchesAnything(
  boxes: readonly Rect[],
  within: Rect,
  page: number,
  step: Step,
): Promise<boolean> {
  const beneath = await beneathOn(page, step);
  if (beneath === EVERYTHING || beneath.length * boxes.length > MAX_COMPARED) return true;
  return beneath.some(
    ({ box, kind }) =>
      boxes.some((one) => intersection(one, box)) &&
      !(kind === 'large-picture' && areaOf(intersection(within, box)) >= 0.999 * areaOf(within)),
  );
}

function around(a: Rect, b: Rect): Rect {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function beneathOn(page: number, step: Step): Promise<Beneath[] | typeof EVERYTHING> {
  const { pages, effort } = memoryOf(step);
  let found = pages.get(page);
  if (!found) {
    found = orUndefined(() => everythingOn(page, step.before, effort)).then((things) => things ?? EVERYTHING);
    pages.set(page, found);
  }
  return found;
}

async function everythingOn(pageNumber: number, doc: PdfDocument, effort: Effort): Promise<Beneath[]> {
  if (pageNumber > (await doc.pageCount())) return [];
  const page = await doc.page(pageNumber - 1);
  const things = (await paintedByPage(doc, page, effort)).flatMap(asBeneath);
  for (const { num, dict } of await annotationsOf(doc, page)) {
    const rect = await rectOf(doc, dict);
    const painted = rect ? await paintedByAnnotation(doc, dict, { effort }) : [];
    if (!rect || painted.length === 0) continue;
    const own = num === undefined ? {} : { num };
    for (const thing of painted.flatMap(asBeneath)) things.push({ ...thing, ...own });
    things.push({ box: rect, kind: (await isSealLike(doc, dict)) ? 'seal' : 'picture', ...own });
  }
  return things;
}

/** What signatures are shown by. */
async function isSealLike(doc: PdfDocument, annotation: PdfDict): Promise<boolean> {
  const subtype = await doc.resolve(annotation.get('Subtype') ?? null);
  return subtype === PdfName.of('Stamp') || subtype === PdfName.of('Widget');
}

function asBeneath({ kind, box }: Painted): Beneath[] {
  switch (kind) {
    case 'text':
      return [{ box, kind: 'text' }];
    case 'image':
      return [{ box, kind: 'picture' }];
    case 'stroke':
      if (Math.min(box[2] - box[0], box[3] - box[1]) < LEAST_STROKE) return [];
      return [{ box, kind: areaOf(box) > MOST_OF_DRAWING ? 'large-picture' : 'picture' }];
    case 'fill':
      return [{ box, kind: areaOf(box) > MOST_OF_DRAWING ? 'large-picture' : 'picture' }];
    default:
      return [];
  }
}

async function orUndefined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TooComplex || error instanceof PdfSyntaxError) return undefined;
    throw error;
  }
}
