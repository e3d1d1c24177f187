import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectPdf, SealError, type SealErrorCode } from '../../src/lib/pdf/sign';
import { verifyPdf, type SignatureReport } from '../../src/lib/pdf/verify';
import { sealDocument } from '../../src/lib/sealing';
import type { SealPicture } from '../../src/lib/seal';
import { openFile, openWithPdfjs } from '../tools/documents';
import { drawPlanSeals } from '../tools/plan-seals';
import { throwawayIdentity, type TrialIdentity } from '../tools/trial';
import { corpus, pdfsOf } from './corpora';
import { inParallel, mutoolVerify, nssDatabase, pdfsig, qpdfCheck, run, scratch } from './verifiers';

const HANG_MS = 20_000;
const DATE = new Date();

/**
 * How many of each corpus have to be sealed. @libpdf/core seals 262 of the first (one of them by leaving its
 * encryption out), and 47 of the second; six more of those it writes anew without the encryption that it has no
 * password for, and so without readable pages: these we refuse.
 */
const MARKS = { 'pdf-readers': 262, 'pdf-signed': 47 } as const;

type Outcome =
  | { kind: 'sealed' }
  | { kind: 'refused'; code: SealErrorCode; detail: unknown }
  | { kind: 'broken'; why: string };

let identity: TrialIdentity;
let pictures: Map<string, SealPicture>;
let place: Awaited<ReturnType<typeof scratch>>;
let nss: string;

beforeAll(async () => {
  identity = await throwawayIdentity();
  pictures = await drawPlanSeals([{ sealId: 'round', kind: 'round' }], identity.companyName, DATE);
  place = await scratch();
  nss = place.dir;
  await nssDatabase(nss, [identity.root]);
});

afterAll(() => place.remove());

/** qpdf's complaints without what differs from file to file: names, offsets, object numbers. */
function complaints(output: string): Map<string, number | undefined> {
  const found = new Map<string, number | undefined>();
  for (const line of output.split('\n')) {
    if (!/^WARNING|^ERROR|^qpdf:/.test(line) || /operation succeeded with warnings/.test(line)) continue;
    const offset = /offset (\d+)/.exec(line)?.[1];
    found.set(
      line.replace(/^.*?\.pdf/i, '').replace(/\d+/g, '#'),
      offset === undefined ? undefined : Number(offset),
    );
  }
  return found;
}

/**
 * What qpdf has against the sealed file and had not against the file. Where it had to guess its way through the file
 * before, it sees more of it now: what it then finds in the old bytes is none of our doing.
 */
async function newComplaints(file: string, sealed: string, size: number): Promise<string[]> {
  const [before, after] = [await qpdfCheck(file), await qpdfCheck(sealed)];
  const known = complaints(before.output);
  const guessed = /Attempting to reconstruct/.test(before.output);
  return [...complaints(after.output)]
    .filter(([line, offset]) => !known.has(line) && !(guessed && offset !== undefined && offset < size))
    .map(([line]) => line);
}

async function seal(file: string): Promise<Blob> {
  const input = await openFile(file);
  const { pages } = await inspectPdf(input);
  const { blob } = await sealDocument({
    file: input,
    fileName: path.basename(file),
    nameSuffix: 'sealed',
    placements: [{ id: 'a', sealId: 'round', kind: 'batch', pages: '1', xMm: 10, yMm: 10 }],
    pictures,
    signer: identity.signer,
    signerName: identity.companyName,
    date: DATE,
    pages,
    findText: () => Promise.resolve([]),
    signal: AbortSignal.timeout(HANG_MS),
  });
  return blob;
}

/** What other programs have against the sealed file; empty where they have nothing. */
async function objections(file: string, sealed: string): Promise<string[]> {
  const before = await readFile(file);
  const after = await readFile(sealed);
  const found: string[] = [];
  if (!after.subarray(0, before.length).equals(before)) found.push('the old bytes changed');

  const added = await newComplaints(file, sealed, before.length);
  if (added.length > 0) found.push(`qpdf: ${added.slice(0, 3).join(' | ')}`);

  const [old, all] = [await pdfsig(file), await pdfsig(sealed, nss)];
  const ours = all.filter((signature) => /^Suiyin\d+$/.test(signature.field));
  if (ours.length === 0) found.push('pdfsig: does not see the signature');
  if (!ours.every((signature) => signature.valid && signature.wholeDocument)) found.push('pdfsig: not valid');
  if (!ours.every((signature) => signature.trusted)) found.push('pdfsig: not trusted');
  if (old.length > 0) found.push(...(await brokenByOurWord(file, sealed)));
  for (const { field, valid } of old) {
    const still = all.some((signature) => signature.field === field && signature.valid);
    if (valid && !still) found.push(`pdfsig: broke the signature of ${field}`);
  }

  const mutool = await mutoolVerify(sealed);
  const mutoolOld = await mutoolVerify(file);
  // Circular form trees make mupdf 1.21 crash, with or without our signature in them.
  if (!mutool.crashed) {
    if (mutool.signatures === 0) found.push('mutool: does not see the signature');
    if (!mutool.intact && (mutoolOld.signatures === 0 || mutoolOld.intact)) found.push('mutool: not intact');
  }

  const pages = async (bytes: Uint8Array) =>
    openWithPdfjs(bytes).promise.then(
      (pdf) => pdf.numPages,
      () => 'not opened',
    );
  const [pagesBefore, pagesAfter] = [await pages(before), await pages(after)];
  if (pagesAfter !== pagesBefore && pagesBefore !== 'not opened')
    found.push(`pdf.js: ${pagesBefore} pages, then ${pagesAfter}`);
  return found;
}

