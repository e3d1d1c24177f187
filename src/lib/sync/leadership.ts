/**
 * Lets one tab at a time do the work.
 *
 * @param signal ends the wait; the work has it too and ends soon after
 * @param work is begun when this tab leads; while it runs, no other tab does
 * @returns when the work is over, or the wait
 */
export type Leadership = (signal: AbortSignal, work: () => Promise<void>) => Promise<void>;

/**
 * By the browser's locks: when a tab dies, the next one leads. Where there are none, or none for this page, every tab
 * leads; that costs double work and nothing else, because every step may be done twice.
 */
export function lockLeadership(name: string): Leadership {
  return async (signal, work) => {
    const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
    let begun = false;
    try {
      await locks?.request(name, { signal }, () => {
        begun = true;
        return work();
      });
    } catch (error) {
      if (begun) throw error;
    }
    if (!begun && !signal.aborted) await work();
  };
}
