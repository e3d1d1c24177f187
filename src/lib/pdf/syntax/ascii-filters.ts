import { ByteSink } from './byte-sink';
import { CLASS, HEX_VALUE, SPACE } from './characters';

/** ASCIIHexDecode, ISO 32000-2 7.4.2. */
export function decodeAsciiHex(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array((bytes.length >> 1) + 1);
  let length = 0;
  let high = -1;
  for (const byte of bytes) {
    if (byte === 0x3e) break;
    const digit = HEX_VALUE[byte] ?? 255;
    if (digit > 15) continue;
    if (high < 0) {
      high = digit;
    } else {
      out[length++] = high * 16 + digit;
      high = -1;
    }
  }
  if (high >= 0) out[length++] = high * 16;
  return out.subarray(0, length);
}

/** ASCII85Decode, ISO 32000-2 7.4.3. */
export function decodeAscii85(bytes: Uint8Array, limitBytes: number): Uint8Array {
  const sink = new ByteSink(limitBytes, bytes.length);
  let value = 0;
  let count = 0;
  let pos = bytes[0] === 0x3c && bytes[1] === 0x7e ? 2 : 0;
  for (; pos < bytes.length; pos++) {
    const byte = bytes[pos] ?? 0;
    if (CLASS[byte] === SPACE) continue;
    if (byte === 0x7a && count === 0) {
      for (let i = 0; i < 4; i++) sink.byte(0);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) break;
    value = value * 85 + (byte - 0x21);
    if (++count === 5) {
      for (let shift = 24; shift >= 0; shift -= 8) sink.byte(Math.floor(value / 2 ** shift) & 0xff);
      value = 0;
      count = 0;
    }
  }
  if (count > 1) {
    for (let i = count; i < 5; i++) value = value * 85 + 84;
    for (let i = 0; i < count - 1; i++) sink.byte(Math.floor(value / 2 ** (24 - i * 8)) & 0xff);
  }
  return sink.done();
}

/** RunLengthDecode, ISO 32000-2 7.4.5. */
export function decodeRunLength(bytes: Uint8Array, limitBytes: number): Uint8Array {
  const sink = new ByteSink(limitBytes, bytes.length * 2);
  for (let pos = 0; pos < bytes.length;) {
    const length = bytes[pos++] ?? 128;
    if (length === 128) break;
    if (length < 128) {
      sink.append(bytes.subarray(pos, pos + length + 1));
      pos += length + 1;
    } else {
      const byte = bytes[pos++];
      if (byte === undefined) break;
      for (let i = length; i < 257; i++) sink.byte(byte);
    }
  }
  return sink.done();
}
