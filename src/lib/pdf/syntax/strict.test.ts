import { describe, expect, it } from 'vitest';
import { BlobSource } from './source';
import { strictObjectAt, StrictScanner, strictStreamEnd } from './strict';
import { blobOf, bytesOf } from './test-documents';

function accepts(text: string): boolean {
  const scanner = new StrictScanner(bytesOf(`${text} `), 0);
  return scanner.value() && scanner.pos === text.length;
}

describe('a value', () => {
  it.each([
    ...['null', 'true', '12', '-.5', '+4.', '/A', '/', '/A#20B', '/\u00e4', '(a(b)\\)c)', '<0a F>', '<>'],
    ...['[]', '[1 2 0 R/A]', '<</A 1/B<</A 1>>>>', '<< /A % comment\n 1 >>', '[1 0 2]'],
  ])('%j is well-formed', (text) => {
    expect(accepts(text)).toBe(true);
  });

  it.each([
    ...['--5', '1.2.3', '1e5', 'nul', '(a', '(a\\)', '<0g>', '<0a', ')', '>', '{', '[1', '[)]', '[1 >> ]'],
    ...['<</A 1/A 1>>', '<</A 1/#41 1>>', '<</A>>', '<<1 2>>', '<</A 1>', '/A#4', '/A#00', '/#41', '/A#zz'],
    '['.repeat(200) + ']'.repeat(200),
  ])('%j is not', (text) => {
    expect(accepts(text)).toBe(false);
  });

  it('tells the references in it', () => {
    const scanner = new StrictScanner(bytesOf('[1 0 R << /A [22 3 R 4 5 6] >>] '), 0);
    expect(scanner.value()).toBe(true);
    expect(scanner.refs).toEqual([
      { num: 1, gen: 0 },
      { num: 22, gen: 3 },
    ]);
  });
});

describe('an object', () => {
  const at = (text: string) => strictObjectAt(new BlobSource(blobOf(text)), 0);

  it('reaches from its number to endobj', async () => {
    expect(await at('\n7 2 obj<</A(b)>>endobj\n')).toMatchObject({ num: 7, gen: 2, start: 1, end: 23 });
  });

  it('of any size is read', async () => {
    const text = `7 0 obj (${'x'.repeat(100_000)}) endobj\n`;
    expect(await at(text)).toMatchObject({ end: text.length - 1 });
  });

  it('with a stream reaches to its data', async () => {
    expect(await at('7 0 obj <<>> stream\r\nabc')).toMatchObject({ end: 21, isStream: true });
  });

  it.each([
    '% 1\n7 0 obj 1 endobj',
    '7 0 obj 1',
    '7 0 obj 1 2 endobj',
    '7 0 obj <<>> stream\rabc',
    '7 %\n0 obj 1 endobj',
  ])('%j is not well-formed', async (text) => {
    expect(await at(`${text}\n`)).toBeUndefined();
  });
});

it.each<[string, number, number | undefined]>([
  ['abc\nendstream\nendobj\n', 3, 20],
  ['abcendstream endobj ', 3, 19],
  ['abc\nendstream\nendobj\n', 2, undefined],
  ['abc\n\nendstream\nendobj\n', 3, undefined],
  ['abc\nendstream\nendobjx\n', 3, undefined],
])('the data of %j ends at %d: %s', async (text, offset, end) => {
  expect(await strictStreamEnd(new BlobSource(blobOf(text)), offset)).toBe(end);
});
