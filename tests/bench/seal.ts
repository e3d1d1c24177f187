/** Figures of sealing. */
import { readFile } from 'node:fs/promises';
import { createDigest } from '../../src/lib/keys';
import { sealPdf } from '../../src/lib/pdf/sign';
import { drawSeal, newDesign, type SealPicture } from '../../src/lib/seal';
import { openFile } from '../tools/documents';
import { fileGlyphs } from '../tools/plan-seals';
import { throwawayIdentity, type TrialIdentity } from '../tools/trial';
import { scannedDocument, textDocument } from './documents';
import type { Figure } from './figure';
import { inFreshProcess, median, milliseconds, round } from './measure';

const CHUNK = 1 << 20;
const PAGES = 1000;

interface Parts {
  identity: TrialIdentity;
  picture: SealPicture;
}

let parts: Promise<Parts> | undefined;

/** One identity and one drawing a process. */
export function makeParts(): Promise<Parts> {
  parts ??= (async () => {
    const identity = await throwawayIdentity();
    const design = newDesign('round', { companyName: identity.companyName });
    return { identity, picture: await drawSeal(design, fileGlyphs()) };
  })();
  return parts;
}

/** Seals these pages of a document. */
export async function sealPages(input: Blob, pageIndices: readonly number[]) {
  const { identity, picture } = await makeParts();
  return sealPdf(input, {
    stamps: pageIndices.map((pageIndex) => ({
      placementId: 'bench',
      sealId: 'round',
      pageIndex,
      xMm: 105,
      yMm: 120,
      widthMm: picture.widthMm,
      heightMm: picture.heightMm,
    })),
    pictures: new Map([['round', picture]]),
    signer: identity.signer,
    signerName: identity.companyName,
    signingTime: new Date(),
  });
}

/** Medians of two measurements, taken in turns. */
async function compare(
  rounds: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await ours());
    times.theirs.push(await theirs());
  }
  const result = { ours: median(times.ours), theirs: median(times.theirs) };
  return { ...result, ratio: result.ours / result.theirs };
}

async function againstPeer(name: string, pages: number, target: string): Promise<Figure> {
  const file = await textDocument();
  const { ours, theirs, ratio } = await compare(
    7,
    async () => Number(await inFreshProcess('once.ts', 'ours', file, String(pages))),
    async () => Number(await inFreshProcess('once.ts', 'peer', file, String(pages))),
  );
  const against = `@libpdf/core, ${theirs.toFixed(0)} ms (ours ${ours.toFixed(1)} ms), fresh processes`;
  return { name, value: round(ratio, 3), unit: 'ratio', against, target };
}

async function streamedSha256(input: Blob): Promise<void> {
  const digest = await createDigest('sha256');
  for (let at = 0; at < input.size; at += CHUNK) {
    digest.update(new Uint8Array(await input.slice(at, at + CHUNK).arrayBuffer()));
  }
  digest.digest();
}

const everyPage = Array.from({ length: PAGES }, (_, i) => i);

export const figures: Record<string, () => Promise<Figure>> = {
  'seal.one-of-1000': () => againstPeer('seal.one-of-1000', 1, '<= 0.1'),
  'seal.all-of-1000': () => againstPeer('seal.all-of-1000', PAGES, '<= 0.33'),
  'seal.scan-time': async () => {
    const input = await openFile(await scannedDocument());
    const { ours, theirs, ratio } = await compare(
      3,
      () => milliseconds(() => sealPages(input, [0])),
      () => milliseconds(() => streamedSha256(input)),
    );
    const against = `streaming SHA-256 alone, ${theirs.toFixed(0)} ms (ours ${ours.toFixed(0)} ms)`;
    return { name: 'seal.scan-time', value: round(ratio, 3), unit: 'ratio', against, target: '<= 1.3' };
  },
  'seal.scan-memory': async () => {
    // In a process of its own: what earlier figures left in the heap would hide the growth.
    const grown = Number(await inFreshProcess('memory.ts', 'seal', await scannedDocument()));
    const value = round(grown / 2 ** 20, 1);
    const against = 'resident memory before sealing, same process';
    return { name: 'seal.scan-memory', value, unit: 'MB', against, target: '<= 64' };
  },
  'seal.bytes-per-page': async () => {
    const input = new Blob([await readFile(await textDocument())]);
    const one = (await sealPages(input, [0])).appendedBytes;
    const all = (await sealPages(input, everyPage)).appendedBytes;
    const value = Math.round((all - one) / (PAGES - 1));
    const against = '@libpdf/core, 1880 bytes';
    return { name: 'seal.bytes-per-page', value, unit: 'bytes', against, target: '<= 600' };
  },
};
