import { fromAnchor, withinPage } from './corner';
import { PlacementError } from './error';
import { cornersOf, displaySize, type PageGeometry } from './geometry';
import type { Placement, PlacementContext, SizeMm, Stamp } from './placement';
import { parsePageRange } from './range';
import { straddleGroups, straddleSlice } from './straddle';

type Kind<K extends Placement['kind']> = Extract<Placement, { kind: K }>;
type Fixed = Kind<'single' | 'signature' | 'date'>;

/**
 * Turns placements into the stamps that a document gets, in the order of the placements and of the pages.
 *
 * @param pages geometry of every page of the document, in order
 * @throws PlacementError
 */
export async function resolvePlacements(
  placements: readonly Placement[],
  pages: readonly PageGeometry[],
  context: PlacementContext,
): Promise<Stamp[]> {
  const stamps: Stamp[] = [];
  for (const placement of placements) {
    checkNumbers(placement);
    const size = context.sizeOf(placement.sealId);
    stamps.push(...(await resolve(placement, size, pages, context)));
  }
  return stamps;
}

async function resolve(
  placement: Placement,
  size: SizeMm,
  pages: readonly PageGeometry[],
  context: PlacementContext,
): Promise<Stamp[]> {
  switch (placement.kind) {
    case 'single':
    case 'signature':
    case 'date':
      return [resolveFixed(placement, size, pages)];
    case 'batch':
      return resolveBatch(placement, size, pages);
    case 'keyword':
      return resolveKeyword(placement, size, pages, context);
    case 'straddle':
      return resolveStraddle(placement, size, pages);
  }
}

function resolveFixed(placement: Fixed, size: SizeMm, pages: readonly PageGeometry[]): Stamp {
  const page = pageAt(pages, placement.page);
  const rotationDeg = placement.kind === 'date' ? undefined : placement.rotationDeg;
  const box = { xMm: placement.xMm, yMm: placement.yMm, ...pick(size) };
  const { widthMm, heightMm } = displaySize(page);
  const corners = cornersOf(box, rotationDeg);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  if (
    Math.max(...xs) <= 0 ||
    Math.min(...xs) >= widthMm ||
    Math.max(...ys) <= 0 ||
    Math.min(...ys) >= heightMm
  ) {
    throw new PlacementError('outside-page', { placementId: placement.id, page: placement.page + 1 });
  }
  return stampOf(placement, page, box, rotationDeg ? { rotationDeg } : {});
}

function resolveBatch(placement: Kind<'batch'>, size: SizeMm, pages: readonly PageGeometry[]): Stamp[] {
  return parsePageRange(placement.pages, pages.length).map((index) => {
    const page = pageAt(pages, index);
    const corner = fromAnchor(placement.anchor ?? 'upper-left', placement, size, displaySize(page));
    return stampOf(placement, page, { ...withinPage(corner, size, displaySize(page)), ...pick(size) });
  });
}

async function resolveKeyword(
  placement: Kind<'keyword'>,
  size: SizeMm,
  pages: readonly PageGeometry[],
  context: PlacementContext,
): Promise<Stamp[]> {
  const indices = parsePageRange(placement.pages ?? 'all', pages.length);
  const hits = placement.text.trim() === '' ? [] : await context.findText(placement.text, indices);
  if (hits.length === 0) {
    throw new PlacementError('keyword-not-found', { placementId: placement.id, text: placement.text });
  }
  return hits.map((hit) => {
    const page = pageAt(pages, hit.pageIndex);
    const corner = {
      xMm: hit.xMm + hit.widthMm / 2 + (placement.dxMm ?? 0) - size.widthMm / 2,
      yMm: hit.yMm + hit.heightMm / 2 + (placement.dyMm ?? 0) - size.heightMm / 2,
    };
    return stampOf(placement, page, { ...withinPage(corner, size, displaySize(page)), ...pick(size) });
  });
}

function resolveStraddle(placement: Kind<'straddle'>, size: SizeMm, pages: readonly PageGeometry[]): Stamp[] {
  const inRange = parsePageRange(placement.pages ?? 'all', pages.length);
  const chosen = placement.oddOnly ? inRange.filter((index) => index % 2 === 0) : inRange;
  return groupsOf(placement, chosen).flatMap((group) =>
    group.map((index, position) => {
      const page = pageAt(pages, index);
      const slice = straddleSlice(position, group.length, placement.edge);
      const strip = { widthMm: size.widthMm / group.length, heightMm: size.heightMm };
      const atEdge = placement.edge === 'left' ? 0 : displaySize(page).widthMm - strip.widthMm;
      const { yMm } = withinPage({ xMm: 0, yMm: placement.yMm }, strip, displaySize(page));
      return stampOf(placement, page, { xMm: atEdge, yMm, ...strip }, { slice });
    }),
  );
}

function groupsOf(placement: Kind<'straddle'>, chosen: number[]): number[][] {
  try {
    return straddleGroups(chosen, placement.pagesPerSeal);
  } catch (error) {
    if (!(error instanceof PlacementError)) throw error;
    throw new PlacementError(error.code, { ...error.detail, placementId: placement.id }, error);
  }
}

function pick(size: SizeMm): SizeMm {
  return { widthMm: size.widthMm, heightMm: size.heightMm };
}

function stampOf(
  placement: Placement,
  page: PageGeometry,
  box: SizeMm & { xMm: number; yMm: number },
  more: Pick<Stamp, 'slice' | 'rotationDeg'> = {},
): Stamp {
  return { placementId: placement.id, sealId: placement.sealId, pageIndex: page.index, ...box, ...more };
}

function pageAt(pages: readonly PageGeometry[], index: number): PageGeometry {
  const page = pages[index];
  if (!page) throw new PlacementError('page-out-of-range', { page: index + 1, pageCount: pages.length });
  return page;
}

/** Plans come from files too: every number must be one. */
function checkNumbers(placement: Placement): void {
  for (const [field, value] of Object.entries(placement)) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new PlacementError('bad-placement', { placementId: placement.id, field });
    }
  }
  if (
    placement.kind === 'straddle' &&
    !(Number.isInteger(placement.pagesPerSeal) && placement.pagesPerSeal >= 2)
  ) {
    throw new PlacementError('bad-placement', { placementId: placement.id, field: 'pagesPerSeal' });
  }
}
