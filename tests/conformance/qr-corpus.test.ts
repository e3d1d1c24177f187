/** zxing's own black-box pictures of QR codes: what each decoder reads, and the chain. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DECODERS, frameOfPng, readQrFile } from '../tools/qr-images';
import { corpus } from './corpora';

const folder = corpus('qr');

test.skipIf(folder === undefined)('the chain reads at least what zxing reads', async () => {
  const names = (await readdir(folder!)).filter((name) => name.endsWith('.png')).sort();
  const read: Record<'zxing' | 'jsqr' | 'chain', string[]> = { zxing: [], jsqr: [], chain: [] };
  for (const name of names) {
    const file = path.join(folder!, name);
    const wanted = (await readFile(file.replace(/png$/, 'txt'), 'utf8').catch(() => '')).trim();
    const note = (who: keyof typeof read, text: string | undefined): void => {
      if (text !== undefined && text.trim() === wanted) read[who].push(name);
    };
    const frame = await frameOfPng(file);
    for (const [who, decoder] of Object.entries(DECODERS)) {
      note(who as keyof typeof DECODERS, (await decoder.read(frame))?.text);
    }
    note('chain', (await readQrFile(file))?.text);
  }
  const rates = Object.entries(read).map(([who, found]) => `${who} ${found.length}`);
  console.log(`${names.length} pictures: ${rates.join(', ')}`);
  expect(names.length).toBeGreaterThan(0);
  expect(read.zxing.filter((name) => !read.chain.includes(name))).toEqual([]);
  expect(read.chain.length).toBeGreaterThanOrEqual(read.zxing.length);
});
