import { Dexie } from 'dexie';
import { blobIdOf, type BlobId } from './blob-id';
import { CHUNK_BYTES, type PlatformDatabase } from './embedded-database';
import { PlatformError } from './error';
import type { BlobOptions, ReadBlobOptions } from './port';

/** How often an upload begins anew because another tab has thrown away, or finished, the same one. */
const MAX_ROUNDS = 4;

/** Files of the embedded platform. */
export class EmbeddedBlobs {
  constructor(private readonly database: PlatformDatabase) {}

  async has(id: BlobId): Promise<boolean> {
    return (await this.database.blobs.get(id)) !== undefined;
  }

  /** Those that are all there. */
  async list(): Promise<{ id: BlobId; bytes: number }[]> {
    return (await this.database.blobs.toArray()).map(({ id, bytes }) => ({ id, bytes }));
  }

  /** As `PlatformPort.putBlob`, but for an abort, which rejects with the signal's reason. */
  async put(id: BlobId, blob: Blob, o: BlobOptions = {}): Promise<void> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      o.signal?.throwIfAborted();
      if (await this.has(id)) return o.onProgress?.({ doneBytes: blob.size, totalBytes: blob.size });
      const generation = await this.#begin(id);
      const resumed = await this.#send(id, generation, blob, o);
      if (resumed === undefined) continue;
      const stored = new Blob(await this.#chunks(id, 0, Math.ceil(blob.size / CHUNK_BYTES)));
      if (stored.size === blob.size && (await blobIdOf(stored, o)) === id) {
        if (await this.#finish(id, generation, blob.size)) return;
        continue;
      }
      await this.#discard(id, generation);
      // Wrong because of what had come before: once more, all from this source. Else the source is wrong.
      if (!resumed) throw new PlatformError('damaged-blob', { id });
    }
    throw new PlatformError('unreachable', { what: 'other uploads of the same file' });
  }

  /** As `PlatformPort.getBlob`. */
  async get(id: BlobId, o: ReadBlobOptions = {}): Promise<Blob> {
    const entry = await this.database.blobs.get(id);
    if (entry === undefined) throw new PlatformError('not-found', { id });
    const { have, maxBytes: limit = Infinity } = o;
    if (entry.bytes > limit) throw new PlatformError('too-large', { limit, size: entry.bytes });
    if (have !== undefined && have.size > 0 && have.size <= entry.bytes) {
      const whole = await this.#read(id, entry.bytes, have, o);
      if ((await blobIdOf(whole, o)) === id) return whole;
    }
    const whole = await this.#read(id, entry.bytes, new Blob([]), o);
    if ((await blobIdOf(whole, o)) === id) return whole;
    await this.#forget(id);
    throw new PlatformError('damaged-blob', { id });
  }

  /** Joins an upload of this file or starts it. */
  async #begin(id: BlobId): Promise<string> {
    const { uploads } = this.database;
    return this.database.transaction('rw', uploads, async () => {
      const present = await uploads.get(id);
      if (present !== undefined) return present.generation;
      const generation = crypto.randomUUID();
      await uploads.add({ id, generation });
      return generation;
    });
  }

  /**
   * Writes the pieces that are not there yet. None is ever overwritten, so that tabs can share an upload.
   *
   * @returns whether some were there already; undefined where the upload is no longer this one
   */
  async #send(id: BlobId, generation: string, blob: Blob, o: BlobOptions): Promise<boolean | undefined> {
    const { uploads, chunks } = this.database;
    const present = new Set(
      (await chunks.where('[id+index]').between([id, Dexie.minKey], [id, Dexie.maxKey]).primaryKeys()).map(
        ([, index]) => index,
      ),
    );
    let doneBytes = Math.min(present.size * CHUNK_BYTES, blob.size);
    const progress = () => o.onProgress?.({ doneBytes, totalBytes: blob.size });
    progress();
    for (let index = 0; index * CHUNK_BYTES < blob.size; index++) {
      if (present.has(index)) continue;
      o.signal?.throwIfAborted();
      const from = index * CHUNK_BYTES;
      const data = new Uint8Array(await blob.slice(from, from + CHUNK_BYTES).arrayBuffer());
      const ours = await this.database.transaction('rw', uploads, chunks, async () => {
        if ((await uploads.get(id))?.generation !== generation) return false;
        if ((await chunks.get([id, index])) === undefined) await chunks.add({ id, index, data });
        return true;
      });
      if (!ours) return undefined;
      doneBytes = Math.min(doneBytes + data.length, blob.size);
      progress();
    }
    return present.size > 0;
  }

  /** @returns false where what was checked is no longer there */
  async #finish(id: BlobId, generation: string, bytes: number): Promise<boolean> {
    const { uploads, chunks, blobs } = this.database;
    const count = Math.ceil(bytes / CHUNK_BYTES);
    return this.database.transaction('rw', uploads, chunks, blobs, async () => {
      if ((await uploads.get(id))?.generation !== generation) return (await blobs.get(id)) !== undefined;
      // of a longer file that somebody gave by this id
      await chunks.where('[id+index]').between([id, count], [id, Dexie.maxKey]).delete();
      await blobs.add({ id, bytes, chunks: count });
      await uploads.delete(id);
      return true;
    });
  }

  async #discard(id: BlobId, generation: string): Promise<void> {
    const { uploads, chunks } = this.database;
    await this.database.transaction('rw', uploads, chunks, async () => {
      if ((await uploads.get(id))?.generation !== generation) return;
      await uploads.delete(id);
      await chunks.where('[id+index]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
    });
  }

  async #forget(id: BlobId): Promise<void> {
    const { chunks, blobs } = this.database;
    await this.database.transaction('rw', chunks, blobs, async () => {
      await blobs.delete(id);
      await chunks.where('[id+index]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete();
    });
  }

  /** Goes on from `have`; where it is broken off, the error carries what has come. */
  async #read(id: BlobId, bytes: number, have: Blob, o: BlobOptions): Promise<Blob> {
    const parts: Blob[] = [have];
    let doneBytes = have.size;
    try {
      o.onProgress?.({ doneBytes, totalBytes: bytes });
      while (doneBytes < bytes) {
        o.signal?.throwIfAborted();
        const index = Math.floor(doneBytes / CHUNK_BYTES);
        const [chunk] = await this.#chunks(id, index, index + 1);
        const rest = chunk?.slice(doneBytes - index * CHUNK_BYTES) ?? new Blob([]);
        if (rest.size === 0) break; // a piece is lost: the digest will tell
        parts.push(rest);
        doneBytes += rest.size;
        o.onProgress?.({ doneBytes, totalBytes: bytes });
      }
    } catch (error) {
      const code = o.signal?.aborted ? 'aborted' : 'unreachable';
      throw new PlatformError(code, { have: new Blob(parts) }, error);
    }
    return new Blob(parts);
  }

  /** Pieces `from` to before `to`, each a Blob, so that a large file need not lie in memory as a whole. */
  async #chunks(id: BlobId, from: number, to: number): Promise<Blob[]> {
    const found: Blob[] = [];
    for (let index = from; index < to; index++) {
      const chunk = await this.database.chunks.get([id, index]);
      if (chunk !== undefined) found.push(new Blob([chunk.data]));
    }
    return found;
  }
}
