/**
 * Honest files by other programs, and ours over them: no false alarm. LibreOffice is not at hand here; its signatures
 * are `adbe.pkcs7.detached` by NSS with a CMS as poppler's.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SealError } from '../../src/lib/pdf/sign';
import { verifyPdf } from '../../src/lib/pdf/verify';
import { honestFiles, Workshop, type HonestFile } from './honest';
import { lastSignature, mutoolVerify, opensslCms, pdfsig } from './verifiers';

let shop: Workshop;
let files: HonestFile[];

beforeAll(async () => {
  shop = await Workshop.open();
  files = await honestFiles(shop);
}, 120_000);

afterAll(() => shop.remove());

const verify = (bytes: Uint8Array) =>
  verifyPdf(new Blob([new Uint8Array(bytes)]), { roots: shop.roots, now: new Date() });

/** What there is to complain about; empty for a file that is judged as it should be. */
async function complaints({ bytes, expected }: HonestFile): Promise<string[]> {
  const { verdict, signatures, problem } = await verify(bytes);
  const found: string[] = [];
  if (verdict !== (expected?.verdict ?? 'valid')) found.push(`${verdict} ${problem ?? ''}`);
  for (const { field, intact, problems, laterChanges } of signatures) {
    if (!intact) found.push(`${field} is not intact`);
    const alien = problems.filter(
      (code) => !(expected?.problems as readonly string[] | undefined)?.includes(code),
    );
    if (alien.length > 0) found.push(`${field}: ${alien.join()}`);
    for (const { kind, changes } of laterChanges) {
      if (kind === 'other')
        found.push(`${field}: ${JSON.stringify(changes.filter((one) => !one.permitted))}`);
    }
  }
  return found;
}

test('files of every kind are valid, and what came later is permitted', async () => {
  const failures: string[] = [];
  for (const file of files) {
    for (const complaint of await complaints(file)) failures.push(`${file.name}: ${complaint}`);
  }
  console.log(`honest files: ${files.length}`);
  expect(failures).toEqual([]);
});

test('a signature has the level that its program was asked for', async () => {
  const found: string[] = [];
  const asked: string[] = [];
  for (const { name, bytes, level } of files) {
    if (!level) continue;
    asked.push(`${name}: ${level}`);
    found.push(`${name}: ${(await verify(bytes)).signatures[0]?.level}`);
  }
  expect(asked.length).toBeGreaterThan(5);
  expect(found).toEqual(asked);
});

test('a further seal of ours over each leaves all of it valid', async () => {
  const failures: string[] = [];
  for (const file of files) {
    if (file.isCertified) continue;
    const sealed = { ...file, bytes: await shop.seal(file.bytes, 1, [1]) };
    for (const complaint of await complaints(sealed)) failures.push(`${file.name}: ${complaint}`);
  }
  expect(failures).toEqual([]);
});

test('a seal in a new place of a certified document is refused', async () => {
  const certified = files.filter(({ isCertified }) => isCertified);
  expect(certified.length).toBeGreaterThan(3);
  for (const { name, bytes } of certified) {
    const code = await shop.seal(bytes, 1, [1]).then(
      () => 'sealed',
      (error: SealError) => error.code,
    );
    expect(['certified-no-changes', 'certified-forms-only'], name).toContain(code);
  }
});

/** What mupdf 1.21 and poppler 22.12 cannot read, whoever signed: here OpenSSL's own word counts. */
const NOT_BY_MUPDF: Record<string, string> = {
  'openssl RSA-PSS': 'it takes RSA signatures to be PKCS #1 v1.5',
  'openssl by key identifier': 'it looks signers up by issuer and serial number only',
};
const NOT_BY_POPPLER: Record<string, string> = {
  'openssl by key identifier': 'NSS looks such signers up among the certificates of its database only',
};

test('pdfsig and mutool find the same signatures intact', async () => {
  const failures: string[] = [];
  for (const [i, { name, bytes }] of files.entries()) {
    const file = path.join(shop.authority.dir, `honest-${i}.pdf`);
    await writeFile(file, bytes);
    const signatures = (await verify(bytes)).signatures.flatMap(({ fields }) => fields).sort();
    const theirs = (await pdfsig(file)).filter(({ output }) => !output.includes('not signed'));
    const fields = theirs.map(({ field }) => field).sort();
    if (fields.join() !== signatures.join())
      failures.push(`${name}: ${signatures} by us, ${fields} by pdfsig`);
    // Poppler does not validate timestamps.
    for (const { valid, output } of theirs) {
      if (output.includes('Signature has not yet been verified')) continue;
      if (!valid && !(name in NOT_BY_POPPLER)) failures.push(`${name}: pdfsig ${output}`);
    }
    const mutool = await mutoolVerify(file);
    if (mutool.intact === name in NOT_BY_MUPDF) failures.push(`${name}: mutool ${mutool.output}`);
    if (!(name in NOT_BY_MUPDF)) continue;
    const { valid, output } = await opensslCms(lastSignature(bytes), shop.roots.slice(0, 1), {
      cades: false,
    });
    if (!valid) failures.push(`${name}: openssl ${output}`);
  }
  expect(failures).toEqual([]);
});
