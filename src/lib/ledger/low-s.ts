/** Order of P-256 (SEC 2 §2.4.2). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const LARGEST_LOW = ORDER >> 1n;

/**
 * Whether a P-256 signature, r‖s, has the smaller of the two values of s that hold. Records take no other: whoever
 * carries one could make (r, n − s) of it, which holds too, and a second record of another hash would take its place.
 */
export function isLowS(signature: Uint8Array): boolean {
  return sOf(signature) <= LARGEST_LOW;
}

/** The one form of a P-256 signature, r‖s, that records take. RFC 6979 §2 leaves the choice of s open. */
export function withLowS(signature: Uint8Array): Uint8Array {
  if (isLowS(signature)) return signature;
  const low = signature.slice();
  const hex = (ORDER - sOf(signature)).toString(16).padStart(64, '0');
  for (let at = 0; at < 32; at++) low[32 + at] = parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  return low;
}

function sOf(signature: Uint8Array): bigint {
  let hex = '0x';
  for (const byte of signature.subarray(32)) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}
