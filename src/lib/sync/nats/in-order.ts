import type { Stored, StreamApi } from './api';
import { patienceFor } from './line';
import { Pace } from './pace';
import { settledWhileMoving } from './patience';

const FIRST_AT_ONCE = 8;
const MOST_AT_ONCE = 512;
const MOST_BYTES_AT_ONCE = 2 << 20;

export interface Item {
  /** unlike any other's */
  id: string;
  subject: string;
  data: Uint8Array;
}

/**
 * Gives messages to a stream that takes one a subject, many at once and yet in order: each is to be taken only directly
 * behind the one before it, known by its id. So if one is not taken, because it was lost on its way, because there was
 * no room or because somebody else's came between, those behind it are not either, whichever server gets them. The
 * first needs no such condition: all before it are in.
 */
export class InOrder {
  readonly #pace = new Pace(FIRST_AT_ONCE, MOST_AT_ONCE);

  constructor(private readonly api: StreamApi) {}

  /**
   * @param items those before the first are in, or it does not matter; no more are taken from it when one has failed
   * @returns what became of the first ones, up to the first that is not in; `error` is why, where it was not only
   *   that something came between
   * @throws PlatformError `unreachable`
   */
  async send(items: Iterable<Item>): Promise<{ in: Exclude<Stored, { as: 'not-next' }>[]; error?: unknown }> {
    const { line } = this.api;
    const connection = await line.connection();
    const missed = line.watch(connection);
    const sent: { answer: Promise<Stored>; bytes: number; at: number }[] = [];
    let broken = false;
    let largest = 0;
    let bytes = 0;
    let settled = 0;
    let before: string | undefined;
    for (const { id, subject, data } of items) {
      largest = Math.max(largest, data.length);
      bytes += data.length;
      const answer = this.api.publish(subject, data, {
        ...{ id, after: before, connection },
        timeoutMs: patienceFor(MOST_BYTES_AT_ONCE + largest),
      });
      answer.then(
        ({ as }) => (broken ||= as !== 'new'),
        () => (broken = true),
      );
      sent.push({ answer, bytes: data.length, at: performance.now() });
      before = id;
      for (let first = sent[settled]; first !== undefined; first = sent[settled]) {
        if (broken || (sent.length - settled < this.#pace.size && bytes < MOST_BYTES_AT_ONCE)) break;
        const [result] = await settledWhileMoving([first.answer], patienceFor(largest));
        if (result?.status !== 'fulfilled') broken = true;
        this.#pace.took(performance.now() - first.at);
        bytes -= first.bytes;
        settled++;
      }
      if (broken) break;
    }
    const all = await settledWhileMoving(
      sent.map(({ answer }) => answer),
      patienceFor(largest),
    );
    const taken: Exclude<Stored, { as: 'not-next' }>[] = [];
    for (const result of all) {
      if (result.status === 'fulfilled' && result.value.as !== 'not-next') {
        taken.push(result.value);
        continue;
      }
      this.#pace.stumbled();
      if (result.status === 'fulfilled') break;
      missed();
      return { in: taken, error: result.reason };
    }
    return { in: taken };
  }
}
