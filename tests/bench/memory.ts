/**
 * Prints by how many bytes resident memory grows at the most while a document is sealed or verified:
 * `memory.ts seal FILE` or `memory.ts verify FILE ROOT.pem SMALL`, SMALL being another signed document.
 */
import { openFile } from '../tools/documents';
import { readDer } from '../tools/der-files';
import { verifyPdf } from '../../src/lib/pdf/verify';
import { sealPages } from './seal';
import { textDocument, removeDocuments } from './documents';

const SAMPLE_MS = 2;

const [what, file = '', root = '', small = ''] = process.argv.slice(2);

async function verify(signed: string): Promise<void> {
  const { verdict } = await verifyPdf(await openFile(signed), {
    roots: await readDer(root, 'CERTIFICATE'),
    now: new Date(),
  });
  if (verdict !== 'valid') throw new Error(`${signed}: ${verdict}`);
}

const work = async (document: string): Promise<unknown> =>
  what === 'verify' ? verify(document) : sealPages(await openFile(document), [0]);

// Warmed up on another document: loading and compiling the code is not what is measured.
await work(what === 'verify' ? small : await textDocument());
await removeDocuments();
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 200));
const before = process.memoryUsage.rss();
let peak = before;
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
await work(file);
clearInterval(timer);
peak = Math.max(peak, process.memoryUsage.rss());
process.stdout.write(String(peak - before));
