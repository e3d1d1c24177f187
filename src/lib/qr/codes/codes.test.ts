import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import { qrMatrix, qrPath, QUIET_ZONE, type QrMatrix } from './draw';
import { jsqrDecoder } from './jsqr';
import { nativeDecoder } from './native';
import { QrReader, type Decoder, type Frame } from './read';
import { zxingDecoder } from './zxing';

const LINK = 'https://suiyin.example/scan#' + 'Ab-_9'.repeat(50);

const wasm = async (): Promise<ArrayBuffer> => {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  return new Uint8Array(await readFile(path)).buffer;
};

/** A code as a picture, `scale` pixels a module. */
function frameOf({ size, modules }: QrMatrix, scale = 4): Frame {
  const side = (size + 2 * QUIET_ZONE) * scale;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [column, row] = [Math.floor(x / scale) - QUIET_ZONE, Math.floor(y / scale) - QUIET_ZONE];
      const inside = column >= 0 && row >= 0 && column < size && row < size;
      if (inside && modules[row * size + column]) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return { width: side, height: side, data };
}

const decoder = (name: Decoder['name'], read: Decoder['read']): Decoder => ({ name, read });

describe.each([
  ['zxing', zxingDecoder(wasm)],
  ['jsqr', jsqrDecoder()],
])('%s', (_, reads) => {
  test('reads a link that was drawn here', async () => {
    expect((await reads.read(frameOf(await qrMatrix(LINK))))?.text).toBe(LINK);
  });

  test('reads bytes that are no text', async () => {
    const bytes = Uint8Array.from({ length: 300 }, (__, at) => (at * 37) & 255);
    expect((await reads.read(frameOf(await qrMatrix(bytes))))?.bytes).toEqual(bytes);
  });

  test('finds nothing where there is nothing', async () => {
    const data = new Uint8ClampedArray(200 * 200 * 4).fill(255);
    expect(await reads.read({ width: 200, height: 200, data })).toBeUndefined();
  });
});

describe('drawing', () => {
  test('keeps the quiet zone and joins neighbours', () => {
    const path = qrPath({ size: 2, version: 1, modules: Uint8Array.from([1, 1, 0, 1]) });
    expect(path).toBe('M4 4h2v1h-2zM5 5h1v1h-1z');
  });

  test('of more than a code holds is refused', async () => {
    await expect(qrMatrix(new Uint8Array(3000))).rejects.toThrow(RangeError);
  });
});

describe('the chain', () => {
  let frame: Frame;
  beforeAll(async () => {
    frame = frameOf(await qrMatrix('x'));
  });

  test('takes what the first one finds', async () => {
    const reader = new QrReader([
      decoder('native', async () => undefined),
      decoder('zxing', async () => ({ text: 'a', bytes: new Uint8Array() })),
      decoder('jsqr', () => Promise.reject(new Error('not asked'))),
    ]);
    expect(await reader.read(frame)).toMatchObject({ text: 'a', decoder: 'zxing' });
  });

  test('asks one that does not work here only once', async () => {
    let asked = 0;
    const broken = decoder('zxing', () => {
      asked += 1;
      return Promise.reject(new Error('no WebAssembly'));
    });
    const reader = new QrReader([broken, jsqrDecoder()]);
    for (let times = 0; times < 2; times++) {
      expect(await reader.read(frame)).toMatchObject({ text: 'x', decoder: 'jsqr' });
    }
    expect(asked).toBe(1);
  });

  test('does without a native reader that is not there, or knows no such codes', async () => {
    await expect(nativeDecoder({}).read(frame)).rejects.toThrow();
    const other = { BarcodeDetector: class { static getSupportedFormats = async () => ['ean_13']; } }; // prettier-ignore
    await expect(nativeDecoder(other).read(frame)).rejects.toThrow();
  });
});
