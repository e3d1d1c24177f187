import type { Clock } from './clock';

/** Why to get up: news on the platform, news in the outbox, or somebody who does not want to wait. */
export type WakeReason = 'pull' | 'push' | 'retry';

/** Sleeps until there is something to do. A call that comes while nobody sleeps ends the next sleep at once. */
export class Wake {
  readonly #called = new Set<WakeReason>();
  #heard: () => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  call(reason: WakeReason): void {
    this.#called.add(reason);
    this.#heard();
  }

  /**
   * @param forMs at the longest
   * @param reasons what ends it before; calls for others are kept
   * @param signal ends it too
   * @returns what it was called for, forgotten from here on; nothing where the time was over
   */
  sleep(forMs: number, reasons: readonly WakeReason[], signal: AbortSignal): Promise<Set<WakeReason>> {
    return new Promise((resolve) => {
      const end = () => {
        this.#heard = () => undefined;
        cancel();
        signal.removeEventListener('abort', end);
        const called = new Set(reasons.filter((reason) => this.#called.delete(reason)));
        resolve(called);
      };
      const cancel = this.clock.after(forMs, end);
      signal.addEventListener('abort', end, { once: true });
      this.#heard = () => {
        if (signal.aborted || reasons.some((reason) => this.#called.has(reason))) end();
      };
      this.#heard();
    });
  }
}
