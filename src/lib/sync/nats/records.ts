import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { bytesEqual, utf8 } from '../../keys';
import { decodeBase64url, encodeBase64url, is32Bytes, type OrderedRecord, type RecordId } from '../../ledger';
import { PlatformError } from '../error';
import { MAX_RECORD_BYTES, type Receipt } from '../port';
import type { Kept, StreamApi } from './api';
import { Cursor, type Found } from './cursor';
import { InOrder, type Item } from './in-order';
import type { Names } from './names';
import { movedIn } from './moved';
import { hitch, patiently } from './patience';
import { Timeline, type Mark } from './timeline';

/** Three parts of base64url (RFC 7515 §7.1). What is in them is for the readers to judge. */
const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const header = v.object({ kid: v.pipe(v.string(), v.check(is32Bytes)) });

/** So long a new leader may be behind with what it has taken over. */
const BEHIND_MS = 2_000;
const SCANNED_AT_ONCE = 5_000;

interface Given extends Item {
  id: RecordId;
}

/** A record's place, as far as it is known before its time is asked for. */
interface Placed {
  position: number;
  /** what the stream has there, where it was looked at because it was there before */
  before?: Kept;
}

/** The order of a platform's records, in a stream. */
export class Records {
  readonly #inOrder: InOrder;
  readonly #reading: Cursor;
  readonly #scanning: Cursor;
  readonly #timeline: Timeline;
  /** the last position that is known to be there */
  #head = 0;
  /** so many of the first records came from another place, with their times; undefined before it is known */
  #moved: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param kept as `TimelineSource.kept` */
  constructor(
    private readonly api: StreamApi,
    private readonly names: Names,
    kept?: (position: number) => Promise<number | undefined>,
  ) {
    this.#inOrder = new InOrder(api);
    this.#reading = new Cursor(api, names.records.stream, { headersOnly: false });
    this.#scanning = new Cursor(api, names.records.stream, { headersOnly: true });
    this.#timeline = new Timeline({ kept, scan: (after, to) => this.#scan(after, to) });
  }

  /** As `PlatformPort.append`. One call after the other: two at once would stand in each other's way. */
  append(jws: readonly string[]): Promise<Receipt[]> {
    const receipts = this.#turn.then(() => this.#append(jws));
    this.#turn = receipts.catch(() => undefined);
    return receipts;
  }

