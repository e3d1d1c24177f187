import { createDecipheriv } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { decryptFile, encryptFile, newFileKey } from './file';
import { paddedSize } from './padding';

const PIECE = 1 << 20;
const SEALED_PIECE = PIECE + 16;
const HEADER = 16;

let key: CryptoKey;
beforeAll(async () => {
  key = await newFileKey();
});

const pattern = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
const opened = async (sealed: Blob) =>
  new Uint8Array(await new Response(decryptFile(sealed, key) as ReadableStream<BufferSource>).arrayBuffer());
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

describe('a file', () => {
  it.each([0, 1, 1000, PIECE - 9, PIECE - 8, PIECE - 7, PIECE, 3 * PIECE + 17])(
    'of %d bytes comes back as it was',
    async (length) => {
      const content = pattern(length);
      expect(same(await opened(await encryptFile(new Blob([content]), key)), content)).toBe(true);
    },
  );

  it('that ends with pieces of padding alone comes back whole', async () => {
    const content = new Uint8Array(64 * PIECE + 5);
    content[content.length - 1] = 7;
    const sealed = await encryptFile(new Blob([content]), key);
    expect(sealed.size).toBe(66 * SEALED_PIECE + HEADER);
    expect(same(await opened(sealed), content)).toBe(true);
  });

  it('tells by its size little of how large it is', async () => {
    const sizes = await Promise.all(
      [98_400, 99_000, 100_300].map(
        async (length) => (await encryptFile(new Blob([pattern(length)]), key)).size,
      ),
    );
    expect(new Set(sizes).size).toBe(1);
    expect(paddedSize(9)).toBe(10);
    for (const bytes of [2, 9, 1000, 123_457, 10 ** 9]) {
      expect(paddedSize(bytes)).toBeGreaterThanOrEqual(bytes);
      expect(paddedSize(bytes)).toBeLessThanOrEqual(Math.ceil(bytes * 1.12));
      expect(paddedSize(paddedSize(bytes))).toBe(paddedSize(bytes));
    }
  });

  it('is AES-256-GCM to others too', async () => {
    const sealed = await bytesOf(await encryptFile(new Blob(['投标文件']), key));
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', key));
    const nonce = Buffer.alloc(12);
    nonce[11] = 1;
    const cipher = createDecipheriv('aes-256-gcm', raw, nonce);
    cipher.setAAD(sealed.subarray(0, HEADER));
    cipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([cipher.update(sealed.subarray(HEADER, -16)), cipher.final()]);
    expect(plain.readBigUInt64BE(0)).toBe(12n);
    expect(plain.subarray(8, 20).toString()).toBe('投标文件');
  });

  it('is told of as it goes on, and can be stopped', async () => {
    const file = new Blob([pattern(3 * PIECE)]);
    const told: number[] = [];
    const sealed = await encryptFile(file, key, { onProgress: (done) => void told.push(done) });
    expect(told.at(-1)).toBe(sealed.size);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    const abort = new AbortController();
    const stopped = encryptFile(file, key, {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
  });
});

describe('an altered file does not open', () => {
  const alter = async (change: (sealed: Uint8Array) => Uint8Array | Uint8Array[]) => {
    const sealed = await bytesOf(await encryptFile(new Blob([pattern(3 * PIECE)]), key));
    const changed = change(sealed);
    const parts = (Array.isArray(changed) ? changed : [changed]) as Uint8Array<ArrayBuffer>[];
    return opened(new Blob(parts));
  };
  const piece = (sealed: Uint8Array, index: number) =>
    sealed.subarray(HEADER + index * SEALED_PIECE, HEADER + (index + 1) * SEALED_PIECE);

  it.each<[string, (sealed: Uint8Array) => Uint8Array | Uint8Array[]]>([
    ['a changed byte', (sealed) => sealed.map((byte, at) => (at === 2 * PIECE ? byte ^ 1 : byte))],
    ['another header', (sealed) => sealed.map((byte, at) => (at === 3 ? byte ^ 1 : byte))],
    ['its end cut off', (sealed) => sealed.subarray(0, -1)],
    ['its last piece cut off', (sealed) => sealed.subarray(0, HEADER + 3 * SEALED_PIECE)],
    ['something behind it', (sealed) => [sealed, Uint8Array.of(0)]],
    [
      'two pieces in each other’s place',
      (sealed) => [
        sealed.subarray(0, HEADER),
        piece(sealed, 1),
        piece(sealed, 0),
        sealed.subarray(HEADER + 2 * SEALED_PIECE),
      ],
    ],
    ['a piece twice', (sealed) => [sealed.subarray(0, HEADER + SEALED_PIECE), sealed.subarray(HEADER)]],
    ['nothing but its header', (sealed) => sealed.subarray(0, HEADER)],
    ['nothing', () => new Uint8Array()],
  ])('with %s', async (_, change) => {
    await expect(alter(change)).rejects.toMatchObject({ code: 'damaged' });
  });

  it('nor with another key', async () => {
    const sealed = await encryptFile(new Blob(['投标文件']), await newFileKey());
    await expect(opened(sealed)).rejects.toMatchObject({ code: 'damaged' });
  });
});
