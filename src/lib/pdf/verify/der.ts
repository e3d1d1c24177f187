/** An element of DER: its tag, its content, and the whole of it. */
export interface DerElement {
  tag: number;
  content: Uint8Array;
  raw: Uint8Array;
}

export const DER = {
  integer: 0x02,
  octetString: 0x04,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** Elements that are read of a series; nothing that is read here has more. */
const MAX_ELEMENTS = 64;

/**
 * The elements of a DER series (X.690 §8.1), one after the other.
 *
 * @param count no more than these are read; what follows them is not looked at
 * @returns undefined where it is not well-formed
 */
export function derSeries(der: Uint8Array, count = MAX_ELEMENTS): DerElement[] | undefined {
  const elements: DerElement[] = [];
  for (let at = 0; at < der.length && elements.length < count;) {
    const tag = der[at] ?? 0;
    let length = der[at + 1] ?? 0x80;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4) return undefined;
      length = der.subarray(start, start + octets).reduce((value, octet) => value * 256 + octet, 0);
      start += octets;
    }
    const end = start + length;
    if (end > der.length) return undefined;
    elements.push({ tag, content: der.subarray(start, end), raw: der.subarray(at, end) });
    at = end;
  }
  return elements;
}

/** The contents of the first elements of a series, which must have these tags. */
export function derContents(der: Uint8Array, tags: readonly number[]): Uint8Array[] | undefined {
  const elements = derSeries(der, tags.length);
  if (!elements || elements.length < tags.length) return undefined;
  return elements.every(({ tag }, i) => tag === tags[i]) ? elements.map(({ content }) => content) : undefined;
}
