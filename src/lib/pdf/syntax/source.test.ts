import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlobSource } from './source';

const SIZE = 20 << 20;
let dir: string;
let file: Blob;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'suiyin-source-'));
  const bytes = new Uint8Array(SIZE);
  new DataView(bytes.buffer).setUint32(SIZE - 4, 0xdecade);
  for (let i = 0; i < SIZE; i += 1 << 10) bytes[i] = (i >> 10) & 0xff;
  await writeFile(path.join(dir, 'large'), bytes);
  file = await openAsBlob(path.join(dir, 'large'));
});

afterAll(() => rm(dir, { recursive: true, force: true }));

/** Counts what is read of a Blob. */
function counted(blob: Blob): { blob: Blob; read: () => number } {
  let read = 0;
  const slice = (start?: number, end?: number) => {
    const part = blob.slice(start, end);
    read += part.size;
    return part;
  };
  return {
    blob: Object.create(blob, { slice: { value: slice }, size: { value: blob.size } }) as Blob,
    read: () => read,
  };
}

describe('a large file', () => {
  it('is read where it is asked for', async () => {
    const { blob, read } = counted(file);
    const source = new BlobSource(blob);
    expect([...(await source.read(SIZE - 4, 4))]).toEqual([0, 0xde, 0xca, 0xde]);
    expect((await source.read(5 << 10, 1))[0]).toBe(5);
    expect(read()).toBeLessThan(1 << 20);
  });

  it('is read once where it is asked for again', async () => {
    const { blob, read } = counted(file);
    const source = new BlobSource(blob);
    await source.read(100_000, 10);
    const before = read();
    await source.read(100_050, 10);
    expect(read()).toBe(before);
  });

  it('gives windows over its blocks’ bounds', async () => {
    const source = new BlobSource(file);
    for (let at = 60 << 10; at < 70 << 10; at += 1 << 10) {
      const { bytes, start } = await source.window(at, 100_000);
      expect(bytes[at - start]).toBe((at >> 10) & 0xff);
      expect(start + bytes.length).toBeGreaterThanOrEqual(at + 100_000);
    }
  });
});

it('ends where the file ends', async () => {
  const source = new BlobSource(new Blob(['0123456789']));
  expect(await source.read(8, 10)).toHaveLength(2);
  expect(await source.read(20, 10)).toHaveLength(0);
  expect(await source.upTo(5).read(3, 10)).toHaveLength(2);
  expect((await source.upTo(5).window(0, 10)).bytes).toHaveLength(5);
});

it('reads nothing once it was given up', async () => {
  const giveUp = new AbortController();
  const source = new BlobSource(file, giveUp.signal);
  giveUp.abort();
  await expect(source.read(0, 10)).rejects.toThrow('abort');
});
