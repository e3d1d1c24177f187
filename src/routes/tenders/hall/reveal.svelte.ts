/** All envelopes are turned over within this time, however many there are. */
const LONGEST_MS = 20_000;
const STEP_MS = 450;

/**
 * How many envelopes are turned over. Whoever sees the opening sees one after the other; whoever comes later, or wants
 * no motion, sees all. Made in a component, ends with it.
 */
export class Reveal {
  #shown = $state(0);
  #isFirst = true;

  /** @param all how many there are once they are opened; undefined before */
  constructor(all: () => number | undefined) {
    $effect(() => {
      const count = all();
      const isPast = this.#isFirst && count !== undefined;
      this.#isFirst = false;
      if (count === undefined) return;
      if (isPast || matchMedia('(prefers-reduced-motion: reduce)').matches) {
        this.#shown = count;
        return;
      }
      this.#shown = 0;
      const timer = setInterval(
        () => {
          this.#shown += 1;
          if (this.#shown >= count) clearInterval(timer);
        },
        Math.min(STEP_MS, LONGEST_MS / Math.max(1, count)),
      );
      return () => clearInterval(timer);
    });
  }

  get shown(): number {
    return this.#shown;
  }
}