/** Earlier signatures that our own verifier, which is stricter than pdfsig, had nothing against, and now has. */
async function brokenByOurWord(file: string, sealed: string): Promise<string[]> {
  const options = { roots: [identity.root], now: DATE };
  const before = await verifyPdf(await openFile(file), options);
  const after = await verifyPdf(await openFile(sealed), options);
  const isChanged = ({ problems }: SignatureReport) =>
    problems.includes('forbidden-change') || problems.includes('changes-unknown');
  return before.signatures
    .filter((signature) => signature.intact && !isChanged(signature))
    .filter(({ field }) =>
      after.signatures.some((now) => now.field === field && (!now.intact || isChanged(now))),
    )
    .map(({ field }) => `verify: broke the signature of ${field}`);
}

async function tryFile(file: string): Promise<Outcome> {
  let blob: Blob;
  try {
    blob = await seal(file);
  } catch (error) {
    if (!(error instanceof SealError)) return { kind: 'broken', why: String(error) };
    if (error.code === 'cancelled') return { kind: 'broken', why: 'took too long' };
    return { kind: 'refused', code: error.code, detail: error.detail };
  }
  const sealed = place.file(path.basename(file));
  await writeFile(sealed, new Uint8Array(await blob.arrayBuffer()));
  const found = await objections(file, sealed).catch((error: unknown) => [String(error)]);
  return found.length === 0 ? { kind: 'sealed' } : { kind: 'broken', why: found.join('; ') };
}

/** Whether another program confirms the reason for a refusal. */
async function isRightRefusal(file: string, code: SealErrorCode): Promise<boolean> {
  const qpdf = await qpdfCheck(file);
  const info = await run('pdfinfo', [file]);
  switch (code) {
    case 'encrypted':
      return /password|encryption dictionary/i.test(qpdf.output) || /password/i.test(info.stderr);
    case 'unsupported-encryption':
      return /encrypt|security handler|password/i.test(qpdf.output + info.stderr);
    case 'certified-no-changes':
      return (await pdfsig(file)).length > 0 && (await says(file, /\/TransformMethod \/DocMDP|\/P 1\b/));
    case 'certified-forms-only':
      return (await pdfsig(file)).length > 0 && (await says(file, /\/TransformMethod \/DocMDP/));
    case 'locked-fields':
      return (await pdfsig(file)).length > 0 && (await says(file, /\/FieldMDP|\/SigFieldLock|\/Lock\b/));
    case 'unsafe-recovery':
      return (await pdfsig(file)).length > 0 && /WARNING|ERROR|damaged|xref/.test(qpdf.output);
    default:
      return !qpdf.readable || info.status !== 0 || !/Pages:\s*[1-9]/.test(info.stdout);
  }
}

/** Whether the file, as qpdf writes it out, holds these words. */
async function says(file: string, words: RegExp): Promise<boolean> {
  return words.test((await run('qpdf', ['--qdf', '--object-streams=disable', file, '-'])).stdout);
}

describe.each(['pdf-readers', 'pdf-signed'] as const)('%s', (name) => {
  const folder = corpus(name);

  test.skipIf(!folder)(
    'every file is sealed so that other programs agree, or refused for a reason',
    async () => {
      const files = await pdfsOf(folder ?? '');
      const outcomes = new Map<string, Outcome>();
      await inParallel(files, 2, async (file) => void outcomes.set(file, await tryFile(file)));

      const refused: [string, SealErrorCode, unknown][] = [];
      const broken: string[] = [];
      for (const [file, outcome] of [...outcomes].sort()) {
        if (outcome.kind === 'refused') refused.push([file, outcome.code, outcome.detail]);
        if (outcome.kind === 'broken') broken.push(`${path.basename(file)}: ${outcome.why}`);
      }
      const sealed = files.length - refused.length - broken.length;
      console.log(`${name}: ${sealed} of ${files.length} sealed and found valid, ${refused.length} refused`);
      for (const [file, code, detail] of refused) {
        console.log(`  refused ${path.basename(file)}: ${code} ${JSON.stringify(detail)}`);
        if (!(await isRightRefusal(file, code)))
          broken.push(`${path.basename(file)}: wrongly refused as ${code}`);
      }
      expect(broken).toEqual([]);
      expect(sealed).toBeGreaterThanOrEqual(MARKS[name]);
    },
  );
});
