import type { Status } from '$lib/ui';
import { m } from '$messages';
import type { Check } from './check';
import type { Saved } from './save';

interface Outcome {
  state: Status;
  label: string;
  title: string;
}

/** What stands above a sealed document: no more than is known of it, and nothing that its check speaks against. */
export function outcomeOf({ saved, check }: { saved?: Saved; check?: Check }): Outcome {
  if (!saved)
    return { state: 'pending', label: m.workbench_state_unsaved(), title: m.workbench_sealed_title() };
  const written = saved.how === 'file';
  const label = written ? m.workbench_state_saved() : m.workbench_state_downloaded();
  switch (check?.kind) {
    case 'invalid':
      return { state: 'invalid', label, title: m.workbench_invalid_title() };
    case 'earlier-broken':
      return { state: 'invalid', label, title: m.workbench_earlier_title() };
    case 'valid':
      return written
        ? { state: 'valid', label, title: m.workbench_saved_title() }
        : { state: 'valid', label, title: m.workbench_downloaded_title() };
    default:
      return {
        state: 'pending',
        label,
        title: written ? m.workbench_unchecked_title() : m.workbench_downloaded_title(),
      };
  }
}
