import { bytesEqual, createDigest, sha256 } from '../../keys';
import { base64url, type BlobId } from '../blob-id';
import { PlatformError } from '../error';
import type { BlobOptions } from '../port';
import type { Pace } from './pace';
import { PIECE_BYTES, type PieceList } from './piece-list';

export interface Download extends BlobOptions {
  id: BlobId;
  list: PieceList;
  /** what came before, perhaps: what is right of it is not read again */
  have: Blob;
  pace: Pace;
  /** @returns undefined where the platform's copy is wrong or lost */
  piece(index: number, hash: Uint8Array): Promise<Uint8Array | undefined>;
}

/**
 * Reads a file piece by piece, several at once.
 *
 * @returns undefined where the list does not lead to the file
 * @throws PlatformError with `detail.have`: the pieces that had come, without a gap
 */
export async function download(o: Download): Promise<Blob | undefined> {
  const { hashes, bytes: totalBytes } = o.list;
  const digest = await createDigest('sha256');
  const parts: Blob[] = [];
  let doneBytes = 0;
  const take = (data: Uint8Array<ArrayBuffer>) => {
    digest.update(data);
    parts.push(new Blob([data]));
    doneBytes += data.length;
  };
  try {
    for (const hash of hashes) {
      if (doneBytes >= o.have.size) break;
      const data = new Uint8Array(await o.have.slice(doneBytes, doneBytes + PIECE_BYTES).arrayBuffer());
      o.signal?.throwIfAborted();
      if (!bytesEqual(await sha256(data), hash)) break;
      take(data);
    }
    o.signal?.throwIfAborted();
    o.onProgress?.({ doneBytes, totalBytes });
    const coming: Promise<Uint8Array | undefined>[] = [];
    for (let next = parts.length; parts.length < hashes.length;) {
      for (; coming.length < o.pace.size && next < hashes.length; next++) coming.push(begin(o, next));
      const data = await coming.shift();
      o.signal?.throwIfAborted();
      if (data === undefined) return undefined;
      take(data as Uint8Array<ArrayBuffer>);
      o.onProgress?.({ doneBytes, totalBytes });
    }
  } catch (error) {
    const known = error instanceof PlatformError ? error : undefined;
    const code = o.signal?.aborted ? 'aborted' : (known?.code ?? 'unreachable');
    throw new PlatformError(code, { ...known?.detail, have: new Blob(parts) }, error);
  }
  return base64url(digest.digest()) === o.id && doneBytes === totalBytes ? new Blob(parts) : undefined;
}

function begin(o: Download, index: number): Promise<Uint8Array | undefined> {
  const began = performance.now();
  const piece = o.piece(index, o.list.hashes[index] ?? new Uint8Array());
  piece.then(
    () => o.pace.took(performance.now() - began),
    () => undefined, // told when its turn comes
  );
  return piece;
}
