import type { Difference, Step } from './rule';

/** Invisible, Hidden, Print, NoView, ToggleNoView: whether an annotation is seen (ISO 32000-2 table 167). */
const SHOWN = 1 | (1 << 1) | (1 << 2) | (1 << 5) | (1 << 8);

/** Whether an annotation's flags changed in nothing that shows or hides it: locking a signed field is no harm. */
export async function onlyShownFlagsKept(
  difference: Difference & { shape: 'dictionary' },
  step: Step,
): Promise<boolean> {
  const before = Number(await step.before.resolve(difference.before.get('F') ?? null)) || 0;
  const after = Number(await step.after.resolve(difference.after.get('F') ?? null)) || 0;
  return (before & SHOWN) === (after & SHOWN);
}
