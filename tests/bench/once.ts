/**
 * Prints the milliseconds that sealing a document takes in a fresh process: `once.ts ours|peer FILE PAGES`. So a
 * clerk meets it, who opens the app and seals one document; code that has been compiled by earlier runs would
 * flatter both.
 */
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { sealWithPeer } from './peer';
import { makeParts, sealPages } from './seal';

const [who, file = '', pages] = process.argv.slice(2);
const bytes = new Uint8Array(await readFile(file));
const indices = Array.from({ length: Number(pages) }, (_, i) => i);
const { identity, picture } = await makeParts();
const { certificate, chain } = identity.signer;
const peer = { privateKey: identity.privateKey, certificate, chain };

const started = performance.now();
if (who === 'ours') await (await sealPages(new Blob([bytes]), indices)).blob.arrayBuffer();
else await sealWithPeer(bytes, picture, indices, peer);
process.stdout.write(String(performance.now() - started));
