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
  kind: 'text' | 'picture' | 'seal';
  /** the annotation that it is */
  num?: number;
}

/** What cannot be read may hide anything. */
const EVERYTHING = 'everything';

/** Filled shapes of this size are drawings; larger ones are backgrounds, smaller ones dots. In square points. */
const DRAWING = { least: 4, most: 2500 };

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
  const { page, by, name, num } = shown;
  if (page === undefined) return [];
  const before = await hiddenBy(step.before, shown.before, shown, step);
  const after = await hiddenBy(step.after, shown.after, shown, step);
  if (JSON.stringify(before) === JSON.stringify(after) && before !== EVERYTHING) return [];
  const beneath = await beneathOn(page, step);
  const covered: Change = { kind: 'content-covered', page, by, name };
  const uncovered: Change = { kind: 'content-uncovered', page, by, name };
  if (before === EVERYTHING || after === EVERYTHING || beneath === EVERYTHING) {
    return [after.length > 0 ? covered : uncovered];
  }
  if (beneath.length * (before.length + after.length) > MAX_COMPARED) {
    return [after.length > 0 ? covered : uncovered];
  }
  const changes = new Map<string, Change>();
  for (const thing of beneath) {
    if (num !== undefined && thing.num === num) continue;
    const [was, is] = [hides(before, thing), hides(after, thing)];
    if (was === is) continue;
    const isSeal = is && thing.kind === 'seal' && thing.num !== undefined;
    const seal = isSeal ? await ownerOfSeal(step.before, thing.num ?? 0) : undefined;
    const hidden: Change = seal === undefined ? covered : { kind: 'seal-covered', page, by, name, seal };
    const change = was ? uncovered : hidden;
    changes.set(JSON.stringify(change), change);
  }
  return [...changes.values()];
}

async function hiddenBy(
  doc: PdfDocument,
  annotation: PdfDict | null,
  { page, by }: Shown,
  step: Step,
): Promise<Rect[] | typeof EVERYTHING> {
  if (!annotation) return [];
  const { effort } = memoryOf(step);
  const painted = await orUndefined(() => paintedByAnnotation(doc, annotation, { always: true, effort }));
  if (!painted) return EVERYTHING;
  const boxes = painted.filter(({ hides }) => hides).map(({ box }) => box);
  const [first, ...others] = painted.map(({ box }) => box);
  if (by !== 'signature' || !first) return boxes;
  const all = others.reduce(around, first);
  return areaOf(all) > PAGE_SHARE * (await pageArea(doc, page)) ? [...boxes, all] : boxes;
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
    case 'seal':
      return hidden >= 0.6 * areaOf(box);
  }
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
    case 'fill': {
      const area = areaOf(box);
      return area >= DRAWING.least && area <= DRAWING.most ? [{ box, kind: 'picture' }] : [];
    }
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
