import { argon2id } from 'hash-wasm';
import type { Argon2id } from './stretch';

/** Argon2id in WebAssembly. Rejects where WebAssembly is missing or forbidden. */
export const wasmArgon2id: Argon2id = (password, salt, kdf, length) =>
  argon2id({
    password,
    salt,
    memorySize: kdf.memoryKib,
    iterations: kdf.passes,
    parallelism: kdf.lanes,
    hashLength: length,
    outputType: 'binary',
  });
