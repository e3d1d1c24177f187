import { describe, expect, it } from 'vitest';
import { LICENCE_RULES, readLicence } from './index';

const file = (head: number[], size = 100, type = '') =>
  new Blob([Uint8Array.from(head), new Uint8Array(Math.max(0, size - head.length))], { type });
const JPEG = [0xff, 0xd8, 0xff, 0xe1];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const WEBP = [...Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')];

describe("a licence's picture", () => {
  it.each([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
    ['image/webp', WEBP],
  ])('may be %s, whatever it is called', async (type, head) => {
    expect(await readLicence(file(head, 100, 'application/pdf'))).toEqual({ type });
  });

  it.each([
    ['a PDF', [...Buffer.from('%PDF-1.7')]],
    ['HEIC', [0, 0, 0, 24, ...Buffer.from('ftypheic')]],
    ['another RIFF', [...Buffer.from('RIFF\0\0\0\0WAVE', 'latin1')]],
    ['SVG', [...Buffer.from('<svg xmlns=')]],
  ])('is not %s, even if it is called a picture', async (_, head) => {
    expect(await readLicence(file(head, 100, 'image/jpeg'))).toEqual({ problem: 'licence-type' });
  });

  it('has at most 5 MiB, and some', async () => {
    expect(await readLicence(file(JPEG, LICENCE_RULES.maxBytes))).toEqual({ type: 'image/jpeg' });
    expect(await readLicence(file(JPEG, LICENCE_RULES.maxBytes + 1))).toEqual({
      problem: 'licence-too-large',
    });
    expect(await readLicence(new Blob([]))).toEqual({ problem: 'licence-empty' });
  });
});
