import { bufferSource } from './bytes';

export type DigestName = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** A hash over chunks of any size. After `digest` it takes no further chunk. */
export interface StreamingDigest {
  update(chunk: Uint8Array): void;
  /** A second one that goes on from here; each is then fed by itself. Not after `digest`. */
  clone(): Promise<StreamingDigest>;
  digest(): Uint8Array;
}

type DigestFactory = (name: DigestName) => Promise<StreamingDigest>;

/**
 * Starts a streaming hash. WebAssembly does the work (0.3 GB/s); where a content policy forbids it, JavaScript
 * does (half of that). Either is loaded at the first call. MD5 and SHA-1 are here to read old signatures only.
 */
export async function createDigest(name: DigestName): Promise<StreamingDigest> {
  factory ??= loadFactory().catch((error: unknown) => {
    factory = undefined; // code that could not be loaded now may be there at the next call
    throw error;
  });
  return (await factory)(name);
}

/** SHA-256 of bytes that are in memory already. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bufferSource(bytes)));
}

let factory: Promise<DigestFactory> | undefined;

async function loadFactory(): Promise<DigestFactory> {
  try {
    const { wasmDigest } = await import('./digest-wasm');
    await wasmDigest('sha256'); // compiles: throws where WebAssembly is missing or forbidden
    return wasmDigest;
  } catch {
    return (await import('./digest-script')).scriptDigest;
  }
}
