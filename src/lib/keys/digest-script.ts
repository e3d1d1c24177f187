import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { DigestName, StreamingDigest } from './digest';

const HASHES = { md5, sha1, sha256, sha384, sha512 };

/** A streaming hash in JavaScript, for pages whose content policy forbids WebAssembly. */
export async function scriptDigest(name: DigestName): Promise<StreamingDigest> {
  return streaming(HASHES[name].create());
}

interface Hasher {
  update(chunk: Uint8Array): unknown;
  clone(): Hasher;
  digest(): Uint8Array;
}

function streaming(hasher: Hasher): StreamingDigest {
  return {
    update: (chunk) => void hasher.update(chunk),
    clone: () => Promise.resolve(streaming(hasher.clone())),
    digest: () => hasher.digest(),
  };
}
