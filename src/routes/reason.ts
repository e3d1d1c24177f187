import { holdsPersonalNumber } from '$lib/platform';
import { m } from '$messages';

/**
 * What is wrong with a reason that goes into the platform's records.
 *
 * @param missing what is said where there is none
 */
export function reasonProblem(reason: string, missing: () => string): string | undefined {
  if (reason.trim() === '') return missing();
  return holdsPersonalNumber(reason) ? m.error_reason_number() : undefined;
}
