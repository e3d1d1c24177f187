import { describe, expect, it } from 'vitest';
import { PdfSyntaxError } from './error';
import { PdfDict, PdfName, PdfRaw, PdfRef, PdfString, type PdfObject } from './objects';
import { ObjectParser, parseAt, parseIndirect } from './parser';
import { BlobSource } from './source';
import { blobOf, bytesOf, latin1Of } from './test-documents';

/** A plain picture of an object, to compare. */
function plain(object: PdfObject | undefined): unknown {
  if (object instanceof PdfName) return `/${object.value}`;
  if (object instanceof PdfRef) return `${object.key} R`;
  if (object instanceof PdfString) return { text: latin1Of(object.bytes) };
  if (object instanceof PdfRaw) return { raw: latin1Of(object.bytes) };
  if (object instanceof PdfDict)
    return Object.fromEntries([...object.entries()].map(([k, v]) => [k, plain(v)]));
  return Array.isArray(object) ? object.map(plain) : object;
}

const parse = (text: string) => plain(new ObjectParser(bytesOf(text), 0).parseObject());

describe('objects', () => {
  it('of every type', () => {
    expect(parse('[null true false 1 -.5 /N (s) <73> 3 0 R <</A[1]/B<<>>>>]')).toEqual([
      ...[null, true, false, 1, -0.5, '/N', { text: 's' }, { text: 's' }, '3 0 R'],
      { A: [1], B: {} },
    ]);
  });

  it.each([
    ['[1 0 R 2 0 R]', ['1 0 R', '2 0 R']],
    ['[1 0 2 0 R 3]', [1, 0, '2 0 R', 3]],
    ['[1 0 RG]', [1, 0, { raw: 'RG' }]],
    ['[1 0 R/A]', ['1 0 R', '/A']],
    ['[1 % note\n0 R]', ['1 0 R']],
    ['[-1 0 R]', [-1, 0, { raw: 'R' }]],
  ])('references: %s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it('keeps unknown words as they stand', () => {
    expect(parse('[NaN 1]')).toEqual([{ raw: 'NaN' }, 1]);
  });
});

describe('damage', () => {
  it.each([
    ['of two entries with one key the last counts', '<</A 1/B 2/A 3>>', { A: 3, B: 2 }],
    ['a value that is missing is null', '<</A/B/C>>', { A: '/B', C: null }],
    ['what is no key is skipped', '<</A 1 2 (x) /B 3>>', { A: 1, B: 3 }],
    ['an array ends with the dictionary around it', '<</A[1 2>>', { A: [1, 2] }],
    ['a dictionary ends with the object', '<</A 1 endobj', { A: 1 }],
    ['an array ends with the object', '[1 2 endobj', [1, 2]],
    ['a closing bracket too many', '<</A 1]/B 2>>', { A: 1, B: 2 }],
    ['a single > among entries', '<</A 1>/B 2>>', { A: 1, B: 2 }],
    ['stray parentheses and braces', '[1 ) } { 2]', [1, 2]],
  ])('%s', (_, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it('nesting is followed only so far', () => {
    expect(() => parse('['.repeat(100_000))).toThrow(PdfSyntaxError);
    expect(() => parse('<</A'.repeat(100_000))).toThrow(PdfSyntaxError);
  });
});

describe('indirect objects', () => {
  const indirect = (text: string) => parseIndirect(new ObjectParser(bytesOf(text), 0), { spans: true });

  it.each(['\r\n', '\n', '\r', ' \r\n', ''])('a stream starts behind %j', (eol) => {
    const text = `7 0 obj <</Length 4>> stream${eol}data endstream`;
    expect(text.slice(indirect(text)?.streamStart)).toBe('data endstream');
  });

  it('know where the values of their entries stand', () => {
    const text = '7 2 obj<</A [1 2]  /B<00>/A (last)>>endobj';
    const found = indirect(text);
    const at = (key: string) => text.slice(found?.spans?.get(key)?.start, found?.spans?.get(key)?.end);
    expect(found).toMatchObject({ num: 7, gen: 2 });
    expect(at('A')).toBe('(last)');
    expect(at('B')).toBe('<00>');
  });

  it.each(['7 0 R', 'obj', '7 obj', 'x 0 obj', ''])('%j is none', (text) => {
    expect(indirect(text)).toBeUndefined();
  });

  it('without a value are null', () => {
    expect(indirect('7 0 obj endobj')?.object).toBeNull();
  });
});

it('an object that is larger than a window is read whole', async () => {
  const items = Array.from({ length: 500_000 }, (_, i) => i);
  const source = new BlobSource(blobOf('x'.repeat(17 << 20), `1 0 obj [${items.join(' ')}] endobj`));
  const found = await parseAt(source, 17 << 20, (parser) => parseIndirect(parser)?.object);
  expect(found).toEqual(items);
});
