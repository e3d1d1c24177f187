import { createDigest, type DigestName } from '../keys';

/** Digest of bytes that are in memory. */
export async function digestOf(name: DigestName, bytes: Uint8Array): Promise<Uint8Array> {
  const digest = await createDigest(name);
  digest.update(bytes);
  return digest.digest();
}
