import { ClockOffset, type PlatformPort } from '../sync';

/** So often the platform's clock is asked for. */
const CLOCK_MS = 10 * 60_000;
/** … or sooner, where it is not known to some seconds. */
const CLOCK_RETRY_MS = 5_000;
const UNCERTAIN_MS = 3_000;

/** The platform's clock as far as it is known here. It is asked for anew when it is read. */
export class PlatformClock {
  readonly #offset: ClockOffset;
  #askedAt = -Infinity;

  constructor(
    port: PlatformPort,
    private readonly o: {
      /** this device's clock, ms since the epoch */
      now(): number;
      onChange(): void;
    },
  ) {
    this.#offset = new ClockOffset(port, { now: () => o.now() });
  }

  /** ms since the epoch; by this device's clock as long as nobody knows better */
  now(): number {
    void this.ask();
    return Math.floor(this.#offset.platformNow()?.at ?? this.o.now());
  }

  /** How far this device's clock is behind the platform's, ms; undefined as long as nobody knows. */
  get offsetMs(): number | undefined {
    return this.#offset.offsetMs;
  }

  /** Asks the platform where it was not asked lately. */
  async ask(): Promise<void> {
    const known = this.#offset.platformNow();
    // After a sleep nobody knows how long it was: that cannot wait.
    const isFresh = known !== undefined && known.uncertaintyMs < UNCERTAIN_MS;
    const now = performance.now();
    if (now - this.#askedAt < (isFresh ? CLOCK_MS : CLOCK_RETRY_MS)) return;
    this.#askedAt = now;
    await this.#offset.measure().then(
      () => this.o.onChange(),
      () => undefined, // unreachable: the next time
    );
  }
}
