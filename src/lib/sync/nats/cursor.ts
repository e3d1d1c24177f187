import { createInbox, nuid, type Msg, type NatsConnection, type Subscription } from '@nats-io/nats-core';
import * as v from 'valibot';
import { PlatformError } from '../error';
import { saidAtOf, type StreamApi } from './api';
import { patienceFor, type Line } from './line';
import { Pace } from './pace';
import { hitch, patiently } from './patience';
import type { Mark } from './timeline';

/** Between two readings one after the other; then the server forgets where we were. */
const FORGOTTEN_NS = 60e9;
/** A server must not have to hold much for a slow reader: it cuts lines that do not empty (write_deadline). */
const FIRST_BYTES = 256 << 10;
const MOST_BYTES = 8 << 20;
/** As long as the largest record: one always fits. */
const LEAST_BYTES = 128 << 10;

/** So many are asked for one by one. */
const FEW = 64;

const created = v.object({ name: v.string() });

/** A message of the stream. */
export interface Found extends Mark {
  data: Uint8Array;
  /** the stream's last position when this one was sent */
  head: number;
}

/**
 * Reads a stream from anywhere forward: many over an ephemeral consumer, which it keeps as long as it is asked to go on
 * where it was; a few one by one, from any server that keeps the stream. For that no server needs to lead, while
 * consumers cannot be made as long as the cluster chooses who makes them.
 */
export class Cursor {
  readonly #pace = new Pace(FIRST_BYTES, MOST_BYTES, LEAST_BYTES);
  #open: { connection: NatsConnection; name: string; at: number; inbox: string; hears: Hears } | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param o.headersOnly gives messages without their data */
  constructor(
    private readonly api: StreamApi,
    private readonly stream: string,
    private readonly o: { headersOnly: boolean },
  ) {}

  /**
   * @param after position
   * @param count of messages that are known to be there, 1 or more
   * @returns 1 to `count` of them, in order
   * @throws PlatformError `unreachable`
   */
  next(after: number, count: number): Promise<Found[]> {
    const found = this.#turn.then(() => patiently(() => this.#next(after, count)));
    this.#turn = found.catch(() => undefined);
    return found;
  }

  close(): void {
    const subscription = this.#open?.hears.subscription;
    this.#open = undefined;
    if (subscription && !subscription.isClosed()) subscription.unsubscribe();
  }

  async #next(after: number, count: number): Promise<Found[]> {
    const connection = await this.api.line.connection();
    if (this.#open && (this.#open.connection !== connection || this.#open.at !== after)) this.close();
    if (!this.#open && count <= FEW) return this.#few(after, count);
    try {
      this.#open ??= await this.#begin(connection, after);
    } catch (error) {
      if (error instanceof PlatformError && error.detail.reason === 'no-leader')
        return this.#few(after, Math.min(count, FEW));
      throw error;
    }
    const open = this.#open;
    const bytes = this.#pace.size;
    const began = performance.now();
    try {
      const found = await open.hears.pull(
        this.api.line,
        connection,
        `$JS.API.CONSUMER.MSG.NEXT.${this.stream}.${open.name}`,
        {
          batch: count,
          ...(this.o.headersOnly ? {} : { max_bytes: bytes }),
        },
      );
      if (found.some(({ position }, index) => position <= (found[index - 1]?.position ?? after))) {
        throw hitch('silent', new Error('out of order'));
      }
      open.at = found.at(-1)?.position ?? after;
      if (found.length < count) this.#pace.took(performance.now() - began);
      return found;
    } catch (error) {
      // What still comes is for nobody: the next try has an inbox of its own.
      this.close();
      throw error;
    }
  }

  async #few(after: number, count: number): Promise<Found[]> {
    const { api, stream } = this;
    const timeoutMs = patienceFor(LEAST_BYTES);
    const all = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const which = { seq: after + 1 + index };
        return (await api.nearest(stream, which, timeoutMs)) ?? api.message(stream, which, timeoutMs);
      }),
    );
    const found = all.flatMap((kept) => (kept ? [{ ...kept, head: kept.position }] : []));
    if (found.length === 0) throw hitch('silent', new Error('what is said to be there is not'));
    return found;
  }

  async #begin(connection: NatsConnection, after: number) {
    const inbox = createInbox(this.api.inboxPrefix);
    const hears = new Hears(connection, inbox);
    try {
      const config = {
        name: nuid.next(),
        deliver_policy: 'by_start_sequence',
        opt_start_seq: after + 1,
        ack_policy: 'none',
        replay_policy: 'instant',
        inactive_threshold: FORGOTTEN_NS,
        num_replicas: 1,
        mem_storage: true,
        headers_only: this.o.headersOnly,
      };
      const { stream } = this;
      const what = `CONSUMER.CREATE.${stream}.${config.name}`;
      const { name } = await this.api.call(what, { stream_name: stream, config }, created);
      return { connection, name, at: after, inbox, hears };
    } catch (error) {
      hears.subscription.unsubscribe();
      throw error;
    }
  }
}

/** One inbox, to which the messages of one pull at a time come. */
class Hears {
  readonly subscription: Subscription;
  #onMessage: (message: Msg) => void = () => undefined;

  constructor(
    connection: NatsConnection,
    private readonly inbox: string,
  ) {
    this.subscription = connection.subscribe(inbox, {
      callback: (error, message) => {
        if (error === null) this.#onMessage(message);
      },
    });
  }

  pull(
    line: Line,
    connection: NatsConnection,
    subject: string,
    ask: { batch: number; max_bytes?: number },
  ): Promise<Found[]> {
    const idleMs = patienceFor(LEAST_BYTES);
    return new Promise((resolve, reject) => {
      const found: Found[] = [];
      const end = (error?: unknown) => {
        clearTimeout(timer);
        forget();
        this.#onMessage = () => undefined;
        if (error === undefined && found.length > 0) resolve(found);
        else reject(error ?? hitch('silent'));
      };
      let timer = setTimeout(() => silent(), idleMs);
      const missed = line.watch(connection);
      const silent = () => {
        end(hitch('silent'));
        missed();
      };
      const forget = line.onLost(connection, () => end(hitch('line-lost')));
      this.#onMessage = (message) => {
        const one = foundIn(message);
        // 409: the next one is too much for max_bytes; 408: no more came in time; 503: the consumer is gone
        if (one === undefined)
          return end(found.length > 0 ? undefined : hitch('no-leader', message.headers?.status));
        clearTimeout(timer);
        timer = setTimeout(silent, idleMs);
        found.push(one);
        if (found.length === ask.batch) end();
      };
      connection.publish(subject, JSON.stringify({ ...ask, expires: Math.floor(idleMs * 1e6) }), {
        reply: this.inbox,
      });
    });
  }
}

/** @returns undefined for a message of the server's about the pull */
function foundIn(message: Msg): Found | undefined {
  const { reply = '', data } = message;
  // $JS.ACK.<stream>.<consumer>.<delivered>.<position>.<delivery>.<ns>.<pending>, in later servers
  // $JS.ACK.<domain>.<account hash>.<stream> … <pending>[.<token>] (ADR-15)
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK') return undefined;
  const [position, , ns = '', pending] = tokens.slice(tokens.length === 9 ? 5 : 7);
  const found = {
    position: Number(position),
    at: Number(ns.slice(0, -6)),
    saidAt: saidAtOf(message),
    data,
    head: Number(position) + Number(pending),
  };
  return Number.isSafeInteger(found.head) && found.at > 0 ? found : undefined;
}