  /** As `PlatformPort.read`. */
  async read(after: number, limit: number): Promise<{ records: OrderedRecord[]; head: number }> {
    const wanted = Math.max(1, limit);
    if (this.#head < after + wanted) await this.head(Math.max(this.#head, after));
    const count = Math.min(wanted, this.#head - after);
    if (count <= 0) return { records: [], head: this.#head };
    const found = await this.#reading.next(after, count);
    this.#saw(found);
    const times = await this.#timeline.timesOf(await this.#stamped(found));
    const text = new TextDecoder();
    const records = found.map(({ position, data }, index) => ({
      position,
      receivedAt: times[index] ?? 0,
      jws: text.decode(data),
    }));
    return { records, head: this.#head };
  }

  /**
   * Asks for the last position.
   *
   * @param atLeast what has been there once; where there is less, it is asked again before that is believed
   */
  async head(atLeast = this.#head): Promise<number> {
    const until = performance.now() + BEHIND_MS;
    for (;;) {
      const { head, description } = await patiently(() => this.api.info(this.names.records.stream));
      this.#moved = movedIn(description);
      if (head >= atLeast || performance.now() > until) return (this.#head = head);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  close(): void {
    this.#reading.close();
    this.#scanning.close();
  }

  async #append(jws: readonly string[]): Promise<Receipt[]> {
    const given: Given[] = [];
    const placed: Placed[] = [];
    let refusal: PlatformError | undefined;
    try {
      while (placed.length < jws.length) await patiently(() => this.#put(jws, given, placed));
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code === 'unreachable') throw error;
      refusal = error;
    }
    const receipts = await patiently(() => this.#receipts(given, placed));
    if (refusal) throw new PlatformError(refusal.code, { ...refusal.detail, receipts }, refusal.cause);
    return receipts;
  }

  /**
   * @param given those that are made ready; more are added
   * @param placed those that are in; more are added
   * @throws PlatformError about the one behind those that are in
   */
  async #put(jws: readonly string[], given: Given[], placed: Placed[]): Promise<void> {
    const first = placed.length;
    const { names } = this;
    function* rest() {
      for (let index = first; index < jws.length; index++) {
        const one = given[index] ?? ready(jws[index] ?? '', names);
        if (one instanceof PlatformError) {
          if (index === first) throw one;
          return; // those before it first
        }
        yield (given[index] = one);
      }
    }
    const { in: taken, error } = await this.#inOrder.send(rest());
    for (const stored of taken) {
      const one = given[placed.length];
      if (one === undefined) break;
      placed.push(stored.as === 'new' ? { position: stored.position } : await this.#first(one));
    }
    if (error !== undefined) throw error;
  }

  /** Where a record is that the stream has already. Its leader must show it: only what is there can be promised. */
  async #first({ subject, data }: Given): Promise<Placed> {
    const { stream } = this.names.records;
    const before = await this.api.message(stream, { last_by_subj: subject });
    // It was on its way when another asked, and may yet be lost; or somebody put something else in its place.
    if (before === undefined) throw hitch('no-leader');
    if (!bytesEqual(before.data, data)) throw new PlatformError('refused', { reason: 'place-taken' });
    return { position: before.position, before };
  }

  async #receipts(given: readonly Given[], placed: readonly Placed[]): Promise<Receipt[]> {
    const last = Math.max(0, ...placed.map(({ position }) => position));
    this.#head = Math.max(this.#head, last);
    const times = new Map<number, number>();
    for (const { position, at } of await this.#timeline.upTo(last)) times.set(position, at);
    const receipts: Receipt[] = [];
    for (const [index, { position, before }] of placed.entries()) {
      const id = given[index]?.id;
      if (id === undefined) break;
      const receivedAt = times.get(position) ?? (await this.#timeOf(position, before));
      receipts.push({ id, position, receivedAt, duplicate: before !== undefined });
    }
    return receipts;
  }

  async #timeOf(position: number, before: Kept | undefined): Promise<number> {
    const kept = before ?? (await this.api.message(this.names.records.stream, { seq: position }));
    if (kept === undefined) throw hitch('no-leader');
    const [time = kept.at] = await this.#timeline.timesOf(await this.#stamped([kept]));
    return time;
  }

  async *#scan(after: number, to: number): AsyncGenerator<readonly Mark[]> {
    for (let at = after; at < to;) {
      const found = await this.#scanning.next(at, Math.min(SCANNED_AT_ONCE, to - at));
      this.#saw(found);
      at = found.at(-1)?.position ?? to;
      yield await this.#stamped(found);
    }
  }

  /** Times of those that came from another place are those that they had there: see `moved.ts`. */
  async #stamped<T extends Mark>(found: readonly T[]): Promise<T[]> {
    if (this.#moved === undefined) await this.head();
    const moved = this.#moved ?? 0;
    return found.map((one) =>
      one.position <= moved && one.saidAt !== undefined ? { ...one, at: one.saidAt } : one,
    );
  }

  #saw(found: readonly Found[]): void {
    this.#head = Math.max(this.#head, found.at(-1)?.head ?? 0);
  }
}

/** A record as it goes into the stream, to the subject of whoever it says has written it; or why it does not. */
export function ready(jws: string, names: Names): Given | PlatformError {
  const size = jws.length; // ASCII, or refused
  if (size > MAX_RECORD_BYTES) return new PlatformError('too-large', { limit: MAX_RECORD_BYTES, size });
  const author = COMPACT_JWS.test(jws) ? authorOf(jws.slice(0, jws.indexOf('.'))) : undefined;
  if (author === undefined) return new PlatformError('refused', { reason: 'not-a-record' });
  const data = utf8(jws);
  // Not by WebCrypto: its answer comes a turn later, and hundreds of turns are longer than the hashing.
  const id = encodeBase64url(sha256(data)) as RecordId;
  return { id, subject: names.records.of(author, id), data };
}

/** All records of an author but the first have one header. */
let seen: { part: string; author: string | undefined } | undefined;

/** @param part a record's header, base64url @returns the thumbprint of the key that it says it is signed with */
function authorOf(part: string): string | undefined {
  if (seen?.part === part) return seen.author;
  const bytes = decodeBase64url(part);
  let author: string | undefined;
  try {
    const parsed = v.safeParse(header, bytes && JSON.parse(new TextDecoder().decode(bytes)));
    author = parsed.success ? parsed.output.kid : undefined;
  } catch {
    author = undefined;
  }
  seen = { part, author };
  return author;
}
