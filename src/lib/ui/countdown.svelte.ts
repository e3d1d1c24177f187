/** A clock that ticks while somebody reads it; `secondsLeft` counts down to a moment and stops at 0. */
export class CountdownClock {
  #now = $state(Date.now());
  readonly #until: () => number;

  /**
   * @param until reads the moment counted down to, in ms since the epoch; it may change
   */
  constructor(until: () => number) {
    this.#until = until;
    $effect(() => {
      const target = this.#until();
      this.#now = Date.now();
      if (target <= this.#now) return;
      const timer = setInterval(() => {
        this.#now = Date.now();
        if (this.#now >= target) clearInterval(timer);
      }, 250);
      return () => clearInterval(timer);
    });
  }

  get secondsLeft(): number {
    return Math.max(0, Math.ceil((this.#until() - this.#now) / 1000));
  }
}

/** `75` → `01:15`. */
export function minutesAndSeconds(seconds: number): string {
  return [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
