/** A number as it counts, kept within its limits; undefined for what is no number, or has too fine a fraction. */
export function fitNumber(
  typed: string,
  { min, max, whole }: { min: number; max: number; whole: boolean },
): { value: number; limit?: 'min' | 'max' } | undefined {
  const number = Number(typed);
  if (typed.trim() === '' || !Number.isFinite(number)) return undefined;
  if (whole && !Number.isInteger(number)) return undefined;
  if (number < min) return { value: min, limit: 'min' };
  if (number > max) return { value: max, limit: 'max' };
  return { value: number };
}
