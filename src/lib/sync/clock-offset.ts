import type { PlatformPort } from './port';

/** Crystals of ordinary devices go wrong by less than this part of the time that has passed. */
const DRIFT = 100e-6;

/** Differences between the two clocks of this device that their own coarseness explains. */
const COARSE_MS = 50;

/** What is known of a moment: it lies within `at` ± `uncertaintyMs`. */
export interface PlatformInstant {
  /** the platform's clock, ms since the epoch */
  at: number;
  uncertaintyMs: number;
}

interface Sample {
  offsetMs: number;
  halfRoundTripMs: number;
  wall: number;
  monotonic: number;
}

/**
 * What time it is on the platform, as far as this device can know: deadlines are the platform's, not those of a
 * clock that its owner can set.
 *
 * A clock that is set after the platform was asked does not change the answer: the time since then is read from the
 * monotonic clock. That one may stand still while the device sleeps, so where the clocks have moved apart forward,
 * either may be right: the answer says so by its uncertainty, and `measure` is due.
 */
export class ClockOffset {
  readonly #platform: Pick<PlatformPort, 'time'>;
  readonly #now: () => number;
  readonly #monotonic: () => number;
  #sample: Sample | undefined;

  /** @param o.monotonic ms from any beginning, never going back */
  constructor(platform: Pick<PlatformPort, 'time'>, o: { now?(): number; monotonic?(): number } = {}) {
    this.#platform = platform;
    this.#now = o.now ?? Date.now;
    this.#monotonic = o.monotonic ?? (() => performance.now());
  }

  /**
   * Asks the platform. Of what is known before and after, the more certain is kept: one slow answer spoils nothing.
   *
   * @throws PlatformError; then what was known before holds
   */
  async measure(): Promise<PlatformInstant> {
    const asked = this.#monotonic();
    const { platformTime, roundTripMs } = await this.#platform.time();
    const [wall, monotonic] = [this.#now(), this.#monotonic()];
    // An adapter may not know how long it took; the call as a whole is an upper bound.
    const took = roundTripMs > 0 ? Math.min(roundTripMs, monotonic - asked) : monotonic - asked;
    const halfRoundTripMs = Math.max(0, took) / 2;
    const offsetMs = platformTime + halfRoundTripMs - wall;
    const sample = { offsetMs, halfRoundTripMs, wall, monotonic };
    const before = this.platformNow();
    const fresh = this.#at(sample);
    // Two that exclude each other: the platform's clock was set, the newer holds.
    const agree = before && Math.abs(before.at - fresh.at) <= before.uncertaintyMs + fresh.uncertaintyMs;
    if (!agree || fresh.uncertaintyMs <= before.uncertaintyMs) this.#sample = sample;
    return this.platformNow() ?? fresh;
  }

  /** undefined as long as the platform was never asked. */
  platformNow(): PlatformInstant | undefined {
    return this.#sample && this.#at(this.#sample);
  }

  /**
   * How far this device's clock is behind the platform's, ms; negative where it is ahead. Undefined as long as the
   * platform was never asked.
   */
  get offsetMs(): number | undefined {
    const now = this.platformNow();
    return now && now.at - this.#now();
  }

  #at({ offsetMs, halfRoundTripMs, wall, monotonic }: Sample): PlatformInstant {
    const passed = Math.max(0, this.#monotonic() - monotonic);
    const apart = this.#now() - wall - passed;
    const start = wall + offsetMs;
    const certain = halfRoundTripMs + passed * DRIFT;
    // Slept, or set forward: between the two.
    if (apart > COARSE_MS + passed * DRIFT) {
      return { at: start + passed + apart / 2, uncertaintyMs: certain + apart / 2 };
    }
    return { at: start + passed, uncertaintyMs: certain };
  }
}
