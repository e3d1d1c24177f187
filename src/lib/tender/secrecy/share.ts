import { concatBytes } from '../../keys';

/** One member's part of an opening key. */
export interface Share {
  /** so many open the tender */
  k: number;
  /** 1..255, another for each member */
  index: number;
  /** of the tender's key: shares of two keys are not mixed up. 16 bytes */
  nonce: Uint8Array;
  /** 32 bytes */
  value: Uint8Array;
}

const VERSION = 1;
const NONCE_BYTES = 16;
const SHARE_BYTES = 3 + NONCE_BYTES + 32;

/** @returns version, k and index of a byte each, the nonce, the value */
export function writeShare(share: Share): Uint8Array {
  return concatBytes(Uint8Array.of(VERSION, share.k, share.index), share.nonce, share.value);
}

/** @returns undefined for anything that `writeShare` does not write */
export function readShare(bytes: Uint8Array): Share | undefined {
  const [version, k, index] = bytes;
  if (bytes.length !== SHARE_BYTES || version !== VERSION || !k || !index) return undefined;
  return { k, index, nonce: bytes.slice(3, 3 + NONCE_BYTES), value: bytes.slice(3 + NONCE_BYTES) };
}
