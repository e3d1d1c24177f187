import { blobChunks, bytesEqual, createDigest, sha256 } from '../../keys';
import { base64url, type BlobId } from '../blob-id';
import { PlatformError } from '../error';
import { MAX_BLOB_BYTES, type BlobOptions, type ReadBlobOptions } from '../port';
import { download } from './download';
import type { StreamApi } from './api';
import { patienceFor } from './line';
import type { Names } from './names';
import { Pace } from './pace';
import { patiently } from './patience';
import { decodePieceList, encodePieceList, PIECE_BYTES, type PieceList } from './piece-list';

/** A subject may hold so many messages: a right one can be added to damaged ones, none is ever overwritten. */
export const COPIES = 4;

/** Pieces under way at once. */
const MOST_AT_ONCE = 16;

/**
 * Files, as pieces in a stream: one message a piece, named by its digest, and when all are there a list of them.
 *
 * Not the client library's object store: that one writes an object under a new random name each time and keeps no
 * unfinished one, so that nothing could go on where it was broken off, two who upload the same send it twice, and a
 * digest is checked only at the very end. Pieces that are named by their content are right or wrong by themselves:
 * what somebody else has left there helps or does no harm. And nobody needs a right to delete anything.
 */
export class Blobs {
  /** what was found damaged over this connection, until it is put again */
  readonly #damaged = new Set<string>();
  readonly #pace = new Pace(2, MOST_AT_ONCE);

  constructor(
    private readonly api: StreamApi,
    private readonly names: Names,
  ) {}

  async has(id: BlobId): Promise<boolean> {
    if (this.#damaged.has(id)) return false;
    return (await this.#lists(id)).length > 0;
  }

  /** As `PlatformPort.putBlob`, but for an abort, which rejects with the signal's reason. */
  async put(id: BlobId, blob: Blob, o: BlobOptions = {}): Promise<void> {
    o.signal?.throwIfAborted();
    const size = blob.size;
    if (size > MAX_BLOB_BYTES) throw new PlatformError('too-large', { limit: MAX_BLOB_BYTES, size });
    if (await this.has(id)) return o.onProgress?.({ doneBytes: size, totalBytes: size });
    const list = encodePieceList(await this.#send(id, blob, o));
    await this.#name(id, list, o);
    this.#damaged.delete(id);
  }

  /** As `PlatformPort.getBlob`. */
  async get(id: BlobId, o: ReadBlobOptions = {}): Promise<Blob> {
    const { have = new Blob([]), maxBytes: limit = Infinity, onProgress, signal } = o;
    const lists = await this.#lists(id);
    if (lists.length === 0) throw new PlatformError('not-found', { id });
    for (const list of lists.filter(({ bytes }) => bytes <= limit)) {
      const whole = await download({
        ...{ id, list, have, pace: this.#pace, onProgress, signal },
        piece: (index, hash) => this.#piece(this.names.blobs.piece(id, index, base64url(hash)), hash, signal),
      });
      if (whole) return whole;
    }
    const size = Math.max(...lists.map(({ bytes }) => bytes));
    if (size > limit) throw new PlatformError('too-large', { limit, size });
    this.#damaged.add(id);
    throw new PlatformError('damaged-blob', { id });
  }

  /** Sends the pieces that are not there. @throws PlatformError `damaged-blob` where the whole is not what `id` says */
  async #send(id: BlobId, blob: Blob, o: BlobOptions): Promise<PieceList> {
    const { names, api } = this;
    const present = new Set(
      await patiently(() => api.subjects(names.blobs.stream, names.blobs.piecesOf(id)), o),
    );
    const digest = await createDigest('sha256');
    const hashes: Uint8Array[] = [];
    const underWay = new Set<Promise<void>>();
    let doneBytes = 0;
    const progress = () => o.onProgress?.({ doneBytes, totalBytes: blob.size });
    let told = false;
    try {
      for await (const data of piecesOf(blob, o.signal)) {
        digest.update(data);
        const hash = await sha256(data);
        o.signal?.throwIfAborted();
        const subject = names.blobs.piece(id, hashes.length, base64url(hash));
        hashes.push(hash);
        if (present.has(subject) && !this.#damaged.has(subject)) {
          doneBytes += data.length;
          continue;
        }
        if (!told) progress();
        told = true;
        while (underWay.size >= this.#pace.size) await Promise.race(underWay);
        const sending = this.#sendPiece(subject, data, o).then(() => {
          underWay.delete(sending);
          doneBytes += data.length;
          o.signal?.throwIfAborted();
          progress();
        });
        sending.catch(() => undefined); // told when it is waited for
        underWay.add(sending);
      }
      await Promise.all(underWay);
    } finally {
      // Whoever is told that it has failed is not to see it go on.
      await Promise.allSettled(underWay);
    }
    if (!told) progress();
    if (base64url(digest.digest()) !== id) throw new PlatformError('damaged-blob', { id });
    return { bytes: blob.size, hashes };
  }

  async #sendPiece(subject: string, data: Uint8Array, o: BlobOptions): Promise<void> {
    const began = performance.now();
    const timeoutMs = patienceFor(data.length * 2);
    // Beside a damaged one a right one is laid; else one is enough.
    const once = !this.#damaged.has(subject);
    await patiently(() => this.api.publish(subject, data, { once, timeoutMs }), o);
    this.#damaged.delete(subject);
    this.#pace.took(performance.now() - began);
  }

  /** Makes the file known, beside whatever wrong lists there are. */
  async #name(id: BlobId, list: Uint8Array, o: BlobOptions): Promise<void> {
    for (const once of [true, false]) {
      const present = await this.#lists(id);
      if (present.some((one) => bytesEqual(encodePieceList(one), list))) return;
      const stored = await patiently(() => this.api.publish(this.names.blobs.list(id), list, { once }), o);
      if (stored.as === 'new') return;
    }
    throw new PlatformError('refused', { reason: 'place-taken' });
  }

  /** The lists of pieces under an id: one, unless somebody has put a wrong one beside it. */
  async #lists(id: BlobId): Promise<PieceList[]> {
    const lists: PieceList[] = [];
    for await (const data of this.#copies(this.names.blobs.list(id))) {
      const list = decodePieceList(data);
      if (list) lists.push(list);
    }
    return lists;
  }

  /** @returns undefined where no copy of the piece is right */
  async #piece(subject: string, hash: Uint8Array, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for await (const data of this.#copies(subject, signal)) {
      if (data.length <= PIECE_BYTES && bytesEqual(await sha256(data), hash)) return data;
    }
    this.#damaged.add(subject);
    return undefined;
  }

  /** What a subject holds: the last one first, for mostly it is the only one. */
  async *#copies(subject: string, signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { stream } = this.names.blobs;
    const timeoutMs = patienceFor(PIECE_BYTES * 2);
    const which = { last_by_subj: subject };
    // A server that is behind may not have it yet: the leader does.
    const last =
      (await patiently(() => this.api.nearest(stream, which, timeoutMs), { signal })) ??
      (await patiently(() => this.api.message(stream, which, timeoutMs), { signal }));
    if (last === undefined) return;
    yield last.data;
    for (let seq = 1; ;) {
      const next = { next_by_subj: subject, seq };
      const copy = await patiently(() => this.api.nearest(stream, next, timeoutMs), { signal });
      if (copy === undefined || copy.position >= last.position) return;
      yield copy.data;
      seq = copy.position + 1;
    }
  }
}

/** What is read at once is a whole number of pieces. */
async function* piecesOf(blob: Blob, signal?: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const chunk of blobChunks(blob, signal)) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}
