import { cbc } from '@noble/ciphers/aes.js';

/** Encryption of one string or stream, with the key of its object. */
export interface Cipher {
  encrypt(bytes: Uint8Array): Uint8Array;
  /** Data that cannot be right is decrypted as far as it goes. */
  decrypt(bytes: Uint8Array): Uint8Array;
}

const BLOCK = 16;

/** RC4 (ISO 32000-2 7.6.3.1), the same both ways. */
export function rc4(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const state = new Uint8Array(256);
  for (let i = 0; i < 256; i++) state[i] = i;
  for (let i = 0, j = 0; i < 256; i++) {
    const value = state[i] ?? 0;
    j = (j + value + (key[i % key.length] ?? 0)) & 0xff;
    state[i] = state[j] ?? 0;
    state[j] = value;
  }
  const out = new Uint8Array(bytes.length);
  for (let n = 0, i = 0, j = 0; n < bytes.length; n++) {
    i = (i + 1) & 0xff;
    const a = state[i] ?? 0;
    j = (j + a) & 0xff;
    const b = state[j] ?? 0;
    state[i] = b;
    state[j] = a;
    out[n] = (bytes[n] ?? 0) ^ (state[(a + b) & 0xff] ?? 0);
  }
  return out;
}

export function rc4Cipher(key: Uint8Array): Cipher {
  const apply = (bytes: Uint8Array) => rc4(key, bytes);
  return { encrypt: apply, decrypt: apply };
}

/** AES in CBC mode, the initialisation vector first, PKCS #7 padding (ISO 32000-2 7.6.3.1). */
export function aesCipher(key: Uint8Array): Cipher {
  return {
    encrypt(bytes) {
      const iv = crypto.getRandomValues(new Uint8Array(BLOCK));
      const encrypted = cbc(key, iv).encrypt(bytes);
      const out = new Uint8Array(BLOCK + encrypted.length);
      out.set(iv);
      out.set(encrypted, BLOCK);
      return out;
    },
    decrypt(bytes) {
      const blocks = Math.floor(bytes.length / BLOCK) - 1;
      if (blocks < 1) return new Uint8Array();
      const iv = bytes.slice(0, BLOCK);
      const padded = cbc(key, iv, { disablePadding: true }).decrypt(
        bytes.slice(BLOCK, BLOCK + blocks * BLOCK),
      );
      const padding = padded[padded.length - 1] ?? 0;
      // Wrong padding is left in, as readers do.
      return padding >= 1 && padding <= BLOCK ? padded.subarray(0, padded.length - padding) : padded;
    },
  };
}

/** AES-CBC without padding: `bytes` are whole blocks. */
export function aesBlocks(
  key: Uint8Array,
  iv: Uint8Array,
  bytes: Uint8Array,
  way: 'encrypt' | 'decrypt',
): Uint8Array {
  return cbc(key, iv, { disablePadding: true })[way](bytes);
}
