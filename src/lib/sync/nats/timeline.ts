/** Position and time of a record as the server has them. */
export interface Mark {
  position: number;
  /** ms since the epoch, by the clock of the server that led at the time */
  at: number;
  /** as `Kept.saidAt` */
  saidAt?: number;
}

export interface TimelineSource {
  /** All marks behind a position up to and with `to`, in order, some at a time; throws where they are not to be had. */
  scan(after: number, to: number): AsyncIterable<readonly Mark[]>;
  /** What this device has noted as the time of receipt at a position, where it has. */
  kept?(position: number): Promise<number | undefined>;
}

/**
 * When records were received. The server that leads stamps a record with its own clock, and the next leader's clock
 * may be behind: the time of receipt is therefore the latest stamp up to and with the record's own. That depends on
 * nothing but the order, so every reader, at any time, finds the same; and it never goes back.
 *
 * To know it in the middle of the order one must know the latest stamp before. A device that reads from the beginning
 * does; one that goes on where it was has noted the last one; and whoever knows nothing looks through the stamps alone.
 */
export class Timeline {
  /** positions from `#from` (excluded) to `#to` have been seen */
  #from = 0;
  #to = 0;
  /** the latest stamp up to `#to` */
  #latest = 0;
  /** stretches whose own stamps lie before an earlier one: few, and none while clocks are right */
  readonly #corrected: { from: number; to: number; at: number }[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly source: TimelineSource) {}

  /** The times of receipt of marks, which are in order. One call at a time does its reading. */
  timesOf(marks: readonly Mark[]): Promise<number[]> {
    const times = this.#turn.then(() => this.#timesOf(marks));
    this.#turn = times.catch(() => undefined);
    return times;
  }

  /** Looks through the stamps up to a position. @returns marks that were not known before; times as of receipt */
  upTo(position: number): Promise<Mark[]> {
    const found = this.#turn.then(() => this.#extend(position));
    this.#turn = found.catch(() => undefined);
    return found;
  }

  async #timesOf(marks: readonly Mark[]): Promise<number[]> {
    const times: number[] = [];
    for (const { position, at } of marks) {
      if (position <= this.#from || position > this.#to + 1) await this.#reach(position);
      if (position === this.#to + 1) this.#note({ position, at });
      times.push(this.#corrected.find(({ from, to }) => from <= position && position <= to)?.at ?? at);
    }
    return times;
  }

  /** Makes all known up to a position's predecessor, from wherever it is least work. */
  async #reach(position: number): Promise<void> {
    const before = position - 1;
    const noted = before === 0 ? 0 : await this.source.kept?.(before);
    // A short way from what is known costs less than to forget it.
    if (noted !== undefined && (before < this.#from || before > this.#to)) this.#start(before, noted);
    else if (before < this.#from) this.#start(0, 0);
    await this.#extend(before);
  }

  #start(position: number, latest: number): void {
    this.#from = this.#to = position;
    this.#latest = latest;
    this.#corrected.length = 0;
  }

  async #extend(to: number): Promise<Mark[]> {
    const found: Mark[] = [];
    if (to <= this.#to) return found;
    for await (const marks of this.source.scan(this.#to, to)) {
      for (const mark of marks) {
        // Where positions have gaps a reading may go further than was asked: what comes later is not before this.
        if (mark.position <= this.#to || mark.position > to) continue;
        this.#note(mark);
        found.push({ position: mark.position, at: this.#latest });
      }
    }
    this.#to = to;
    return found;
  }

  #note({ position, at }: Mark): void {
    if (at >= this.#latest) {
      this.#latest = at;
    } else {
      const last = this.#corrected.at(-1);
      if (last?.to === position - 1 && last.at === this.#latest) last.to = position;
      else this.#corrected.push({ from: position, to: position, at: this.#latest });
    }
    this.#to = position;
  }
}
