/**
 * Does one piece of work at a time, among all tabs that use the same name.
 *
 * @param work is begun when no other of that name is going on
 * @returns and throws what `work` does
 */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** Work of this page, by name; where there are no locks between tabs, it at least is done in turn. */
const queues = new Map<string, Promise<unknown>>();

/** By the browser's locks, which a tab that dies lets go of; where there are none, among the work of this page. */
export function lockExclusive(name: string): Exclusive {
  return async (work) => {
    const locks = (globalThis.navigator as Navigator | undefined)?.locks as LockManager | undefined;
    if (locks) return (await locks.request(name, work)) as Awaited<ReturnType<typeof work>>;
    const done = (queues.get(name) ?? Promise.resolve()).then(work);
    queues.set(
      name,
      done.catch(() => undefined),
    );
    return done;
  };
}
