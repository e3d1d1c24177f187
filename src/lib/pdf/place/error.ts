/**
 * Why placements cannot be turned into stamps. `detail` holds what a message needs:
 * - `bad-range`: `range`, `part` — the text is no page range
 * - `page-out-of-range`: `page` (1-based), `pageCount`
 * - `bad-placement`: `placementId`, `field` — a number is not finite or not sensible
 * - `outside-page`: `placementId`, `page` (1-based) — nothing of the seal would be on the page
 * - `straddle-too-few-pages`: `placementId`, `pages`, `pagesPerSeal` — a strip would stand alone
 * - `keyword-not-found`: `placementId`, `text`
 */
export type PlacementErrorCode =
  | 'bad-range'
  | 'page-out-of-range'
  | 'bad-placement'
  | 'outside-page'
  | 'straddle-too-few-pages'
  | 'keyword-not-found';

export class PlacementError extends Error {
  override readonly name = 'PlacementError';

  constructor(
    readonly code: PlacementErrorCode,
    readonly detail: Record<string, unknown> = {},
    cause?: unknown,
  ) {
    super(`cannot place: ${code}`, { cause });
  }
}
