import { argon2idAsync } from '@noble/hashes/argon2.js';
import type { Argon2id } from './stretch';

/** Argon2id in JavaScript, for pages whose content policy forbids WebAssembly. Lets the page breathe meanwhile. */
export const scriptArgon2id: Argon2id = (password, salt, kdf, length) =>
  argon2idAsync(password, salt, {
    m: kdf.memoryKib,
    t: kdf.passes,
    p: kdf.lanes,
    dkLen: length,
    asyncTick: 20,
  });
