import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../keys';
import { crc32 } from './crc32';
import { readZip } from './zip-read';
import { zipOf, zipParts } from './zip-write';

const AT = Date.UTC(2026, 10, 25, 8, 30, 10);
const entry = (path: string, text: string) => ({
  ...{ path, blob: new Blob([text]), crc32: crc32(utf8(text)) },
});
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
const textOf = async (files: Map<string, Blob>, path: string) => files.get(path)?.text();

describe('a ZIP file', () => {
  it('gives back what was packed', async () => {
    const zip = zipOf([entry('a.txt', '甲'), entry('文件/乙.txt', ''), entry('c', 'ccc')], AT);
    const files = await readZip(zip);
    expect([...files.keys()]).toEqual(['a.txt', '文件/乙.txt', 'c']);
    expect(await textOf(files, 'a.txt')).toBe('甲');
    expect(await textOf(files, '文件/乙.txt')).toBe('');
  });

  it('has the checksum of ZIP', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
    expect(crc32(utf8('56789'), crc32(utf8('1234')))).toBe(0xcbf43926);
  });

  it('is one that fflate reads', async () => {
    const zip = await bytesOf(zipOf([entry('a.txt', '甲'), entry('文件/乙.txt', 'bb')], AT));
    const read = unzipSync(zip);
    expect(new TextDecoder().decode(read['文件/乙.txt'])).toBe('bb');
  });

  it('can be as other programs write it, as long as nothing is compressed', async () => {
    const stored = zipSync({ 'a.txt': utf8('甲'), 'b/': new Uint8Array() }, { level: 0 });
    const files = await readZip(new Blob([stored]));
    expect(await textOf(files, 'a.txt')).toBe('甲');
    const packed = zipSync({ 'a.txt': new Uint8Array(1000) });
    await expect(readZip(new Blob([packed]))).rejects.toMatchObject({ code: 'compressed' });
  });

  it('is refused where it is something else, or breaks off', async () => {
    await expect(readZip(new Blob([]))).rejects.toMatchObject({ code: 'not-an-archive' });
    await expect(readZip(new Blob(['%PDF-1.7'.repeat(9)]))).rejects.toMatchObject({ code: 'not-an-archive' });
    const zip = zipOf([entry('a.txt', 'a'), entry('b.txt', 'b')], AT);
    for (let length = 30; length < zip.size; length += 7) {
      await expect(readZip(zip.slice(0, length))).rejects.toMatchObject({ code: 'damaged' });
    }
  });

  it('is refused where entries lie on each other, or are called the same', async () => {
    const one = await bytesOf(zipOf([entry('a', 'xyz'), entry('b', 'xyz')], AT));
    const directory = one.length - 22 - 2 * 47;
    const overlapping = one.slice();
    new DataView(overlapping.buffer).setUint32(directory + 20, 4, true);
    new DataView(overlapping.buffer).setUint32(directory + 24, 4, true);
    await expect(readZip(new Blob([overlapping]))).rejects.toMatchObject({ code: 'damaged' });
    const twice = zipOf([entry('a', 'x'), entry('a', 'y')], AT);
    await expect(readZip(twice)).rejects.toMatchObject({ code: 'damaged' });
    const renamed = one.slice();
    renamed[directory + 46] = 'z'.charCodeAt(0);
    await expect(readZip(new Blob([renamed]))).rejects.toMatchObject({ code: 'damaged' });
  });

  it('beyond four gigabytes has its sizes and offsets in 64 bits', async () => {
    const large = { size: 5 * 2 ** 30 } as Blob;
    const entries = [{ path: 'large', blob: large, crc32: 0 }, entry('after', 'still here')];
    const files = await readZip(await sparse(zipParts(entries, AT), large));
    expect(files.get('large')?.size).toBe(large.size);
    expect(await textOf(files, 'after')).toBe('still here');
  });
});

/** A file of these parts, one of which is never read: Node has no Blob of that size. */
async function sparse(parts: (Blob | Uint8Array)[], hole: Blob): Promise<Blob> {
  const size = (part: Blob | Uint8Array) => (part instanceof Uint8Array ? part.length : part.size);
  const at = parts.indexOf(hole);
  const before = await bytesOf(new Blob(parts.slice(0, at) as BlobPart[]));
  const after = new Blob(parts.slice(at + 1) as BlobPart[]);
  const start = before.length + size(hole);
  const slice = (from: number, to: number) => {
    if (from >= start) return after.slice(from - start, to - start);
    return to <= before.length ? new Blob([before.slice(from, to)]) : { size: to - from };
  };
  return { size: start + after.size, slice } as Blob;
}
