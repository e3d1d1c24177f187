/** What opening a tender costs: the files of many bids, decrypted one after the other. */
import { randomBytes } from '../../src/lib/keys';
import { decryptFile, encryptFile, newFileKey } from '../../src/lib/tender';
import type { Figure } from './figure';

const BIDS = 50;
const FILE_BYTES = 20 * 1024 * 1024;
const MB = 1024 * 1024;

async function newFile(): Promise<{ sealed: Blob; key: CryptoKey }> {
  const parts = Array.from({ length: FILE_BYTES / 65_536 }, () => randomBytes(65_536));
  const key = await newFileKey();
  return { sealed: await encryptFile(new Blob(parts as Uint8Array<ArrayBuffer>[]), key), key };
}

/** Reads a stream to its end, and keeps nothing of it. @returns bytes */
async function drain(stream: ReadableStream<Uint8Array>, onPiece?: () => void): Promise<number> {
  const reader = stream.getReader();
  for (let bytes = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return bytes;
    bytes += value.length;
    onPiece?.();
  }
}

/** AES-256-GCM of as many bytes at once, as WebCrypto does it. @returns ms */
async function bareMs(): Promise<number> {
  const key = await newFileKey();
  const parameters = { name: 'AES-GCM', iv: new Uint8Array(12) };
  const plain = new Uint8Array(FILE_BYTES);
  const sealed = await crypto.subtle.encrypt(parameters, key, plain);
  const start = performance.now();
  for (let bid = 0; bid < BIDS; bid++) await crypto.subtle.decrypt(parameters, key, sealed);
  return performance.now() - start;
}

async function openingMs({ sealed, key }: Awaited<ReturnType<typeof newFile>>): Promise<number> {
  const start = performance.now();
  for (let bid = 0; bid < BIDS; bid++) {
    if ((await drain(decryptFile(sealed, key))) !== FILE_BYTES) throw new Error('not all of it');
  }
  return performance.now() - start;
}

export const figures: Record<string, () => Promise<Figure>> = {
  'tender.open-50x20': async () => {
    const file = await newFile();
    const bare = await bareMs();
    const ours = await openingMs(file);
    const speed = (ms: number): number => Math.round((BIDS * FILE_BYTES) / MB / (ms / 1000));
    return {
      name: 'tender.open-50x20',
      ...{ value: Math.round((bare / ours) * 100) / 100, unit: 'ratio', target: '>= 0.5' },
      against: `WebCrypto's AES-256-GCM of the same bytes, ${speed(bare)} MB/s (ours ${speed(ours)} MB/s)`,
    };
  },

  'tender.open-memory': async () => {
    const { sealed, key } = await newFile();
    await drain(decryptFile(sealed, key));
    const before = process.memoryUsage.rss();
    let peak = before;
    for (let bid = 0; bid < BIDS; bid++) {
      await drain(decryptFile(sealed, key), () => (peak = Math.max(peak, process.memoryUsage.rss())));
    }
    return {
      name: 'tender.open-memory',
      ...{ value: Math.round(((peak - before) / MB) * 10) / 10, unit: 'MB', target: '<= 128' },
      against: 'absolute: growth while the files of 50 bids are decrypted, after the first of them',
    };
  },
};
