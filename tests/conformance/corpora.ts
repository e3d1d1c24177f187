/** Files that others wrote, kept beside the project; absent in a plain clone. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../tools/setup.js';

/** @returns the folder; undefined, with a word on the console, where the corpora are not at hand */
export function corpus(name: 'pdf-readers' | 'pdf-signed' | 'qr' | 'vectors'): string | undefined {
  const folder = path.resolve(ROOT, '../shared/corpora', name);
  if (existsSync(folder)) return folder;
  console.log(`The corpus ${name} is not at hand: its tests are skipped.`);
  return undefined;
}

/** Paths of the PDFs of a corpus, in order. */
export async function pdfsOf(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith('.pdf'))
    .sort()
    .map((name) => path.join(folder, name));
}
