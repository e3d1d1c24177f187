import { bytesEqual, utf8 } from '../../keys';
import { SecrecyError } from './error';
import { paddedSize } from './padding';

/**
 * A file of a bid, encrypted piece by piece: AES-256-GCM in the STREAM construction (Hoang et al., "Online Authenticated-
 * Encryption and its Nonce-Reuse Misuse-Resistance", 2015). A piece's nonce says its place and whether it is the last
 * one, so that none can be left out, moved or added. The key is of this one file.
 *
 * Header (16 bytes, bound to every piece), then the pieces. What is encrypted begins with the file's size (8 bytes) and
 * ends with zeros: see `paddedSize`.
 */
const HEADER = utf8('suiyin bid file1');
const PIECE_BYTES = 1 << 20;
const TAG_BYTES = 16;
const SIZE_BYTES = 8;
const NOTHING: Uint8Array = new Uint8Array();

export interface FileOptions {
  signal?: AbortSignal;
  /** bytes of the ciphertext */
  onProgress?(doneBytes: number, allBytes: number): void;
}

/** @returns a key for one file, which can be exported, to be sealed to the readers */
export function newFileKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);
}

/** @param key of `newFileKey`, used for nothing else. @throws the signal's reason; what reading the file throws */
export async function encryptFile(file: Blob, key: CryptoKey, o: FileOptions = {}): Promise<Blob> {
  const padded = paddedSize(SIZE_BYTES + file.size);
  const pieces = Math.max(1, Math.ceil(padded / PIECE_BYTES));
  const parts: Blob[] = [new Blob([HEADER])];
  const all = HEADER.length + padded + pieces * TAG_BYTES;
  for (let index = 0; index < pieces; index++) {
    o.signal?.throwIfAborted();
    const plain = await plainPiece(file, index, Math.min(PIECE_BYTES, padded - index * PIECE_BYTES));
    const isLast = index === pieces - 1;
    const sealed = await crypto.subtle.encrypt(parameters(index, isLast), key, plain);
    // Each a Blob of its own: a browser need not keep it in memory.
    parts.push(new Blob([sealed]));
    o.onProgress?.(isLast ? all : HEADER.length + (index + 1) * (PIECE_BYTES + TAG_BYTES), all);
  }
  return new Blob(parts);
}

/** What goes into a piece: of the first one the size and the file's beginning, of the last ones zeros. */
async function plainPiece(file: Blob, index: number, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const plain = new Uint8Array(bytes);
  const lead = index === 0 ? SIZE_BYTES : 0;
  if (lead > 0) new DataView(plain.buffer).setBigUint64(0, BigInt(file.size));
  const start = index * PIECE_BYTES - (index === 0 ? 0 : SIZE_BYTES);
  const content = await file.slice(start, start + bytes - lead).arrayBuffer();
  plain.set(new Uint8Array(content), lead);
  return plain;
}

/**
 * Decrypts a file piece by piece.
 *
 * @returns a stream of what was encrypted. It errors with SecrecyError `damaged` at the first piece that is not what it
 *   was: nothing that came before may be used then
 */
export function decryptFile(sealed: Blob, key: CryptoKey, o: FileOptions = {}): ReadableStream<Uint8Array> {
  const pieces = Math.ceil((sealed.size - HEADER.length) / (PIECE_BYTES + TAG_BYTES));
  if (pieces < 1) return failing(new SecrecyError('damaged'));
  let index = 0;
  let left = 0;
  const next = async (): Promise<Uint8Array> => {
    const plain = await openPiece(sealed, key, index, index === pieces - 1);
    if (index === 0) left = sizeIn(plain, sealed.size);
    const from = index === 0 ? SIZE_BYTES : 0;
    const content = plain.subarray(from, from + Math.min(left, plain.length - from));
    left -= content.length;
    index++;
    o.onProgress?.(Math.min(sealed.size, HEADER.length + index * (PIECE_BYTES + TAG_BYTES)), sealed.size);
    return content;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (index === 0) await checkHeader(sealed);
        // Pieces of nothing but padding are read too: they say that the file is whole.
        for (let content = NOTHING; content.length === 0 && index < pieces;) {
          o.signal?.throwIfAborted();
          content = await next();
          if (content.length > 0) controller.enqueue(content);
        }
        if (index < pieces) return;
        if (left > 0) throw new SecrecyError('damaged');
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function failing(error: unknown): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}

async function checkHeader(sealed: Blob): Promise<void> {
  const header = new Uint8Array(await sealed.slice(0, HEADER.length).arrayBuffer());
  if (!bytesEqual(header, HEADER)) throw new SecrecyError('damaged');
}

async function openPiece(sealed: Blob, key: CryptoKey, index: number, isLast: boolean): Promise<Uint8Array> {
  const start = HEADER.length + index * (PIECE_BYTES + TAG_BYTES);
  const piece = await sealed.slice(start, start + PIECE_BYTES + TAG_BYTES).arrayBuffer();
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(index, isLast), key, piece));
  } catch (cause) {
    throw new SecrecyError('damaged', { piece: index }, cause);
  }
}

/** @throws SecrecyError `damaged` where more is promised than there is, or less than its padding could hide */
function sizeIn(first: Uint8Array, sealedBytes: number): number {
  if (first.length < SIZE_BYTES) throw new SecrecyError('damaged');
  const size = Number(new DataView(first.buffer, first.byteOffset).getBigUint64(0));
  const padded = paddedSize(SIZE_BYTES + size);
  const expected = HEADER.length + padded + Math.max(1, Math.ceil(padded / PIECE_BYTES)) * TAG_BYTES;
  if (expected !== sealedBytes) throw new SecrecyError('damaged');
  return size;
}

/** Nonce: 7 zeros, the piece's number (4 bytes), 1 for the last one. */
function parameters(index: number, isLast: boolean): AesGcmParams {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[11] = isLast ? 1 : 0;
  return { name: 'AES-GCM', iv: nonce, additionalData: HEADER };
}
