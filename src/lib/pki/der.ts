import { concatBytes, utf8 } from '../keys';
import { PkiError } from './error';

/** Writing DER (X.690). Values of others, already encoded, are put in as they are. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of `[number]`, constructed: EXPLICIT, or IMPLICIT of something constructed. */
export function contextTag(number: number): number {
  return 0xa0 | number;
}

/** Tag of `[number] IMPLICIT` something primitive. */
export function primitiveContextTag(number: number): number {
  return 0x80 | number;
}

export function encode(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  return concatBytes(Uint8Array.of(tag, ...lengthOctets(length)), ...contents);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

/** Length of an element whose content is that long. */
export function encodedLength(contentBytes: number): number {
  return 1 + lengthOctets(contentBytes).length + contentBytes;
}

export function sequence(...elements: Uint8Array[]): Uint8Array {
  return encode(TAG.sequence, ...elements);
}

/** SET OF, in the order that DER wants (X.690 §11.6). */
export function setOf(elements: readonly Uint8Array[], tag: number = TAG.set): Uint8Array {
  return encode(tag, ...[...elements].sort(compareEncodings));
}

/** X.690 §11.6: as octet strings, the shorter padded with zero octets. */
export function compareEncodings(a: Uint8Array, b: Uint8Array): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** INTEGER of a not negative number, given by its value or by its big-endian bytes. */
export function unsignedInteger(value: number | Uint8Array): Uint8Array {
  return encode(TAG.integer, unsignedContent(value));
}

function unsignedContent(value: number | Uint8Array): Uint8Array {
  const bytes = typeof value === 'number' ? Uint8Array.from(bigEndian(value)) : value;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const minimal = bytes.subarray(start);
  const first = minimal[0] ?? 0;
  return first < 0x80 && minimal.length > 0 ? minimal : concatBytes(Uint8Array.of(0), minimal);
}

function bigEndian(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) throw new PkiError('bad-number', { value });
  const octets = [value % 256];
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256))
    octets.unshift(rest % 256);
  return octets;
}

export function enumerated(value: number): Uint8Array {
  return encode(TAG.enumerated, Uint8Array.of(value));
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return encode(TAG.octetString, bytes);
}

export function bitString(bytes: Uint8Array): Uint8Array {
  return encode(TAG.bitString, Uint8Array.of(0), bytes);
}

/** A named bit list, as key usage is: bit 0 first, zero bits at the end left away (X.690 §11.2.2). */
export function namedBits(...bits: number[]): Uint8Array {
  const highest = Math.max(...bits);
  const bytes = new Uint8Array(Math.floor(highest / 8) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return encode(TAG.bitString, Uint8Array.of(7 - (highest & 7)), bytes);
}

export const TRUE = encode(TAG.boolean, Uint8Array.of(0xff));
export const NULL = encode(TAG.null);

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap(base128);
  return encode(TAG.oid, Uint8Array.from(octets));
}

function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    octets.unshift(0x80 | (rest % 128));
  return octets;
}

export function utf8String(text: string): Uint8Array {
  return encode(TAG.utf8String, utf8(text));
}

/** For texts of PrintableString's alphabet, which the caller sees to. */
export function printableString(text: string): Uint8Array {
  return encode(TAG.printableString, utf8(text));
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on, whole seconds, in UTC (RFC 5280 §4.1.2.5). */
export function time(date: Date): Uint8Array {
  const year = date.getUTCFullYear();
  if (!(year >= 1950 && year <= 9999)) throw new PkiError('bad-validity', { date: String(date) });
  const digits = date.toISOString().replace(/\..*$/, '').replace(/[-T:]/g, '');
  return year < 2050
    ? encode(TAG.utcTime, utf8(`${digits.slice(2)}Z`))
    : encode(TAG.generalizedTime, utf8(`${digits}Z`));
}
