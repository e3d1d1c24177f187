import type { DayProblem } from '$lib/ui';
import { m } from '$messages';
import { countSeals } from '$lib/pdf/place';
import type { Placements } from './placements.svelte';

/**
 * What stands above 确认位置: how much is placed, or what is missing before it can be confirmed.
 *
 * @param dateProblem of the day that is being typed
 */
export function readiness(
  placements: Pick<Placements, 'list' | 'resolved' | 'stampsOf'>,
  dateProblem?: DayProblem,
): string {
  const { list, resolved } = placements;
  if (dateProblem) return m.workbench_date_unfinished();
  if (list.length === 0) return m.workbench_placed_none();
  const failed = list.filter(({ id }) => resolved.get(id)?.kind === 'failed').length;
  if (failed > 0) return m.workbench_incomplete({ n: failed });
  return m.workbench_placed({
    n: list.reduce((sum, { id }) => sum + countSeals(placements.stampsOf(id)), 0),
  });
}
