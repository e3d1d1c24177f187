import { describe, expect, it } from 'vitest';
import { checkGap, parseByteRange } from './byte-range';

const SIZE = 1000;
const gap = { start: 200, end: 300 };
const hex = new TextEncoder().encode(`<${'0aF9'.repeat(24)}00>`);

describe('a /ByteRange', () => {
  it('names the two signed parts', () => {
    expect(parseByteRange([0, 200, 300, 700], SIZE)).toEqual({
      range: { gapStart: 200, gapEnd: 300, end: 1000 },
      problems: [],
    });
  });

  it.each([
    ['missing', undefined],
    ['of two numbers', [0, 1000]],
    ['of six numbers', [0, 10, 20, 10, 40, 960]],
    ['with a real number', [0, 200.5, 300, 700]],
    ['with something else', [0, 200, '300', 700]],
    ['beyond what can be counted', [0, 200, 2 ** 60, 700]],
  ])('%s has the wrong shape', (_, values) => {
    expect(parseByteRange(values, SIZE)).toEqual({ problems: ['byte-range-shape'] });
  });

  it('starts at the first byte', () => {
    expect(parseByteRange([1, 199, 300, 700], SIZE).problems).toEqual(['byte-range-start']);
  });

  it.each([
    ['a negative length', [0, -1, 300, 700]],
    ['a negative second length', [0, 200, 300, -1]],
    ['parts that overlap', [0, 200, 199, 700]],
  ])('with %s is out of order', (_, values) => {
    expect(parseByteRange(values, SIZE).problems).toEqual(['byte-range-order']);
  });

  it('stays in the file', () => {
    expect(parseByteRange([0, 200, 300, 701], SIZE).problems).toEqual(['byte-range-outside']);
  });
});

describe('the gap in the signed bytes', () => {
  const range = { gapStart: 200, gapEnd: 300, end: 1000 };

  it('is exactly the /Contents of the signature', () => {
    expect(hex).toHaveLength(100);
    expect(checkGap(range, gap, hex)).toEqual([]);
  });

  it.each([
    ['wider at the start', { start: 201, end: 300 }],
    ['wider at the end', { start: 200, end: 299 }],
    ['elsewhere', { start: 400, end: 500 }],
    ['nowhere', undefined],
  ])('is refused where /Contents is %s', (_, contents) => {
    expect(checkGap(range, contents, hex)).toEqual(['byte-range-gap']);
  });

  it.each([
    ['other characters', hex.map((byte, i) => (i === 7 ? 0x2f : byte))],
    ['white space', hex.map((byte, i) => (i === 7 ? 0x20 : byte))],
    ['a second string', hex.map((byte, i) => (i === 7 ? 0x3e : byte))],
    ['no delimiters', hex.map(() => 0x30)],
  ])('holds nothing but hexadecimal digits: not %s', (_, bytes) => {
    expect(checkGap(range, gap, bytes)).toEqual(['contents-not-hex']);
  });
});
