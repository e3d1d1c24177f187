export { fromAnchor, withinPage } from './corner';
export { PlacementError, type PlacementErrorCode } from './error';
export {
  applyMatrix,
  displayedFromUser,
  displaySize,
  userRect,
  type BoxMm,
  type Matrix,
  type PageGeometry,
} from './geometry';
export type { Anchor, Placement, PlacementContext, SizeMm, Stamp, TextHit } from './placement';
export { parsePageRange, type PageRange } from './range';
export { resolvePlacements } from './resolve';
export { createTextFinder } from './text';
export { countSeals, pageList } from './summary';
