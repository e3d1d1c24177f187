import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCanonicalJson } from './canonical-json';

const read = (text: string) => parseCanonicalJson(new TextEncoder().encode(text), 'payload');
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('canonical JSON', () => {
  it('is whatever JSON.stringify writes of what JSON can hold', () => {
    const plain = fc
      .jsonValue({ maxDepth: 6 })
      .filter((value) => !JSON.stringify(value).includes('__proto__'));
    fc.assert(
      fc.property(plain, (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(read(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['a member twice', '{"a":1,"a":1}'],
    ['a member twice, once spelled otherwise', '{"a":1,"\\u0061":1}'],
    ['a number beyond doubles', '1e400'],
    ['a number that no double holds', '9007199254740993'],
    ['a number with needless digits', '1.0'],
    ['minus zero', '-0'],
    ['a blank', '{"a": 1}'],
    ['a line feed at the end', '{}\n'],
    ['a needless escape', '"\\u0041"'],
    ['an escaped slash', '"\\/"'],
    ['a BOM', '\ufeff{}'],
    ['members in an order that engines change', '{"b":1,"1":2}'],
    ['__proto__ as a member', '{"a":{"__proto__":{"admin":true}}}'],
    ['half of a surrogate pair', '"\\ud800"'],
    ['half of a surrogate pair in a name', '{"\\udfff":1}'],
    ['arrays 33 deep', nested(33)],
    ['arrays so deep that a stack overflows', nested(30_000)],
    ['brackets that never close', '['.repeat(60_000)],
    ['no JSON', 'undefined'],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'malformed-json' }) as Error);
  });

  it('is not UTF-8 with a damaged or overlong character', () => {
    for (const bytes of [
      [0x22, 0xff, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
    ]) {
      expect(() => parseCanonicalJson(new Uint8Array(bytes), 'payload')).toThrow('malformed-json');
    }
  });

  it('may have brackets, backslashes and `__proto__` in texts', () => {
    const value = ['['.repeat(40), '\\', '\\"[', '__proto__', '\\ud800', '😀', { constructor: 1 }];
    expect(read(JSON.stringify(value))).toEqual(value);
    expect(read(nested(32))).toBeInstanceOf(Array);
  });
});
