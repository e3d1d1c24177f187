import { blobChunks } from './blob-chunks';
import { createDigest, type DigestName } from './digest';

/** Up to this size bytes are hashed in one call, which is three times as fast as streaming. */
const WHOLE_LIMIT = 16 << 20;

const WEB_CRYPTO: Partial<Record<DigestName, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/**
 * Digest of a Blob. A large one passes through in chunks: the next are read while one is hashed, and few are held.
 *
 * @param o.onBytes told of every chunk: its size
 * @throws what reading the Blob throws, and the signal's reason
 */
export async function digestOfBlob(
  name: DigestName,
  blob: Blob,
  o: { onBytes?(count: number): void; signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const algorithm = WEB_CRYPTO[name];
  if (algorithm && blob.size <= WHOLE_LIMIT) {
    const bytes = await blob.arrayBuffer();
    o.signal?.throwIfAborted();
    o.onBytes?.(bytes.byteLength);
    return new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  }
  const digest = await createDigest(name);
  for await (const chunk of blobChunks(blob, o.signal)) {
    digest.update(chunk);
    o.onBytes?.(chunk.length);
  }
  return digest.digest();
}
