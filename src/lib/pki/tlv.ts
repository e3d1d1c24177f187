import { concatBytes } from '../keys';
import { compareEncodings, encode, encodedLength, setOf, TAG } from './der';
import { malformed } from './error';

/**
 * Reading ASN.1 as it stands in other people's files: DER, and BER where a standard allows it (CMS). Nothing is
 * copied or decoded before it is asked for, so that every part keeps the very bytes that were signed.
 */
export interface Tlv {
  /** identifier octet: class, constructed bit and number; numbers over 30 are not read */
  tag: number;
  constructed: boolean;
  /** without the end-of-contents octets where the length is indefinite */
  content: Uint8Array;
  /** the whole element */
  raw: Uint8Array;
}

/** Deeper nesting than any certificate or signature has; it keeps hostile input from exhausting the stack. */
const MAX_DEPTH = 40;
/** More than any list here has, long CRLs included; it keeps hostile input from exhausting the memory. */
const MAX_CHILDREN = 250_000;

/** Reads exactly one element; nothing may follow it. */
export function readDer(bytes: Uint8Array): Tlv {
  const element = readElement(bytes, 0, 0);
  if (element.raw.length !== bytes.length) throw malformed('trailing bytes');
  return element;
}

/** Reads the element at the beginning; what follows is the caller's business. */
export function readFirst(bytes: Uint8Array): Tlv {
  return readElement(bytes, 0, 0);
}

function readElement(bytes: Uint8Array, start: number, depth: number): Tlv {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined) throw malformed('truncated');
  if ((tag & 0x1f) === 0x1f) throw malformed('tag number over 30');
  const constructed = (tag & 0x20) !== 0;
  if (first === 0x80) return readIndefinite(bytes, start, tag, depth);

  let contentStart = start + 2;
  let length = first;
  if (first > 0x80) {
    const octets = bytes.subarray(contentStart, contentStart + (first & 0x7f));
    contentStart += first & 0x7f;
    length = octets.reduce((value, octet) => value * 256 + octet, 0);
  }
  const end = contentStart + length;
  if (end > bytes.length) throw malformed('truncated');
  return { tag, constructed, content: bytes.subarray(contentStart, end), raw: bytes.subarray(start, end) };
}

/** X.690 §8.1.3.6: elements up to two zero octets. */
function readIndefinite(bytes: Uint8Array, start: number, tag: number, depth: number): Tlv {
  if ((tag & 0x20) === 0) throw malformed('indefinite length of a primitive');
  if (depth > MAX_DEPTH) throw malformed('nested too deeply');
  let offset = start + 2;
  while (bytes[offset] !== 0 || bytes[offset + 1] !== 0) {
    offset += readElement(bytes, offset, depth + 1).raw.length;
  }
  return {
    tag,
    constructed: true,
    content: bytes.subarray(start + 2, offset),
    raw: bytes.subarray(start, offset + 2),
  };
}

export function childrenOf(element: Tlv): Tlv[] {
  const children: Tlv[] = [];
  for (let offset = 0; offset < element.content.length;) {
    const child = readElement(element.content, offset, 0);
    children.push(child);
    if (children.length > MAX_CHILDREN) throw malformed('too many elements');
    offset += child.raw.length;
  }
  return children;
}

/** The elements of a constructed one, taken one after the other. */
export class Fields {
  #next = 0;
  readonly #elements: readonly Tlv[];

  constructor(
    elements: readonly Tlv[],
    private readonly what: string,
  ) {
    this.#elements = elements;
  }

  /** The next element, of that tag if one is given. */
  next(what: string, tag?: number): Tlv {
    const element = this.#elements[this.#next];
    if (element === undefined || (tag !== undefined && element.tag !== tag)) {
      throw malformed(`${this.what}.${what}`);
    }
    this.#next += 1;
    return element;
  }

  /** The next element if it has one of these tags. */
  optional(...tags: number[]): Tlv | undefined {
    const element = this.#elements[this.#next];
    if (element === undefined || !tags.includes(element.tag)) return undefined;
    this.#next += 1;
    return element;
  }

  /** All that are left. */
  rest(): readonly Tlv[] {
    const rest = this.#elements.slice(this.#next);
    this.#next = this.#elements.length;
    return rest;
  }

  all<T>(read: (element: Tlv) => T): T[] {
    return this.rest().map(read);
  }

  end(): void {
    if (this.#next < this.#elements.length) throw malformed(`${this.what}: unexpected element`);
  }
}

/** The elements inside a SEQUENCE, a SET or a constructed context tag. */
export function fields(element: Tlv, what: string, tag?: number): Fields {
  if (!element.constructed || (tag !== undefined && element.tag !== tag)) throw malformed(what);
  return new Fields(childrenOf(element), what);
}

/** The one element inside an EXPLICIT tag. */
export function inside(element: Tlv, what: string): Tlv {
  const parts = fields(element, what);
  const inner = parts.next('value');
  parts.end();
  return inner;
}

/** X.690 §8.3.2: the first nine bits are neither all zero nor all one. */
export function isMinimalInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  return second === undefined || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
}

/**
 * Whether an element is DER all through, as far as can be told without its type: definite lengths, as short as
 * they can be, strings in one piece, TRUE as ff, short integers, SET OF in order.
 */
export function isDer(element: Tlv, depth = 0): boolean {
  const { tag, constructed, content, raw } = element;
  if (depth > MAX_DEPTH || raw.length !== encodedLength(content.length)) return false;
  if (!constructed) {
    if (tag === TAG.boolean) return content.length === 1 && (content[0] === 0 || content[0] === 0xff);
    if (tag === TAG.integer || tag === TAG.enumerated) return isMinimalInteger(content);
    return true;
  }
  const isUniversal = tag < 0x40;
  if (isUniversal && tag !== TAG.sequence && tag !== TAG.set) return false;
  const children = childrenOf(element);
  if (tag === TAG.set && !isSorted(children)) return false;
  return children.every((child) => isDer(child, depth + 1));
}

function isSorted(elements: readonly Tlv[]): boolean {
  return elements.every((element, index) => {
    const previous = elements[index - 1];
    return previous === undefined || compareEncodings(previous.raw, element.raw) <= 0;
  });
}

/** The element in DER, as far as that can be told without its type. */
export function toDer(element: Tlv, depth = 0): Uint8Array {
  if (depth > MAX_DEPTH) throw malformed('nested too deeply');
  const { tag, constructed, content } = element;
  if (!constructed)
    return encode(tag, tag === TAG.boolean && content[0] !== 0 ? Uint8Array.of(0xff) : content);
  const children = childrenOf(element);
  if (tag === TAG.set) return setOf(children.map((child) => toDer(child, depth + 1)));
  if (tag < 0x40 && tag !== TAG.sequence) return encode(tag & ~0x20, piecesOf(children, depth + 1));
  return encode(tag, ...children.map((child) => toDer(child, depth + 1)));
}

/** X.690 §8.7.3: a string in pieces, which may be in pieces themselves. */
export function piecesOf(children: readonly Tlv[], depth: number): Uint8Array {
  if (depth > MAX_DEPTH) throw malformed('nested too deeply');
  return concatBytes(
    ...children.map((piece) => (piece.constructed ? piecesOf(childrenOf(piece), depth + 1) : piece.content)),
  );
}
