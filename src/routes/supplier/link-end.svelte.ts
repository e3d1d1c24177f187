import { untrack } from 'svelte';
import { office } from '../office.svelte';

/** Timers hold no longer time than 2^31 − 1 ms. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Calls when the platform's clock comes to an instant, also where that passes while the computer sleeps. To be called
 * while a component is set up.
 *
 * @param instant ms since the epoch; it may change
 */
export function whenItIs(instant: () => number | undefined, call: () => void): void {
  $effect(() => {
    const at = instant();
    if (at === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const left = at - untrack(() => office.now());
      if (left <= 0) untrack(call);
      else timer = setTimeout(look, Math.min(left, LONGEST_MS));
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  });
}
