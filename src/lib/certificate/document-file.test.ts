import { expect, it } from 'vitest';
import { DOCUMENT_RULES, readDocument } from './document-file';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

it.each([
  [new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)]), 'image/jpeg'],
  [new Blob([PNG]), 'image/png'],
  [new Blob(['RIFF1234WEBPVP8 ']), 'image/webp'],
  [new Blob(['\n%PDF-1.4']), 'application/pdf'],
] as const)('%s is read by its bytes', async (file, type) => {
  expect(await readDocument(file, { pdf: true })).toEqual({ type });
});

it('a PDF is no picture', async () => {
  expect(await readDocument(new Blob(['%PDF-1.4']), { pdf: false })).toEqual({ problem: 'type' });
});

it('what a file is called says nothing', async () => {
  const page = new Blob(['<svg onload="alert(1)"/>'], { type: 'image/png' });
  expect(await readDocument(page, { pdf: true })).toEqual({ problem: 'type' });
  expect(await readDocument(new Blob([]), { pdf: true })).toEqual({ problem: 'empty' });
});

it('a file may have 8 MiB', async () => {
  const filled = (bytes: number) => new Blob([PNG, new Uint8Array(bytes - PNG.length)]);
  const { maxBytes } = DOCUMENT_RULES;
  expect(await readDocument(filled(maxBytes), { pdf: false })).toEqual({ type: 'image/png' });
  expect(await readDocument(filled(maxBytes + 1), { pdf: false })).toEqual({ problem: 'too-large' });
});
