import {
  AuthorizationError,
  jwtAuthenticator,
  nkeyAuthenticator,
  UserAuthenticationExpiredError,
  wsconnect,
  type Msg,
  type NatsConnection,
  type Subscription,
} from '@nats-io/nats-core';
import { utf8 } from '../../keys';
import { PlatformError } from '../error';
import type { NatsCredentials, NatsPlace } from './config';

/** A server that does not answer in this time is not there; the next one is tried. */
const DIAL_MS = 4_000;
/** Where nothing has come for so long, the server is asked whether it is there. */
const QUIET_MS = 8_000;
const LOOK_MS = 2_000;
/** An answer without much in it takes no longer. */
const ANSWER_MS = 4_000;
/** A line so slow is still a line: what is sent or comes gets this much time besides. Bytes a millisecond. */
const SLOWEST = 8;
/** The client's own pings say nothing sooner than ours; closing a dead line takes it long. */
const CLIENT_PING_MS = 120_000;
const FIRST_AGAIN_MS = 200;
const LAST_AGAIN_MS = 5_000;

interface Listener {
  subject: string;
  onMessage(message: Msg): void;
  /** there was nobody listening for a while: something may have been missed */
  onBack?(): void;
  subscription?: Subscription;
  wasOn: boolean;
}

/** How long to wait for an answer to, or with, so many bytes. */
export function patienceFor(bytes: number): number {
  return ANSWER_MS + bytes / SLOWEST;
}

/**
 * The connection to a platform's servers. It is made when it is first needed, and made anew, to whichever server
 * answers, when it is lost. Nothing is sent twice, or later, by itself: what was under way when a line was lost fails,
 * and whoever asked knows whether to ask again. (The client's own reconnecting would send what it has kept behind
 * what was lost, out of order.)
 */
export class Line {
  readonly #listeners = new Set<Listener>();
  /** of each connection that is not lost: who wants to know when it is */
  readonly #waiting = new Map<NatsConnection, Set<() => void>>();
  readonly #onAnyLoss = new Set<() => void>();
  #connection: NatsConnection | undefined;
  #dialling: Promise<NatsConnection> | undefined;
  #keeping = false;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(private readonly place: NatsPlace) {}

