import type { ByteRangeProblem } from './report';

/** The two signed parts: `[0, gapStart)` and `[gapEnd, end)`. */
export interface ByteRange {
  gapStart: number;
  gapEnd: number;
  end: number;
}

export interface Span {
  start: number;
  end: number;
}

/**
 * Reads a /ByteRange array (ISO 32000-2 table 255).
 *
 * @param values   the array's elements, as far as they are numbers
 * @param fileSize bytes in the file
 * @returns the range, where it can be hashed at all, and what is wrong with it
 */
export function parseByteRange(
  values: readonly unknown[] | undefined,
  fileSize: number,
): { range?: ByteRange; problems: ByteRangeProblem[] } {
  if (values?.length !== 4 || !values.every((value) => Number.isSafeInteger(value))) {
    return { problems: ['byte-range-shape'] };
  }
  const [start, firstLength, gapEnd, secondLength] = values as [number, number, number, number];
  const problems: ByteRangeProblem[] = [];
  if (start !== 0) problems.push('byte-range-start');
  if (firstLength < 0 || secondLength < 0 || gapEnd < start + firstLength) problems.push('byte-range-order');
  if (start < 0 || gapEnd < 0 || start + firstLength > fileSize || gapEnd + secondLength > fileSize) {
    problems.push('byte-range-outside');
  }
  if (problems.length > 0) return { problems };
  return { range: { gapStart: firstLength, gapEnd, end: gapEnd + secondLength }, problems };
}

/**
 * Whether the gap is exactly the /Contents of the signature's own dictionary. Nothing else may be left out: what
 * stands in a wider gap can be changed without breaking the digest (signature wrapping).
 *
 * @param contents where the dictionary's /Contents stands, its delimiters included; undefined: not found
 * @param bytes    the bytes of that span
 */
export function checkGap(
  range: ByteRange,
  contents: Span | undefined,
  bytes: Uint8Array | undefined,
): ByteRangeProblem[] {
  if (!contents || contents.start !== range.gapStart || contents.end !== range.gapEnd)
    return ['byte-range-gap'];
  return bytes && isHexString(bytes) ? [] : ['contents-not-hex'];
}

/** `<` hexadecimal digits, in pairs, without anything between them, `>`. */
function isHexString(bytes: Uint8Array): boolean {
  if (bytes.length < 4 || bytes[0] !== 0x3c || bytes.at(-1) !== 0x3e) return false;
  return hexBytes(bytes) !== undefined;
}

/** The bytes of a hexadecimal string, whatever its delimiters are; undefined where it is none. */
export function hexBytes(text: Uint8Array): Uint8Array | undefined {
  if (text.length < 2 || text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2 - 1);
  for (let i = 0; i < bytes.length; i++) {
    const high = hexDigit(text[1 + 2 * i]);
    const low = hexDigit(text[2 + 2 * i]);
    if (high === undefined || low === undefined) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
}

function hexDigit(code = 0): number | undefined {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

/** White space that may follow %%EOF and means nothing (ISO 32000-2 table 1). */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(
    (byte) => byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 32,
  );
}
