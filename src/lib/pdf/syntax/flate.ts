import { Inflate, inflateSync } from 'fflate';
import { ByteSink } from './byte-sink';
import { PdfSyntaxError } from './error';

/** Deflate expands at most 1,032 times, so that less than this is never a bomb. */
const SAFE_INPUT = 32 << 10;

const CHUNK = 16 << 10;

/** Room to start with: what is no deflate at all should cost nothing. */
const FIRST_SIZE = 256 << 10;

/** For the last pass over corrupt data, to lose little of what precedes the fault. */
const FINE_CHUNK = 128;
const FINE_LIMIT = 4 << 20;

/**
 * FlateDecode, ISO 32000-2 7.4.4. Truncated or corrupt data gives what precedes the fault, as readers do; the
 * checksum is not looked at.
 *
 * @throws PdfSyntaxError `too-large` beyond `limitBytes`
 */
export function inflate(bytes: Uint8Array, limitBytes: number): Uint8Array {
  const data = withoutZlibHeader(bytes);
  if (data.length <= SAFE_INPUT && data.length > 0) {
    try {
      const out = inflateSync(data);
      if (out.length > limitBytes) throw new PdfSyntaxError('too-large', { limitBytes });
      return out;
    } catch (error) {
      if (error instanceof PdfSyntaxError) throw error;
    }
  }
  const first = inflateChunks(data, limitBytes, CHUNK);
  if (first.complete || data.length > FINE_LIMIT) return first.bytes;
  return inflateChunks(data, limitBytes, FINE_CHUNK).bytes;
}

/** RFC 1950 2.2. Some data starts with blanks or line ends, some comes without a header. */
function withoutZlibHeader(bytes: Uint8Array): Uint8Array {
  for (let skip = 0; skip < 3; skip++) {
    const cmf = bytes[skip] ?? 0;
    const flags = bytes[skip + 1] ?? 0;
    if ((cmf & 0x0f) === 8 && cmf >> 4 <= 7 && (cmf * 256 + flags) % 31 === 0) {
      return bytes.subarray(skip + 2 + (flags & 0x20 ? 4 : 0));
    }
    if (cmf !== 0x0a && cmf !== 0x0d && cmf !== 0x20) break;
  }
  // A header with a wrong check is still a header.
  return ((bytes[0] ?? 0) & 0x0f) === 8 ? bytes.subarray(2) : bytes;
}

function inflateChunks(
  data: Uint8Array,
  limitBytes: number,
  chunk: number,
): { bytes: Uint8Array; complete: boolean } {
  const sink = new ByteSink(limitBytes, Math.min(data.length * 3, FIRST_SIZE));
  const inflater = new Inflate((part) => sink.append(part));
  let complete = true;
  try {
    for (let at = 0; at < data.length; at += chunk) {
      inflater.push(data.subarray(at, at + chunk), at + chunk >= data.length);
    }
  } catch (error) {
    if (error instanceof PdfSyntaxError) throw error;
    complete = false;
  }
  return { bytes: sink.done(), complete };
}
