/** What is under way should be over in about this time: enough to hide the way there and back, little to lose. */
const AIM_MS = 500;
const SLOW_MS = 2_000;

/** How much to have under way at once: more on a fast line, less on a slow one or where one stands in another's way. */
export class Pace {
  #size: number;

  /** @param first to begin with @param most never above; never below `least` */
  constructor(
    first: number,
    private readonly most: number,
    private readonly least = 1,
  ) {
    this.#size = first;
  }

  get size(): number {
    return this.#size;
  }

  /** @param ms what it took until as much as `size` was over */
  took(ms: number): void {
    if (ms < AIM_MS) this.#size = Math.min(this.most, this.#size * 2);
    else if (ms > SLOW_MS) this.stumbled();
  }

  stumbled(): void {
    this.#size = Math.max(this.least, Math.floor(this.#size / 2));
  }
}
