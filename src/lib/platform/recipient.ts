import { bech32 } from '@scure/base';

/** The field that X25519 computes in (RFC 7748 §4.1): 2^255 - 19. */
const PRIME = 2n ** 255n - 19n;

/**
 * Points on Curve25519 and its twist with which every key agrees on zero. RFC 7748 §6.1 lets programs refuse them,
 * and WebCrypto does: with one such recipient among them, nothing could be sealed to anybody.
 */
const SMALL_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  PRIME - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

/**
 * Whether a text is an age X25519 recipient to which sealing works: Bech32 (BIP 173) of the type `age`, lower case,
 * 32 bytes, no point of small order. The rules of records ask it of anybody's: it is cheap.
 */
export function isRecipient(text: string): boolean {
  if (!/^age1[02-9ac-hj-np-z]{58}$/.test(text)) return false;
  try {
    const { bytes } = bech32.decodeToBytes(text); // wants the checksum right, and no bits left over
    return bytes.length === 32 && !SMALL_ORDER.has(coordinateOf(bytes));
  } catch {
    return false;
  }
}

/** RFC 7748 §5: little-endian, without the last bit, modulo the prime. */
function coordinateOf(bytes: Uint8Array): bigint {
  const value = bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return (value & (2n ** 255n - 1n)) % PRIME;
}
