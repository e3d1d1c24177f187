import { office } from '../office.svelte';

/** The platform's clock, while somebody reads it: made in a component, ends with it. */
export class PlatformNow {
  #now = $state(office.now());

  constructor() {
    $effect(() => {
      // Known better once the platform has answered.
      void office.clockOffsetMs;
      const tick = (): void => void (this.#now = office.now());
      tick();
      const timer = setInterval(tick, 500);
      return () => clearInterval(timer);
    });
  }

  /** ms since the epoch */
  get now(): number {
    return this.#now;
  }
}
