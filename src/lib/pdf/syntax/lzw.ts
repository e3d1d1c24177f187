import { ByteSink } from './byte-sink';

const CLEAR = 256;
const END = 257;

/**
 * LZWDecode, ISO 32000-2 7.4.4. A code that cannot be ends the data.
 *
 * @param earlyChange 1 where codes get longer one code early (table 8), else 0
 */
export function decodeLzw(bytes: Uint8Array, earlyChange: number, limitBytes: number): Uint8Array {
  const sink = new ByteSink(limitBytes, bytes.length * 4);
  const prefix = new Int16Array(4097);
  const suffix = new Uint8Array(4097);
  const lengths = new Uint16Array(4097);
  for (let i = 0; i < 256; i++) {
    suffix[i] = i;
    lengths[i] = 1;
  }
  const entry = new Uint8Array(4097);
  let next = 258;
  let width = 9;
  let previous = -1;
  let buffer = 0;
  let bits = 0;
  let pos = 0;

  const expand = (code: number): Uint8Array => {
    const length = lengths[code] ?? 0;
    let at = code;
    for (let i = length - 1; i >= 0; i--) {
      entry[i] = suffix[at] ?? 0;
      at = prefix[at] ?? 0;
    }
    return entry.subarray(0, length);
  };

  for (;;) {
    while (bits < width && pos < bytes.length) {
      buffer = ((buffer << 8) | (bytes[pos++] ?? 0)) & 0xffffff;
      bits += 8;
    }
    if (bits < width) break;
    bits -= width;
    const code = (buffer >> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      next = 258;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0) || (code > 257 && previous < 0)) break;
    if (previous >= 0 && next < 4096) {
      // The new entry is the previous one and the first byte of this one, which may be the new entry itself.
      prefix[next] = previous;
      lengths[next] = (lengths[previous] ?? 0) + 1;
      suffix[next] = expand(code === next ? previous : code)[0] ?? 0;
      next += 1;
    } else if (code >= next) {
      break;
    }
    sink.append(expand(code));
    previous = code;
    if (next + earlyChange >= 1 << width && width < 12) width += 1;
  }
  return sink.done();
}
