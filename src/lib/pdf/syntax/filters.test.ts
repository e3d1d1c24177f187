import { deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PdfSyntaxError } from './error';
import { decodeSteps, filterSteps } from './filters';
import type { PdfDict, PdfObject } from './objects';
import { ObjectParser } from './parser';
import { bytesOf, latin1Of } from './test-documents';

const LIMIT = 1 << 20;

async function decode(dict: string, bytes: Uint8Array, limit = LIMIT): Promise<string> {
  const parsed = new ObjectParser(bytesOf(dict), 0).parseObject();
  const steps = await filterSteps(parsed as PdfDict, async (object: PdfObject | undefined) => object ?? null);
  return latin1Of(decodeSteps(bytes, steps, limit));
}

const TEXT = Array.from({ length: 2000 }, (_, i) => `line ${i * 7919}\n`).join('');
const FLATE = '<</Filter/FlateDecode>>';

describe('FlateDecode', () => {
  it('undoes what zlib made of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        expect(await decode(FLATE, deflateSync(bytes))).toBe(latin1Of(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it('gives what precedes a fault', async () => {
    const whole = deflateSync(bytesOf(TEXT));
    const half = await decode(FLATE, whole.subarray(0, whole.length >> 1));
    expect(half.length).toBeGreaterThan(TEXT.length / 4);
    expect(TEXT.startsWith(half)).toBe(true);
    const corrupt = new Uint8Array(whole).fill(0xff, whole.length >> 1);
    expect((await decode(FLATE, corrupt)).slice(0, 3000)).toBe(TEXT.slice(0, 3000));
  });

  it('does not look at the checksum, nor insist on the header', async () => {
    const wrong = new Uint8Array(deflateSync(bytesOf(TEXT)));
    wrong.fill(0, wrong.length - 4);
    expect(await decode(FLATE, wrong)).toBe(TEXT);
    expect(await decode(FLATE, deflateRawSync(bytesOf(TEXT)))).toBe(TEXT);
    expect(await decode(FLATE, new Uint8Array([0x0a, ...deflateSync(bytesOf(TEXT))]))).toBe(TEXT);
  });

  it('stops at a bomb', async () => {
    const bomb = deflateSync(new Uint8Array(64 << 20));
    await expect(decode(FLATE, bomb)).rejects.toMatchObject({ code: 'too-large' });
    const small = deflateSync(new Uint8Array(4 << 20));
    await expect(decode(FLATE, small)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('of nothing is nothing', async () => {
    expect(await decode(FLATE, new Uint8Array())).toBe('');
  });
});

describe('other filters', () => {
  it.each([
    ['ASCIIHexDecode', '48 65 6C6c6F7>ignored', 'Hellop'],
    ['ASCII85Decode', '<~87cURD]j7BEbo80~>', 'Hello world!'],
    ['ASCII85Decode', 'zz87cUR~>', '\0\0\0\0\0\0\0\0Hell'],
    ['ASCII85Decode', '87cURDZ', 'Hello'],
    ['RunLengthDecode', '\x02abc\xfed\x80ignored', 'abcddd'],
    ['LZWDecode', '\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01', '-----A---B'],
  ])('%s', async (name, encoded, text) => {
    expect(await decode(`<</Filter/${name}>>`, bytesOf(encoded))).toBe(text);
  });

  it('LZW codes grow where both ends expect it', async () => {
    // Codes of all single bytes in turn add an entry each, so that the width changes at the 254th.
    const codes = [256, ...Array.from({ length: 600 }, (_, i) => i % 256), 257];
    let bits = '';
    let next = 258;
    let width = 9;
    codes.forEach((code, i) => {
      bits += code.toString(2).padStart(width, '0');
      if (i > 1) next += 1;
      if (next + 1 >= 1 << width) width += 1;
    });
    const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
    const text = await decode(
      '<</Filter/LZWDecode>>',
      Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)),
    );
    expect(text).toBe(Array.from({ length: 600 }, (_, i) => String.fromCharCode(i % 256)).join(''));
  });

  it('in a row are undone in turn', async () => {
    const hex = Buffer.from(deflateSync('in a row')).toString('hex');
    expect(await decode('<</Filter[/AHx/Fl]>>', bytesOf(`${hex}>`))).toBe('in a row');
  });

  it('of images, and unknown ones, are refused', async () => {
    await expect(decode('<</Filter/DCTDecode>>', bytesOf('x'))).rejects.toMatchObject({
      code: 'unsupported-filter',
    });
    await expect(decode('<</Filter/Nope>>', bytesOf('x'))).rejects.toThrow(PdfSyntaxError);
  });
});

describe('predictors', () => {
  const png = (columns: number, rows: number[][], more = '') =>
    decode(
      `<</Filter/FlateDecode/DecodeParms<</Predictor 15/Columns ${columns}${more}>>>>`,
      deflateSync(Uint8Array.from(rows.flat())),
    );

  it('PNG: none, sub, up, average and Paeth', async () => {
    const rows = [
      [0, 1, 2, 3],
      [1, 1, 1, 1],
      [2, 1, 1, 1],
      [3, 1, 1, 1],
      [4, 1, 1, 1],
    ];
    expect([...bytesOf(await png(3, rows))]).toEqual([1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]);
  });

  it('PNG: a row that is cut off', async () => {
    expect([
      ...bytesOf(
        await png(3, [
          [2, 1, 2, 3],
          [2, 1],
        ]),
      ),
    ]).toEqual([1, 2, 3, 2]);
  });

  it.each([
    [8, [1, 1, 1, 5, 1, 1], [1, 2, 3, 5, 6, 7]],
    [4, [0x11, 0x10, 0x21, 0x10], [0x12, 0x30, 0x23, 0x40]],
  ])('TIFF, %d bits', async (bits, encoded, decoded) => {
    const dict = `<</Filter/FlateDecode/DecodeParms<</Predictor 2/Columns 3/BitsPerComponent ${bits}>>>>`;
    expect([...bytesOf(await decode(dict, deflateSync(Uint8Array.from(encoded))))]).toEqual(decoded);
  });
});
