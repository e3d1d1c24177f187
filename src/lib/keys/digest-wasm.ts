import { createMD5, createSHA1, createSHA256, createSHA384, createSHA512, type IHasher } from 'hash-wasm';
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
  return streaming(name, hasher.init());
}

function streaming(name: DigestName, hasher: IHasher): StreamingDigest {
  return {
    update: (chunk) => void hasher.update(chunk),
    clone: async () => {
      const state = hasher.save(); // before the wait, in which this one may go on
      const other = await CREATE[name]();
      return streaming(name, other.init().load(state));
    },
    digest: () => hasher.digest('binary'),
  };
}
