import type { SealReport } from '$lib/pdf/verify';

/** How many seals the places of a signature are: the strips of a straddle seal (骑缝章) are one together. */
interface SealCount {
  /** as they are counted when a document is sealed */
  seals: number;
  /** as they are seen, page by page */
  places: number;
  /** of the places, those that are strips */
  strips: number;
}

/** Strips are narrower than they are high; the widest, half of an oval seal, by this share of the height. */
const WIDEST_STRIP = 0.8;
const TOLERANCE_MM = 0.2;

/**
 * Counts seals. That places are strips of one seal is not written in a document, so it is told by what they look like:
 * narrow, on successive places of reading order, all at one height and equally wide.
 */
export function countSeals(seals: readonly SealReport[]): SealCount {
  const runs: SealReport[][] = [];
  for (const seal of seals) {
    if (seal.box.widthMm > seal.box.heightMm * WIDEST_STRIP) continue;
    const run = runs.find(([first]) => first !== undefined && isAlike(first, seal));
    if (run) run.push(seal);
    else runs.push([seal]);
  }
  let strips = 0;
  let straddles = 0;
  for (const run of runs) {
    // A seal over an edge shows on two pages at least; twice on one page are two narrow seals.
    if (run.length < 2 || new Set(run.map(({ page }) => page)).size < run.length) continue;
    const [{ box }] = run as [SealReport];
    strips += run.length;
    straddles += Math.max(1, Math.round((run.length * box.widthMm) / box.heightMm));
  }
  return { seals: seals.length - strips + straddles, places: seals.length, strips };
}

function isAlike(a: SealReport, b: SealReport): boolean {
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= TOLERANCE_MM;
  return (
    near(a.box.yMm, b.box.yMm) && near(a.box.heightMm, b.box.heightMm) && near(a.box.widthMm, b.box.widthMm)
  );
}
