import { TAG } from './der';
import { malformed } from './error';
import { childrenOf, isMinimalInteger, piecesOf, type Tlv } from './tlv';

export function oidOf(element: Tlv): string {
  const { content } = element;
  if (element.tag !== TAG.oid || content.length === 0 || content.length > 64)
    throw malformed('OBJECT IDENTIFIER');
  if ((content[content.length - 1] ?? 0) >= 0x80) throw malformed('OBJECT IDENTIFIER');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    if (arc === 0n && octet === 0x80) throw malformed('OBJECT IDENTIFIER');
    arc = arc * 128n + BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [head = 0n, ...rest] = arcs;
  const root = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [root, head - root * 40n, ...rest].join('.');
}

/** Content of an INTEGER: two's complement, as short as DER wants it. */
export function integerOf(element: Tlv, tag: number = TAG.integer): Uint8Array {
  const { content } = element;
  if (element.tag !== tag || !isMinimalInteger(content)) throw malformed('INTEGER');
  return content;
}

/** A small INTEGER that is not negative. */
export function smallIntegerOf(element: Tlv, tag: number = TAG.integer): number {
  const content = integerOf(element, tag);
  if (content.length > 5 || (content[0] ?? 0) >= 0x80) throw malformed('INTEGER out of range');
  return content.reduce((value, octet) => value * 256 + octet, 0);
}

/** Whole octets of a BIT STRING. */
export function bitsOf(element: Tlv): Uint8Array {
  if (element.tag !== TAG.bitString || element.content[0] !== 0) throw malformed('BIT STRING');
  return element.content.subarray(1);
}

/** Numbers of the bits that are set in a named bit list. */
export function namedBitsOf(element: Tlv): number[] {
  const [unused, ...octets] = element.content;
  if (element.tag !== TAG.bitString || unused === undefined || unused > 7) throw malformed('BIT STRING');
  return octets.flatMap((octet, index) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (0x80 >> bit)).map((bit) => index * 8 + bit),
  );
}

/** Octets of an OCTET STRING; BER may give it in pieces. */
export function octetsOf(element: Tlv): Uint8Array {
  if (element.tag === TAG.octetString) return element.content;
  if (element.tag !== (TAG.octetString | 0x20)) throw malformed('OCTET STRING');
  return piecesOf(childrenOf(element), 0);
}

export function booleanOf(element: Tlv): boolean {
  const [octet] = element.content;
  if (element.tag !== TAG.boolean || element.content.length !== 1 || octet === undefined)
    throw malformed('BOOLEAN');
  return octet !== 0;
}

const UTF8_TEXT = new Set<number>([TAG.utf8String, 0x12, TAG.printableString, 0x16, 0x1a]);

/** Text of the string types of X.520, undefined for what is none or is not well-formed. */
export function textOf(element: Tlv): string | undefined {
  const { tag, content } = element;
  try {
    if (UTF8_TEXT.has(tag)) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    if (tag === 0x1e) return new TextDecoder('utf-16be', { fatal: true, ignoreBOM: true }).decode(content);
    if (tag === 0x14) return new TextDecoder('latin1').decode(content); // T61String, as everybody reads it
  } catch {
    // not well-formed
  }
  return undefined;
}

/** UTCTime or GeneralizedTime. Certificates have them in UTC with seconds; CMS writers have not always. */
export function timeOf(element: Tlv): Date {
  const text = String.fromCharCode(...element.content.subarray(0, 32));
  const pattern =
    element.tag === TAG.utcTime
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-])(\d\d)(\d\d))$/
      : element.tag === TAG.generalizedTime
        ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?(?:(Z)|([+-])(\d\d)(\d\d))$/
        : undefined;
  const match = pattern?.exec(text);
  if (!match) throw malformed('time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0));
  const offsetMinutes = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  // RFC 5280 §4.1.2.5.1: two digits mean 1950 to 2049
  const fullYear = element.tag === TAG.utcTime ? (year >= 50 ? 1900 : 2000) + year : year;
  const date = new Date(0);
  date.setUTCFullYear(fullYear, month - 1, day);
  date.setUTCHours(hour, minute - offsetMinutes, second);
  const inRange =
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute < 60 && second < 61;
  if (!inRange || Number.isNaN(date.getTime())) throw malformed('time');
  return date;
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
