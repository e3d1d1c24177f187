/** Prints by how many bytes resident memory grows at the most while the document that is named is sealed. */
import { openFile } from '../tools/documents';
import { sealPages } from './seal';
import { textDocument, removeDocuments } from './documents';

const SAMPLE_MS = 2;

const [file = ''] = process.argv.slice(2);
// Warmed up on another document: loading and compiling the code is not what is measured.
await sealPages(await openFile(await textDocument()), [0]);
await removeDocuments();
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 200));
const before = process.memoryUsage.rss();
let peak = before;
const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), SAMPLE_MS);
await sealPages(await openFile(file), [0]);
clearInterval(timer);
peak = Math.max(peak, process.memoryUsage.rss());
process.stdout.write(String(peak - before));
