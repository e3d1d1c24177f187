import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PdfString } from './objects';
import { bytesOf } from './test-documents';

it('any text survives being written as a text string', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(new PdfString(PdfString.ofText(text).bytes).text()).toBe(text);
    }),
  );
});

it.each([
  ['PDFDocEncoding', '\x8d\x8eA\xa0', '“”A€'],
  ['UTF-16BE', '\xfe\xff\x53\x70', '印'],
  ['UTF-16LE, which is not allowed', '\xff\xfe\x70\x53', '印'],
  ['UTF-8', '\xef\xbb\xbf\xe5\x8d\xb0', '印'],
  ['a language escape', '\xfe\xff\0\x1b\0z\0h\0\x1b\x53\x70', '印'],
])('%s is read', (_, bytes, text) => {
  expect(new PdfString(bytesOf(bytes)).text()).toBe(text);
});
