/**
 * The engine outside the browser, for conformance tests and benchmarks: `verify FILE...`, `seal IN OUT` and
 * `qr IMAGE...`.
 * Results and errors are JSON objects on standard output, one a line; an error ends with status 2, files that cannot
 * be judged have a line of their own and are none.
 */
import { openAsBlob } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyPdf } from '../../src/lib/pdf/verify';
import { verdictFields } from '../../src/lib/verification';
import type { SigningAlgorithm } from '../../src/lib/keys';
import { readDer } from './der-files';

class UsageError extends Error {
  readonly code = 'usage';
}

class SameFileError extends Error {
  readonly code = 'output-is-input';
}

const USAGE =
  'engine verify FILE... [--trust ROOT]... [--crl LIST]... [--ocsp RESPONSE]... [--at TIME] | ' +
  'engine seal IN OUT --plan PLAN.json [--alg p256|rsa2048] [--company NAME] [--root-out ROOT.pem] | ' +
  'engine qr IMAGE.png...';

/** @throws UsageError for a file without any */
async function readAll(files: readonly string[], label: string): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for (const file of files) {
    const ders = await readDer(file, label);
    if (ders.length === 0) throw new UsageError(`${file} holds no ${label}`);
    all.push(...ders);
  }
  return all;
}

function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

interface VerifyFilesOptions {
  trust: string[];
  crl: string[];
  ocsp: string[];
  at?: string | undefined;
}

/** @returns undefined where there is no such file */
async function opened(file: string): Promise<Blob | undefined> {
  try {
    return await openAsBlob(file);
  } catch {
    return undefined;
  }
}

async function verify(files: readonly string[], o: VerifyFilesOptions): Promise<void> {
  if (files.length === 0) throw new UsageError(USAGE);
  const now = o.at === undefined ? new Date() : new Date(o.at);
  if (Number.isNaN(now.getTime())) throw new UsageError(`--at ${o.at ?? ''} is no time`);
  const roots = await readAll(o.trust, 'CERTIFICATE');
  const crls = await readAll(o.crl, 'X509 CRL');
  const ocsps = await readAll(o.ocsp, 'OCSP RESPONSE');
  for (const file of files) {
    const input = await opened(file);
    if (!input) {
      print({ file, verdict: 'unreadable', signatures: [], revisions: [], problems: ['no-such-file'] });
      continue;
    }
    print({ file, ...(await verdictFields(await verifyPdf(input, { roots, crls, ocsps, now }))) });
  }
}

async function readPlan(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UsageError(`${file} is no JSON`, { cause });
  }
}

/** Whether two paths lead to one file, by whatever names or links. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

interface SealOptions {
  plan?: string;
  alg: string;
  company?: string;
  rootOut?: string;
}

async function seal(files: readonly string[], options: SealOptions): Promise<void> {
  const [input, output] = files;
  if (!input || !output || files.length > 2 || !options.plan) throw new UsageError(USAGE);
  if (options.alg !== 'p256' && options.alg !== 'rsa2048') throw new UsageError('--alg is p256 or rsa2048');
  if (await isSameFile(input, output))
    throw new SameFileError(`${output} is the input: choose another name for what is sealed`);
  const algorithm: SigningAlgorithm = options.alg;
  const plan = await readPlan(options.plan);
  // Fonts and pdf.js are what sealing needs: who verifies does not wait for them.
  const { sealByPlan } = await import('./seal-by-plan');
  const { certificatePem, throwawayIdentity } = await import('./trial');
  const identity = await throwawayIdentity({ algorithm, companyName: options.company });
  const sealed = await sealByPlan(input, plan, identity);
  // Complete beside its place, then moved there: OUT is the whole sealed file or what it was before.
  const partial = `${output}.${process.pid}.part`;
  try {
    await writeFile(partial, sealed.blob.stream());
    if (options.rootOut) await writeFile(options.rootOut, certificatePem(identity.root));
    await rename(partial, output);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  const { appendedBytes, method, stamps, fieldName } = sealed;
  print({ file: output, field: fieldName, method, stamps: stamps.length, appendedBytes });
}

/** One line a picture, in order; one that cannot be opened, or shows no code, has no `text`. */
async function qr(files: readonly string[]): Promise<void> {
  if (files.length === 0) throw new UsageError(USAGE);
  const { readQrFile } = await import('./qr-images');
  for (const file of files) {
    try {
      const found = await readQrFile(file);
      const { text, decoder, ms } = found ?? {};
      print({
        file,
        text: text ?? null,
        decoder: decoder ?? null,
        ms: ms === undefined ? null : Math.round(ms),
      });
    } catch {
      print({ file, text: null, decoder: null, ms: null, problem: 'no-picture' });
    }
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trust: { type: 'string', multiple: true, default: [] },
      crl: { type: 'string', multiple: true, default: [] },
      ocsp: { type: 'string', multiple: true, default: [] },
      at: { type: 'string' },
      plan: { type: 'string' },
      alg: { type: 'string', default: 'p256' },
      company: { type: 'string' },
      'root-out': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE.replaceAll(' | ', '\n')}\n`);
    return;
  }
  const [command, ...files] = positionals;
  const { plan, alg, company, trust, crl, ocsp, at } = values;
  if (command === 'verify') return verify(files, { trust, crl, ocsp, at });
  if (command === 'qr') return qr(files);
  if (command === 'seal') return seal(files, { plan, alg, company, rootOut: values['root-out'] });
  throw new UsageError(USAGE);
}

main().catch((error: unknown) => {
  const { code, message, detail } = error as { code?: string; message?: string; detail?: unknown };
  print({ error: code ?? 'unexpected', message: message ?? String(error), ...(detail ? { detail } : {}) });
  process.exitCode = 2;
});
