import type { Difference, Step } from './rule';

/** ISO 32000-2 table 167. */
const PRINT = 1 << 2;
/** Invisible, Hidden, Print, NoZoom, NoRotate, NoView, ToggleNoView: whether and how an annotation is seen. */
const SHOWN = 1 | (1 << 1) | PRINT | (1 << 3) | (1 << 4) | (1 << 5) | (1 << 8);

/**
 * Whether an annotation's flags changed in nothing that shows or hides it: locking a signed field is no harm.
 *
 * @param o.mayPrint what is seen on the screen may come to be printed too
 */
export async function shownFlagsKept(
  difference: Difference & { shape: 'dictionary' },
  step: Step,
  o: { mayPrint?: boolean } = {},
): Promise<boolean> {
  const before = Number(await step.before.resolve(difference.before.get('F') ?? null)) || 0;
  const after = Number(await step.after.resolve(difference.after.get('F') ?? null)) || 0;
  const changed = (before ^ after) & SHOWN;
  return changed === 0 || (o.mayPrint === true && changed === PRINT && (after & PRINT) !== 0);
}
