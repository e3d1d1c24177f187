import type { Placement, Stamp } from '$lib/pdf/place';

/** What has become of a placement: its stamps, or why it has none. */
export type Resolved =
  { kind: 'looking' } | { kind: 'placed'; stamps: readonly Stamp[] } | { kind: 'failed'; error: unknown };

export const LOOKING: Resolved = { kind: 'looking' };
export const NOTHING_RESOLVED: ReadonlyMap<string, Resolved> = new Map();

/** The stamps of every page that has some, by page index, in the order in which they were placed. */
export function stampsByPage(
  placements: readonly Placement[],
  resolved: ReadonlyMap<string, Resolved>,
): ReadonlyMap<number, readonly Stamp[]> {
  const byPage = new Map<number, Stamp[]>();
  for (const { id } of placements) {
    const outcome = resolved.get(id);
    for (const stamp of outcome?.kind === 'placed' ? outcome.stamps : []) {
      const onPage = byPage.get(stamp.pageIndex);
      if (onPage) onPage.push(stamp);
      else byPage.set(stamp.pageIndex, [stamp]);
    }
  }
  return byPage;
}

/**
 * The outcome of every placement. While one that was moved is worked out its old stamps stand, so that nothing
 * flickers; a keyword's do not, since looking for it can take a while.
 */
export function carryOver(
  placements: readonly Placement[],
  before: ReadonlyMap<string, Resolved>,
  now: (placement: Placement) => Resolved,
): ReadonlyMap<string, Resolved> {
  return new Map(
    placements.map((placement) => {
      const outcome = now(placement);
      const earlier = before.get(placement.id);
      const keeps = outcome.kind === 'looking' && placement.kind !== 'keyword' && earlier;
      return [placement.id, keeps ? earlier : outcome];
    }),
  );
}
