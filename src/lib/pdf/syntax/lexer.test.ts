import { describe, expect, it } from 'vitest';
import { Lexer } from './lexer';
import { PdfName, PdfRaw } from './objects';
import { bytesOf, latin1Of } from './test-documents';

const lexer = (text: string) => new Lexer(bytesOf(text), 0);

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['+17', 17],
    ['-98', -98],
    ['34.5', 34.5],
    ['-.002', -0.002],
    ['4.', 4],
    ['0.1', 0.1],
    ['123456789.123456789', Number('123456789.123456789')],
    ['0000000016', 16],
  ])('%s as ISO 32000-2 7.3.3 has them', (text, value) => {
    expect(lexer(text).readNumber()).toBe(value);
  });

  it.each([
    ['--5', -5],
    ['5-3', 53],
    ['.5.', 0.5],
    ['+.', 0],
    ['-', 0],
    ['-.', 0],
    ['1.2.3', 1.2],
  ])('%s as readers take it', (text, value) => {
    expect(lexer(text).readNumber()).toBe(value);
  });

  it('end where the next token starts', () => {
    const it = lexer('12endobj');
    it.readNumber();
    expect(it.pos).toBe(2);
  });

  it('too great for a double to hold stay as they stand', () => {
    const value = lexer('12345678901234567890 ').readNumber();
    expect(value).toBeInstanceOf(PdfRaw);
    expect(latin1Of((value as PdfRaw).bytes)).toBe('12345678901234567890');
  });
});

describe('names', () => {
  it('that look alike stay apart however often they come', () => {
    const names = ['/A#42 ', '/AB ', '/A#2342 ', '/A#zz ', '/AB#', '/AC ', '/A#42 ', '/A#2342 '];
    const values = ['AB', 'AB', 'A#42', 'A#zz', 'AB#', 'AC', 'AB', 'A#42'];
    for (let round = 0; round < 2; round++) {
      expect(names.map((name) => lexer(name).readName().value)).toEqual(values);
    }
  });

  it.each([
    ['/Name1 ', 'Name1'],
    ['/A;Name_With-Various***Characters?', 'A;Name_With-Various***Characters?'],
    ['/Lime#20Green', 'Lime Green'],
    ['/A#42', 'AB'],
    ['/ ', ''],
    ['/A#', 'A#'],
    ['/A#4', 'A#4'],
    ['/A#4G', 'A#4G'],
    ['/A/B', 'A'],
    ['/A(', 'A'],
  ])('%s', (text, value) => {
    expect(lexer(text).readName()).toBe(PdfName.of(value));
  });
});

describe('literal strings', () => {
  it.each([
    ['(simple)', 'simple'],
    ['(balanced (parentheses) stay)', 'balanced (parentheses) stay'],
    ['(\\n\\r\\t\\b\\f\\(\\)\\\\\\q)', '\n\r\t\b\f()\\q'],
    ['(\\53\\0053\\053x\\500)', '+\x053+x@'],
    ['(one\\\r\ntwo\\\nthree)', 'onetwothree'],
    ['(a\r\nb\rc\nd)', 'a\nb\nc\nd'],
    ['()', ''],
    ['(never closed', 'never closed'],
    ['(escaped \\) end)', 'escaped ) end'],
  ])('%j', (text, value) => {
    expect(latin1Of(lexer(text).readLiteral())).toBe(value);
  });
});

describe('hexadecimal strings', () => {
  it.each([
    ['<4E6f>', 'No'],
    ['<901FA>', '\x90\x1f\xa0'],
    ['<4 E\n6 F>', 'No'],
    ['<4Zx1>', 'A'],
    ['<>', ''],
    ['<41', 'A'],
  ])('%j', (text, value) => {
    expect(latin1Of(lexer(text).readHex())).toBe(value);
  });
});

describe('the end of the bytes', () => {
  it.each(['12', '/Na', '(abc', '<41', '% comment', '   '])('is noticed where %j could go on', (text) => {
    const it = lexer(text);
    if (text.startsWith('/')) it.readName();
    else if (text.startsWith('(')) it.readLiteral();
    else if (text.startsWith('<')) it.readHex();
    else if (text.startsWith('1')) it.readNumber();
    else it.skipSpace();
    expect(it.overrun).toBe(true);
  });

  it('is not met by a token that is closed', () => {
    const it = lexer('(abc) ');
    it.readLiteral();
    expect(it.overrun).toBe(false);
  });
});

it('skips comments with white space', () => {
  const it = lexer(' %one\r% two\n\0\t7');
  it.skipSpace();
  expect(it.peek()).toBe(0x37);
});
