import * as v from 'valibot';
import type { OrderedRecord } from '../../ledger';
import type { BlobId } from '../blob-id';
import { PlatformError } from '../error';
import {
  MAX_MESSAGE_BYTES,
  type BlobOptions,
  type PlatformPort,
  type ReadBlobOptions,
  type Receipt,
} from '../port';
import { StreamApi } from './api';
import { Blobs } from './blobs';
import { natsConfig, type NatsConfig } from './config';
import { Line } from './line';
import { namesOf, type Names } from './names';
import { hitch, patiently } from './patience';
import { Records } from './records';

export interface NatsOptions {
  /**
   * The time of receipt that this device has noted for the record at a position, where it has that record. Without
   * it, going on in the middle of the order costs one look through the times of all records before.
   */
  kept?(position: number): Promise<number | undefined>;
}

/** A platform on servers of NATS JetStream, over WebSocket. */
export class NatsPlatform implements PlatformPort {
  readonly id: string;
  readonly #line: Line;
  readonly #api: StreamApi;
  readonly #names: Names;
  readonly #records: Records;
  readonly #blobs: Blobs;

  /** Nothing is connected before it is needed. @throws ValiError for a configuration that is none */
  constructor(config: NatsConfig, o: NatsOptions = {}) {
    const parsed = v.parse(natsConfig, config);
    this.id = parsed.platform;
    this.#line = new Line(parsed);
    this.#api = new StreamApi(this.#line, parsed.inboxPrefix);
    this.#names = namesOf(parsed.platform);
    this.#records = new Records(this.#api, this.#names, o.kept);
    this.#blobs = new Blobs(this.#api, this.#names);
  }

  /** Connects now, for whoever wants to hear at once. @throws PlatformError `unreachable` */
  async connect(): Promise<void> {
    await this.#line.connection();
  }

  append(jws: readonly string[]): Promise<Receipt[]> {
    return answer(() => this.#records.append(jws));
  }

  read(after: number, limit: number): Promise<{ records: OrderedRecord[]; head: number }> {
    return answer(() => this.#records.read(after, limit));
  }

  watch(onHead: (head: number) => void): () => void {
    let ended = false;
    const tell = (head: number) => {
      if (!ended && Number.isSafeInteger(head) && head > 0) onHead(head);
    };
    const end = this.#line.listen(
      this.#names.news.to,
      ({ headers }) => tell(Number(headers?.get('Nats-Sequence'))),
      () => void this.#records.head().then(tell, () => undefined),
    );
    return () => {
      ended = true;
      end();
    };
  }

  onLost(listener: () => void): () => void {
    return this.#line.onAnyLoss(listener);
  }

  putBlob(id: BlobId, blob: Blob, o: BlobOptions = {}): Promise<void> {
    return answer(() => this.#blobs.put(id, blob, o), o.signal);
  }

  getBlob(id: BlobId, o: ReadBlobOptions = {}): Promise<Blob> {
    return answer(() => this.#blobs.get(id, o), o.signal);
  }

  hasBlob(id: BlobId): Promise<boolean> {
    return answer(() => this.#blobs.has(id));
  }

  async send(channel: string, message: Uint8Array): Promise<void> {
    const { length: size } = message;
    if (size > MAX_MESSAGE_BYTES) throw new PlatformError('too-large', { limit: MAX_MESSAGE_BYTES, size });
    await answer(() => patiently(() => this.#api.tell(this.#names.relay(channel), message)));
  }

  receive(channel: string, onMessage: (message: Uint8Array) => void): () => void {
    return this.#line.listen(this.#names.relay(channel), ({ data }) => {
      if (data.length <= MAX_MESSAGE_BYTES) onMessage(data.slice());
    });
  }

  time(): Promise<{ platformTime: number; roundTripMs: number }> {
    return answer(() => patiently(() => this.#time()));
  }

  /** @returns when nothing is open any more */
  async close(): Promise<void> {
    this.#records.close();
    await this.#line.close();
  }

  /** Servers from 2.10 on say what time it is. Others do when they are given something to keep. */
  async #time(): Promise<{ platformTime: number; roundTripMs: number }> {
    const asked = performance.now();
    const { now } = await this.#api.info(this.#names.records.stream);
    const told = performance.now();
    if (now !== undefined) return { platformTime: now, roundTripMs: told - asked };
    const { stream, subject } = this.#names.clock;
    const stored = await this.#api.publish(subject, new Uint8Array());
    const roundTripMs = performance.now() - told;
    const position = stored.as === 'new' ? stored.position : 0;
    const kept = await this.#api.message(stream, { seq: position });
    if (kept === undefined) throw hitch('no-leader');
    // It was stamped on the way there; what the second question took has passed since.
    return { platformTime: kept.at + (performance.now() - told - roundTripMs), roundTripMs };
  }
}

async function answer<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError(signal?.aborted ? 'aborted' : 'unreachable', {}, error);
  }
}
