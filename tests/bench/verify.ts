/** Figures of verifying. */
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { nssDatabase, run } from '../conformance/verifiers';
import { ROOT, localBin } from '../tools/setup.js';
import { folderOf } from './documents';
import type { Figure } from './figure';
import { inFreshProcess, median, milliseconds, round } from './measure';
import { makeParts } from './seal';
import { manySigned, rootFile, signedScans, smallSigned } from './signed';

const ROUNDS = 5;
const MANY = 500;
const LIMIT_MS = 600_000;

/** The engine as `npm run engine` starts it; it has to find every file valid. */
async function ours(...files: string[]): Promise<void> {
  const engine = path.join(ROOT, 'tests/tools/engine.ts');
  const args = [engine, 'verify', ...files, '--trust', await rootFile()];
  const { stdout } = await run(localBin('tsx'), args, LIMIT_MS);
  const lines = stdout.trim().split('\n');
  const isValid = (line: string) => (JSON.parse(line) as { verdict: string }).verdict === 'valid';
  if (lines.length !== files.length || !lines.every(isValid))
    throw new Error('the engine finds no valid file');
}

let database: Promise<string> | undefined;

/** An NSS database that trusts our root. @returns its folder */
async function trustedDatabase(): Promise<string> {
  database ??= (async () => {
    const folder = await folderOf();
    await nssDatabase(folder, [(await makeParts()).identity.root]);
    return folder;
  })();
  return database;
}

async function theirs(file: string): Promise<void> {
  const { stdout } = await run(
    'pdfsig',
    ['-nssdir', `sql:${await trustedDatabase()}`, '-no-ocsp', file],
    LIMIT_MS,
  );
  if (!stdout.includes('Signature is Valid')) throw new Error('pdfsig finds no valid signature');
}

/** Median time of a large file less that of a small one, taken in turns: what start-up costs is in both. */
async function withoutStart(
  verify: (file: string) => Promise<void>,
  large: string,
  small: string,
): Promise<number> {
  const times = { large: [] as number[], small: [] as number[] };
  for (let i = 0; i < ROUNDS; i++) {
    times.small.push(await milliseconds(() => verify(small)));
    times.large.push(await milliseconds(() => verify(large)));
  }
  return median(times.large) - median(times.small);
}

export const figures: Record<string, () => Promise<Figure>> = {
  'verify.scan-time': async () => {
    const [large, small] = [await signedScans(), await smallSigned()];
    await trustedDatabase();
    // What is measured is not how fast the disk is.
    await readFile(large);
    const own = await withoutStart((file) => ours(file), large, small);
    const other = await withoutStart(theirs, large, small);
    const against = `pdfsig, ${other.toFixed(0)} ms (ours ${own.toFixed(0)} ms), start-up taken off both`;
    return {
      name: 'verify.scan-time',
      value: round(own / other, 3),
      unit: 'ratio',
      against,
      target: '<= 1.0',
    };
  },
  'verify.scan-memory': async () => {
    const args = [await signedScans(), await rootFile(), await smallSigned()];
    const grown = Number(await inFreshProcess('memory.ts', 'verify', ...args));
    const against = 'resident memory before verifying, same process';
    return {
      name: 'verify.scan-memory',
      value: round(grown / 2 ** 20, 1),
      unit: 'MB',
      against,
      target: '<= 64',
    };
  },
  'verify.many': async () => {
    const files = await manySigned(MANY);
    await trustedDatabase();
    const own = await milliseconds(() => ours(...files));
    const other = await milliseconds(async () => {
      for (const file of files) await theirs(file);
    });
    const rate = (ms: number) => ((1000 * MANY) / ms).toFixed(0);
    const against = `pdfsig one by one, ${rate(other)} files a second (ours ${rate(own)}, one process, start-up included)`;
    return { name: 'verify.many', value: round(other / own, 2), unit: 'ratio', against, target: '>= 1.0' };
  },
};