  /** @throws PlatformError `unreachable`, at once where no server can be had; `reason` `not-admitted` or `no-server` */
  async connection(): Promise<NatsConnection> {
    if (this.#closed) throw new PlatformError('unreachable', { reason: 'closed' });
    if (this.#connection && !this.#connection.isClosed()) return this.#connection;
    this.#dialling ??= this.#dial().finally(() => (this.#dialling = undefined));
    return this.#dialling;
  }

  /** Hears a subject for as long as it is wanted, over any number of connections. @returns ends it */
  listen(subject: string, onMessage: (message: Msg) => void, onBack?: () => void): () => void {
    const listener: Listener = { subject, onMessage, onBack, wasOn: false };
    this.#listeners.add(listener);
    if (this.#connection && !this.#connection.isClosed()) this.#attach(listener, this.#connection);
    else void this.#keep();
    return () => {
      this.#listeners.delete(listener);
      if (listener.subscription && !listener.subscription.isClosed()) listener.subscription.unsubscribe();
    };
  }

  /** Tells of every connection that is lost, but for those that `close` ends. @returns ends it */
  onAnyLoss(work: () => void): () => void {
    this.#onAnyLoss.add(work);
    return () => this.#onAnyLoss.delete(work);
  }

  /** Tells, once, that a connection is lost. @returns takes it back */
  onLost(connection: NatsConnection, work: () => void): () => void {
    const waiting = this.#waiting.get(connection);
    if (waiting) waiting.add(work);
    else queueMicrotask(work); // it is lost already
    return () => waiting?.delete(work);
  }

  /** Gives up a connection on which nobody answers. */
  drop(connection: NatsConnection): void {
    this.#lose(connection);
    void connection.close().catch(() => undefined);
  }

  /**
   * For whoever begins to wait for something of a connection.
   *
   * @returns to be called when it did not come: where nothing else has come either, the line is dead without having
   *   been cut
   */
  watch(connection: NatsConnection): () => void {
    const { inBytes } = connection.stats();
    return () => {
      if (connection.stats().inBytes === inBytes) this.drop(connection);
    };
  }

  /** @returns when nothing is open any more */
  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    this.#wake();
    const connection = this.#connection ?? (await this.#dialling?.catch(() => undefined));
    await connection?.close().catch(() => undefined);
  }

  async #dial(): Promise<NatsConnection> {
    const connection = await this.#firstThatAnswers();
    if (this.#closed) {
      await connection.close();
      throw new PlatformError('unreachable', { reason: 'closed' });
    }
    this.#connection = connection;
    this.#waiting.set(connection, new Set());
    void connection.closed().then(() => this.#lose(connection));
    this.#lookAfter(connection);
    for (const listener of this.#listeners) this.#attach(listener, connection);
    return connection;
  }

  /** One after the other, in any order, so that many devices spread over the servers. */
  async #firstThatAnswers(): Promise<NatsConnection> {
    let reason = 'no-server';
    let cause: unknown;
    const { servers, credentials, inboxPrefix } = this.place;
    for (const server of shuffled(servers)) {
      try {
        return await wsconnect({
          servers: server,
          inboxPrefix,
          authenticator: credentials && authenticator(credentials),
          reconnect: false,
          // A relay's message is not for the one who sent it.
          noEcho: true,
          // Addresses that servers tell of are those of their own network.
          ignoreClusterUpdates: true,
          noAsyncTraces: true,
          timeout: DIAL_MS,
          pingInterval: CLIENT_PING_MS,
        });
      } catch (error) {
        cause = error;
        const refused =
          error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError;
        if (refused) reason = 'not-admitted';
      }
    }
    throw new PlatformError('unreachable', { reason }, cause);
  }

  #lose(connection: NatsConnection): void {
    const waiting = this.#waiting.get(connection);
    if (waiting === undefined) return;
    this.#waiting.delete(connection);
    if (this.#connection === connection) this.#connection = undefined;
    for (const work of waiting) work();
    if (!this.#closed) for (const work of [...this.#onAnyLoss]) work();
    void this.#keep();
  }

  /** Whoever only listens would not notice that nothing can come any more. */
  #lookAfter(connection: NatsConnection): void {
    let { inBytes, outBytes } = connection.stats();
    let heardAt = performance.now();
    let asked = false;
    const heard = () => {
      ({ inBytes, outBytes } = connection.stats());
      heardAt = performance.now();
      asked = false;
    };
    const timer = setInterval(() => {
      const now = connection.stats();
      const quietMs = performance.now() - heardAt;
      if (now.inBytes !== inBytes) heard();
      // Its answer comes behind all that is to be sent before.
      else if (quietMs > QUIET_MS + patienceFor(now.outBytes - outBytes)) this.drop(connection);
      else if (quietMs > QUIET_MS && !asked) {
        asked = true;
        connection.flush().then(heard, () => undefined);
      }
    }, LOOK_MS);
    this.onLost(connection, () => clearInterval(timer));
  }

  #attach(listener: Listener, connection: NatsConnection): void {
    listener.subscription = connection.subscribe(listener.subject, {
      callback: (error, message) => {
        if (error === null && this.#listeners.has(listener)) listener.onMessage(message);
      },
    });
    if (listener.wasOn) listener.onBack?.();
    listener.wasOn = true;
  }

  /** Whoever listens wants to be connected, although nobody asks for anything. */
  async #keep(): Promise<void> {
    if (this.#keeping) return;
    this.#keeping = true;
    let delayMs = FIRST_AGAIN_MS;
    while (!this.#closed && this.#listeners.size > 0 && this.#connection === undefined) {
      if (await this.connection().catch(() => undefined)) break;
      await this.#pause(delayMs * (0.5 + Math.random() / 2));
      delayMs = Math.min(delayMs * 2, LAST_AGAIN_MS);
    }
    this.#keeping = false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function authenticator({ jwt, seed }: NatsCredentials) {
  return jwt === undefined ? nkeyAuthenticator(utf8(seed)) : jwtAuthenticator(jwt, utf8(seed));
}

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, rank: Math.random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}
