import * as v from 'valibot';
import type { Placement } from '../pdf/place';
import { PlanError } from './error';

/** What stands in a plan's place where an item says nothing. Lengths are millimetres. */
export const planDefaults = {
  seal: 'round',
  anchor: 'upper-left',
  edge: 'right',
  pages: 'all',
  pagesPerSeal: 20,
  oddOnly: false,
  rotation: 0,
  dx: 0,
  dy: 0,
} as const;

/** Kinds of seals that an item may ask for; they are those of `SealDesign`. */
const PLAN_SEALS = ['round', 'contract', 'finance', 'invoice', 'legal-representative'] as const;

const finite = v.pipe(v.number(), v.finite());
const pageNumber = v.pipe(v.number(), v.integer(), v.minValue(1));
const size = v.optional(v.pipe(v.number(), v.minValue(5), v.maxValue(150)));
const seal = v.optional(v.picklist(PLAN_SEALS), planDefaults.seal);
/** `1-3,8,10-`, `all`, `odd`, `even`, or one page's number */
const pageRange = v.union([
  v.pipe(v.string(), v.minLength(1)),
  v.pipe(
    pageNumber,
    v.transform((page) => String(page)),
  ),
]);
const place = { page: pageNumber, x: finite, y: finite };

const planItemSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('single'),
    ...place,
    rotation: v.optional(finite, planDefaults.rotation),
    seal,
    size,
  }),
  v.strictObject({
    kind: v.literal('batch'),
    pages: v.optional(pageRange, planDefaults.pages),
    x: finite,
    y: finite,
    anchor: v.optional(
      v.picklist(['upper-left', 'upper-right', 'lower-left', 'lower-right']),
      planDefaults.anchor,
    ),
    seal,
    size,
  }),
  v.strictObject({
    kind: v.literal('keyword'),
    text: v.pipe(v.string(), v.minLength(1)),
    pages: v.optional(pageRange, planDefaults.pages),
    dx: v.optional(finite, planDefaults.dx),
    dy: v.optional(finite, planDefaults.dy),
    seal,
    size,
  }),
  v.strictObject({
    kind: v.literal('straddle'),
    pages: v.optional(pageRange, planDefaults.pages),
    edge: v.optional(v.picklist(['right', 'left']), planDefaults.edge),
    y: finite,
    pagesPerSeal: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2)), planDefaults.pagesPerSeal),
    oddOnly: v.optional(v.boolean(), planDefaults.oddOnly),
    seal,
    size,
  }),
  v.strictObject({
    kind: v.literal('signature'),
    ...place,
    rotation: v.optional(finite, planDefaults.rotation),
    size,
  }),
  v.strictObject({
    kind: v.literal('date'),
    ...place,
    date: v.optional(v.pipe(v.string(), v.isoDate())),
    size,
  }),
]);

/**
 * One item of a plan, as it is written in JSON. Lengths are millimetres in the page as it is shown: from its upper
 * left corner to the upper left corner of the seal, x to the right, y down. Pages count from 1.
 *
 * | kind | fields |
 * |---|---|
 * | `single` | `page`, `x`, `y`, `rotation` (degrees clockwise) |
 * | `batch` | `pages` (`1-3,8,10-`, `all`, `odd`, `even`, or a number), `x`, `y`, `anchor` (corner that x and y count from, growing inwards) |
 * | `keyword` | `text`, `pages`, `dx`, `dy` (the seal's centre from the text's centre) |
 * | `straddle` | `pages`, `edge` (`right`, `left`), `y`, `pagesPerSeal`, `oddOnly` |
 * | `signature` | `page`, `x`, `y`, `rotation` |
 * | `date` | `page`, `x`, `y`, `date` (ISO; today where left out) |
 *
 * All take `size`, the seal's width (by default the kind's own); `single`, `batch`, `keyword` and `straddle` take
 * `seal`: `round`, `contract`, `finance`, `invoice`, `legal-representative`. What may be left out is in
 * `planDefaults`. Fields may also stand in an object `options` of the item.
 */
export type PlanItem = v.InferOutput<typeof planItemSchema>;

/** A seal that a plan asks for; the same for all items that describe it alike. */
export interface PlanSeal {
  sealId: string;
  kind: (typeof PLAN_SEALS)[number] | 'signature' | 'date';
  /** width of the seal; the kind's own where left out */
  sizeMm?: number;
  /** of a date: ISO day; today where left out */
  date?: string;
}

/**
 * Reads a plan: a list of items, or an object whose `placements` is one.
 *
 * @param json the parsed JSON
 * @throws PlanError `bad-plan` with the item's number (from 1), the field and what is wrong with it
 */
export function parsePlan(json: unknown): PlanItem[] {
  const list = Array.isArray(json) ? json : (json as { placements?: unknown } | null)?.placements;
  if (!Array.isArray(list)) throw new PlanError({ reason: 'a plan is a list of placements' });
  if (list.length === 0) throw new PlanError({ reason: 'the plan is empty' });
  return list.map((item: unknown, i) => {
    const result = v.safeParse(planItemSchema, withOptions(item));
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw new PlanError({ item: i + 1, field: v.getDotPath(issue) ?? undefined, reason: issue.message });
  });
}

function withOptions(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('options' in item)) return item;
  const { options, ...rest } = item;
  return typeof options === 'object' && options !== null ? { ...options, ...rest } : item;
}

/** The placements of a plan, and the seals that have to be drawn for them. */
export function placementsOf(items: readonly PlanItem[]): { placements: Placement[]; seals: PlanSeal[] } {
  const seals = new Map<string, PlanSeal>();
  const placements = items.map((item, i): Placement => {
    const seal = sealOf(item);
    seals.set(seal.sealId, seal);
    return placementOf(item, `plan-${i + 1}`, seal.sealId);
  });
  return { placements, seals: [...seals.values()] };
}

function sealOf(item: PlanItem): PlanSeal {
  const kind = item.kind === 'signature' || item.kind === 'date' ? item.kind : item.seal;
  const date = item.kind === 'date' ? item.date : undefined;
  const sealId = [kind, item.size, date].filter((part) => part !== undefined).join(' ');
  return {
    sealId,
    kind,
    ...(item.size === undefined ? {} : { sizeMm: item.size }),
    ...(date === undefined ? {} : { date }),
  };
}

function placementOf(item: PlanItem, id: string, sealId: string): Placement {
  switch (item.kind) {
    case 'single':
    case 'signature': {
      const { kind, page, x, y, rotation } = item;
      return { id, sealId, kind, page: page - 1, xMm: x, yMm: y, rotationDeg: rotation };
    }
    case 'date':
      return { id, sealId, kind: 'date', page: item.page - 1, xMm: item.x, yMm: item.y };
    case 'batch': {
      const { pages, x, y, anchor } = item;
      return { id, sealId, kind: 'batch', pages, xMm: x, yMm: y, anchor };
    }
    case 'keyword': {
      const { text, pages, dx, dy } = item;
      return { id, sealId, kind: 'keyword', text, pages, dxMm: dx, dyMm: dy };
    }
    case 'straddle': {
      const { pages, edge, y, pagesPerSeal, oddOnly } = item;
      return { id, sealId, kind: 'straddle', pages, edge, yMm: y, pagesPerSeal, oddOnly };
    }
  }
}
