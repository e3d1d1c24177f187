import { createMD5, createSHA1, createSHA256, createSHA384, createSHA512 } from 'hash-wasm';
import type { DigestName, StreamingDigest } from './digest';

const CREATE = {
  md5: createMD5,
  sha1: createSHA1,
  sha256: createSHA256,
  sha384: createSHA384,
  sha512: createSHA512,
};

/** A streaming hash in WebAssembly. Rejects where WebAssembly is missing or forbidden. */
export async function wasmDigest(name: DigestName): Promise<StreamingDigest> {
  const hasher = await CREATE[name]();
  hasher.init();
  return {
    update: (chunk) => void hasher.update(chunk),
    digest: () => hasher.digest('binary'),
  };
}
