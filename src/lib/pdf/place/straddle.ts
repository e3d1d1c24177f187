import { PlacementError } from './error';

/**
 * Divides pages into the groups that share one straddle seal (骑缝章).
 *
 * Groups take `pagesPerSeal` successive pages each. A strip alone shows nothing, so where one page would
 * be left over the last two groups share their pages evenly.
 *
 * @param pages page indices in reading order
 * @returns groups of 2..pagesPerSeal pages
 * @throws PlacementError `straddle-too-few-pages` where a page would have to stand alone
 */
export function straddleGroups(pages: readonly number[], pagesPerSeal: number): number[][] {
  const groups: number[][] = [];
  for (let i = 0; i < pages.length; i += pagesPerSeal) groups.push(pages.slice(i, i + pagesPerSeal));
  const last = groups.at(-1);
  if (last && last.length >= 2) return groups;

  const before = groups.at(-2);
  if (!last || !before || before.length + last.length < 4) {
    throw new PlacementError('straddle-too-few-pages', { pages: pages.length, pagesPerSeal });
  }
  const shared = [...before, ...last];
  const half = Math.ceil(shared.length / 2);
  return [...groups.slice(0, -2), shared.slice(0, half), shared.slice(half)];
}

/**
 * Which strip of the seal a page of a group shows, as fractions of the seal's width.
 *
 * Fanned out with the first page on top, the edges of the later pages show to the right of it, or to the
 * left of it: so strips run left to right over a right edge and right to left over a left edge.
 *
 * Both ends are computed alike for neighbours, so that strips join exactly.
 */
export function straddleSlice(
  position: number,
  count: number,
  edge: 'right' | 'left',
): { from: number; to: number } {
  const strip = edge === 'right' ? position : count - 1 - position;
  return { from: strip / count, to: (strip + 1) / count };
}
