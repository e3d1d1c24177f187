import type { Stamp } from './placement';

/** `1-3, 5, 8-9`: page numbers from indices, runs joined. */
export function pageList(indices: Iterable<number>): string {
  const pages = [...new Set(indices)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1}-${to + 1}`)).join(', ');
}

/** How many seals a person would count: a straddle seal's strips are one seal for each group of pages. */
export function countSeals(stamps: readonly Stamp[]): number {
  return stamps.filter((stamp) => !stamp.slice || stamp.slice.from === 0).length;
}
