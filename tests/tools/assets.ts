/** Makes every file under `static/` that is derived from a package; each part skips what is up to date. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateGlyphs } from './glyphs';
import { ROOT } from './setup.js';
import { generateSample } from './sample';

const PDFJS_FOLDERS = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];

/** Copies what pdf.js loads at run time: its worker, character maps, standard fonts and decoders. */
async function copyPdfjs(): Promise<void> {
  const from = path.join(ROOT, 'node_modules/pdfjs-dist');
  const to = path.join(ROOT, 'static/pdfjs');
  const { version } = JSON.parse(await readFile(path.join(from, 'package.json'), 'utf8')) as {
    version: string;
  };
  const stamp = path.join(to, 'version.txt');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === version) return;
  await mkdir(to, { recursive: true });
  for (const folder of PDFJS_FOLDERS) {
    await cp(path.join(from, folder), path.join(to, folder), { recursive: true });
  }
  await cp(path.join(from, 'build/pdf.worker.min.mjs'), path.join(to, 'pdf.worker.min.mjs'));
  await cp(path.join(from, 'LICENSE'), path.join(to, 'LICENSE'));
  await writeFile(stamp, version);
}

await copyPdfjs();
await generateGlyphs();
await generateSample();
