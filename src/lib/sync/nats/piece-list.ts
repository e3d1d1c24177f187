import { concatBytes } from '../../keys';
import { MAX_BLOB_BYTES } from '../port';

/**
 * Files lie in pieces of this size, each named by its own digest. Small enough that a slow line has something to show
 * for its trouble, and far below what servers take as one message (max_payload, 1 MiB unless set otherwise).
 */
export const PIECE_BYTES = 128 << 10;
export const MAX_LIST_BYTES = 9 + (MAX_BLOB_BYTES / PIECE_BYTES) * 32;

const VERSION = 1;

/** What a file consists of. */
export interface PieceList {
  bytes: number;
  /** SHA-256 of each piece, 32 bytes, in order; all but the last are `PIECE_BYTES` long */
  hashes: readonly Uint8Array[];
}

/** A byte for the version, eight for the length (big-endian), 32 for each piece. */
export function encodePieceList({ bytes, hashes }: PieceList): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(9);
  head[0] = VERSION;
  new DataView(head.buffer).setBigUint64(1, BigInt(bytes));
  return concatBytes(head, ...hashes);
}

/** @returns undefined for anything but a list; whether it is the right one, the file's digest shows */
export function decodePieceList(data: Uint8Array): PieceList | undefined {
  if (data.length < 9 || data.length > MAX_LIST_BYTES || data[0] !== VERSION) return undefined;
  const bytes = Number(new DataView(data.buffer, data.byteOffset).getBigUint64(1));
  if (bytes > MAX_BLOB_BYTES || data.length !== 9 + Math.ceil(bytes / PIECE_BYTES) * 32) return undefined;
  const hashes: Uint8Array[] = [];
  for (let at = 9; at < data.length; at += 32) hashes.push(data.slice(at, at + 32));
  return { bytes, hashes };
}
