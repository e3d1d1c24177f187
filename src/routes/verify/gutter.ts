/** What stands in the gutter, by the height that it points at; all in pixels. */
export interface Wanted {
  atPx: number;
}

/**
 * Heights of marks beside a page: each as near as can be to what it points at, none over another, in the order of
 * what they point at.
 *
 * @param stepPx height of a mark with the room around it
 * @returns middles of the marks, in the order of `wanted`
 */
export function spread(wanted: readonly Wanted[], stepPx: number, heightPx: number): number[] {
  const order = wanted.map(({ atPx }, i) => ({ atPx, i })).sort((a, b) => a.atPx - b.atPx || a.i - b.i);
  const middles: number[] = [];
  let free = stepPx / 2;
  for (const { atPx, i } of order) {
    middles[i] = Math.max(free, atPx);
    free = (middles[i] ?? 0) + stepPx;
  }
  // What would stand below the page moves up, as far as those above let it.
  let most = Math.max(heightPx - stepPx / 2, stepPx / 2 + (order.length - 1) * stepPx);
  for (const { i } of order.reverse()) {
    middles[i] = Math.min(middles[i] ?? 0, most);
    most = (middles[i] ?? 0) - stepPx;
  }
  return middles;
}
