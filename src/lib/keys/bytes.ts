/**
 * WebCrypto's types want views on an ArrayBuffer, our faces take any Uint8Array. Views on shared memory are
 * not used in this app, so the narrower type is a statement, not a conversion.
 */
export function bufferSource(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** UTF-8 of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** JSON that bytes hold. @throws TypeError where they are no UTF-8, SyntaxError where that is no JSON */
export function jsonIn(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

export function concatBytes(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * One unambiguous byte string of several fields: each preceded by its length (32 bit, big-endian), so that
 * moving a byte from one field to the next gives other bytes. Used as AAD and as HKDF info.
 */
export function fieldBytes(...fields: (string | number | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return concatBytes(
    ...fields.flatMap((field) => {
      const value = field instanceof Uint8Array ? field : utf8(String(field));
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, value.length);
      return [length, value];
    }),
  );
}
