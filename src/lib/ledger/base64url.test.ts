import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url, is32Bytes } from './base64url';

describe('base64url', () => {
  it('is what other programs write and read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url');
        expect(encodeBase64url(bytes)).toBe(text);
        expect(decodeBase64url(text)).toEqual(bytes);
        expect(is32Bytes(text)).toBe(bytes.length === 32);
      }),
    );
  });

  it('has one spelling for each byte string', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw-_9=+/ \nА'), maxLength: 9 }), (text) => {
        const bytes = decodeBase64url(text);
        if (bytes) expect(encodeBase64url(bytes)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['padding', 'QQ=='],
    ['the other alphabet', 'a+/b'],
    ['a blank', 'QUJ D'],
    ['a line feed at the end', 'QUJD\n'],
    ['one character too many', 'QUJDR'],
    ['bits behind the last byte', 'QR'],
    ['bits behind the last but one', 'QUJ'],
    ['a Cyrillic letter', 'АAAA'],
    ['a full-width letter', 'ＡAAA'],
    ['a letter that a mask would turn into an A', '\u0141AAA'],
    ['a character of two code units', 'AA\u{1d49c}'],
    ['NUL', 'AA\0A'],
  ])('is not read with %s', (_, text) => {
    expect(decodeBase64url(text)).toBeUndefined();
  });
});
