/** Our judgement of other people's signed files against poppler's and pyHanko's. */
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPdf, type SignatureReport, type VerifyReport } from '../../src/lib/pdf/verify';
import { corpus, pdfsOf } from './corpora';
import { openPdf } from '../../src/lib/pdf/syntax';
import { signatureFields } from './fields';
import { inParallel, mutoolVerify, opensslCms, pdfsig, run, signatureAt } from './verifiers';

const folder = corpus('pdf-signed');

/**
 * Where we judge a signature's integrity otherwise than pdfsig, and why we are right. By the problem that we name, so
 * that it holds for files that are not here.
 */
const STRICTER: Record<string, string> = {
  'byte-range-gap': 'more than the signature is left out of the signed bytes (ISO 32000-2 12.8.1)',
  'byte-range-shape': 'a /ByteRange has four numbers, or does not leave the signature out',
  'byte-range-partial': 'a part of the revision is not signed',
  'contents-padding': 'something else is hidden behind the signature',
  'contents-not-hex': '/Contents is no hexadecimal string',
};

/** Files of which we judge later changes otherwise than pyHanko, and why we are right. */
const MORE_EXACT: Record<string, string> = {
  'pyhanko-form-update-ap-indirect-sneaky-trailer.pdf':
    'the object that the trailer uses too is not changed: the field that is signed lets go of it',
  'pyhanko-form-update-no-override-appearance-stream-ap-indirect-sneaky.pdf':
    'the object that the catalog uses too is not changed: the field that is signed lets go of it',
};

interface Expected {
  signatures?: {
    field: string;
    intact?: boolean;
    coverage?: string;
    changesPermitted?: boolean;
    error?: string;
  }[];
  error?: string;
}

let expected: Promise<Record<string, Expected>> | undefined;

/** What pyHanko says of each signature. */
async function pyHankos(file: string): Promise<NonNullable<Expected['signatures']>> {
  expected ??= readFile(path.join(path.dirname(file), 'expected.json'), 'utf8').then(
    (json) => JSON.parse(json) as Record<string, Expected>,
  );
  return (await expected)[path.basename(file)]?.signatures ?? [];
}

async function verifyAll(): Promise<Map<string, VerifyReport>> {
  const reports = new Map<string, VerifyReport>();
  await inParallel(folder ? await pdfsOf(folder) : [], 2, async (file) => {
    reports.set(file, await verifyPdf(await openAsBlob(file), { roots: [], now: new Date() }));
  });
  return reports;
}

const isPermitted = ({ problems }: SignatureReport) =>
  !problems.some((problem) => ['forbidden-change', 'changes-unknown', 'trailing-data'].includes(problem));

describe.skipIf(!folder)('signed files of others', () => {
  const reports = verifyAll();

  it('are all judged', async () => {
    const verdicts: Record<string, number> = {};
    for (const { verdict } of (await reports).values()) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    console.log(`pdf-signed: ${(await reports).size} files`, verdicts);
    expect((await reports).size).toBeGreaterThan(0);
  });

  it('have the integrity that pdfsig finds, or a reason why not', async (context) => {
    if ((await run('pdfsig', ['-v'])).status === null) context.skip('pdfsig is not installed');
    let compared = 0;
    const disagreements: string[] = [];
    await inParallel([...(await reports)], 2, async ([file, report]) => {
      for (const theirs of await pdfsig(file)) {
        // Poppler does not validate timestamps, and what it can't read it does not call invalid.
        if (!/Signature Validation: Signature is (Valid|Invalid)/.test(theirs.output)) continue;
        const ours = report.signatures.find(({ fields }) => fields.includes(theirs.field));
        compared += 1;
        if (ours?.intact === theirs.valid) continue;
        if (theirs.valid && ours?.problems.some((problem) => problem in STRICTER)) continue;
        disagreements.push(
          `${path.basename(file)} ${theirs.field}: ${ours ? ours.problems.join(' ') : 'not found'}`,
        );
      }
    });
    console.log(`pdf-signed: integrity of ${compared} signatures compared with pdfsig`);
    expect(compared).toBeGreaterThan(20);
    expect(disagreements).toEqual([]);
  });

  it('have the integrity that mutool finds, or a reason why not', async (context) => {
    if ((await run('mutool', ['-v'])).status === null) context.skip('mutool is not installed');
    let compared = 0;
    const disagreements: string[] = [];
    await inParallel([...(await reports)], 2, async ([file, { signatures }]) => {
      if (signatures.length === 0) return;
      const { each } = await mutoolVerify(file);
      for (const { name, num = 0, byteRange } of await signatureFields(
        await openPdf(await openAsBlob(file)),
      )) {
        const theirs = each.get(num);
        const ours = signatures.find(({ fields }) => fields.includes(name));
        if (!theirs || !ours) continue;
        compared += 1;
        if (ours.intact === theirs.intact) continue;
        if (theirs.intact && ours.problems.some((problem) => problem in STRICTER)) continue;
        // mupdf 1.21 knows neither signers by key identifier nor Edwards curves: pyHanko and OpenSSL do.
        const other = (await pyHankos(file)).find(({ field }) => field === name);
        const signature = signatureAt(await readFile(file), byteRange);
        const { valid } = await opensslCms(signature, [], { cades: false });
        if (ours.intact && (valid || other?.intact)) continue;
        disagreements.push(
          `${path.basename(file)} ${name}: ${ours.problems.join()}, mutool: ${theirs.output}`,
        );
      }
    });
    console.log(`pdf-signed: integrity of ${compared} signatures compared with mutool`);
    expect(compared).toBeGreaterThan(20);
    expect(disagreements).toEqual([]);
  });

  it('have the later changes judged as pyHanko judges them, or a reason why not', async () => {
    let compared = 0;
    const disagreements: string[] = [];
    for (const [file, report] of await reports) {
      const name = path.basename(file);
      for (const theirs of await pyHankos(file)) {
        if (theirs.error) continue;
        const ours = report.signatures.find(({ fields }) => fields.includes(theirs.field));
        compared += 1;
        // Integrity by itself, whatever came later: where the byte range is wrong we say so.
        if (ours && ours.intact !== theirs.intact && !ours.problems.some((problem) => problem in STRICTER)) {
          disagreements.push(`${name} ${theirs.field}: intact ${ours.intact}, expected ${theirs.intact}`);
        }
        const covers = {
          'whole-file': 'ENTIRE_FILE',
          revision: 'ENTIRE_REVISION',
          partial: 'UNCLEAR',
        } as const;
        const coverage = ours && covers[ours.covers];
        const permitted = ours && isPermitted(ours);
        if (coverage === theirs.coverage && permitted === theirs.changesPermitted) continue;
        // Where the byte range itself is wrong we say so, and judge no changes by it.
        if (!theirs.changesPermitted && ours && !ours.intact) continue;
        if (permitted && name in MORE_EXACT) continue;
        disagreements.push(
          `${name} ${theirs.field}: ${coverage} ${permitted}, expected ${theirs.coverage} ${theirs.changesPermitted}` +
            ` ${JSON.stringify(ours?.laterChanges.map(({ changes }) => changes.filter((c) => !c.permitted)))}`,
        );
      }
    }
    console.log(`pdf-signed: later changes of ${compared} signatures compared with pyHanko`);
    expect(compared).toBeGreaterThan(20);
    expect(disagreements).toEqual([]);
  });
});
