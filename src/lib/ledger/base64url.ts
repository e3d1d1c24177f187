const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Six bits by character code; -1 for what does not belong. */
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** base64url without padding (RFC 7515 §2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET.charAt(bits >> 18) + ALPHABET.charAt((bits >> 12) & 63);
    if (left > 1) text += ALPHABET.charAt((bits >> 6) & 63);
    if (left > 2) text += ALPHABET.charAt(bits & 63);
  }
  return text;
}

/**
 * Reads base64url in the one spelling that its bytes have: no padding, no other alphabet, no blanks, the bits after
 * the last byte zero. A second spelling of one record would be a second record.
 *
 * @returns undefined where it is anything else
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  const { length } = text;
  const rest = length % 4;
  if (rest === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  const whole = length - rest;
  let written = 0;
  for (let at = 0; at < whole; at += 4) {
    const bits =
      (valueAt(text, at) << 18) |
      (valueAt(text, at + 1) << 12) |
      (valueAt(text, at + 2) << 6) |
      valueAt(text, at + 3);
    if (bits < 0) return undefined; // one of them was -1: all bits are set
    bytes[written++] = bits >> 16;
    bytes[written++] = bits >> 8;
    bytes[written++] = bits;
  }
  if (rest === 0) return bytes;
  const third = rest === 3 ? valueAt(text, whole + 2) : 0;
  const bits = (valueAt(text, whole) << 18) | (valueAt(text, whole + 1) << 12) | (third << 6);
  if (bits < 0 || (bits & (rest === 3 ? 0xff : 0xffff)) !== 0) return undefined;
  bytes[written++] = bits >> 16;
  if (rest === 3) bytes[written] = bits >> 8;
  return bytes;
}

function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (VALUES[code] as number) : -1;
}

/** Whether a text is the base64url of 32 bytes, as hashes and coordinates are. */
export function is32Bytes(text: string): boolean {
  return /^[\w-]{42}[AEIMQUYcgkosw048]$/.test(text);
}
