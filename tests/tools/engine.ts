/**
 * The engine outside the browser, for conformance tests and benchmarks: `verify FILE...` and `seal IN OUT`.
 * Results and errors are JSON objects on standard output, one a line; an error ends with status 2.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { verifyPdf, type SignatureReport } from '../../src/lib/pdf/verify';
import type { SigningAlgorithm } from '../../src/lib/keys';
import { openFile } from './documents';
import { sealByPlan } from './seal-by-plan';
import { certificatePem, throwawayIdentity } from './trial';

class UsageError extends Error {
  readonly code = 'usage';
}

const USAGE =
  'engine verify FILE... [--trust ROOT.pem]... | engine seal IN OUT --plan PLAN.json [--alg p256|rsa2048] [--company NAME] [--root-out ROOT.pem]';

/** DER of every certificate in a PEM file. */
async function readRoots(file: string): Promise<Uint8Array[]> {
  const text = await readFile(file, 'latin1');
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)];
  if (blocks.length === 0) throw new UsageError(`${file} holds no PEM certificate`);
  return blocks.map((block) => Uint8Array.from(Buffer.from(block[1] ?? '', 'base64')));
}

function print(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** Millimetres to 1/100: finer than any printer, and free of the noise of conversion. */
const rounded = (millimetres: number): number => Math.round(millimetres * 100) / 100;

function signatureLine(signature: SignatureReport): object {
  const { field, signer, intact, trusted, revoked, level, covers, laterChanges, problems } = signature;
  const seals = signature.seals.map(({ page, box, source }) => ({
    page,
    xMm: rounded(box.xMm),
    yMm: rounded(box.yMm),
    widthMm: rounded(box.widthMm),
    heightMm: rounded(box.heightMm),
    source,
  }));
  return { field, signer, intact, trusted, revoked, level, covers, laterChanges, seals, problems };
}

async function verify(files: readonly string[], trust: readonly string[]): Promise<void> {
  if (files.length === 0) throw new UsageError(USAGE);
  const roots = (await Promise.all(trust.map(readRoots))).flat();
  for (const file of files) {
    const input = await openFile(file).catch(() => undefined);
    if (!input) {
      print({ file, verdict: 'unreadable', problem: 'no-such-file', signatures: [] });
      continue;
    }
    const { verdict, signatures, problem } = await verifyPdf(input, { roots, now: new Date() });
    print({ file, verdict, ...(problem ? { problem } : {}), signatures: signatures.map(signatureLine) });
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
  const algorithm: SigningAlgorithm = options.alg;
  const plan = await readPlan(options.plan);
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

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      trust: { type: 'string', multiple: true, default: [] },
      plan: { type: 'string' },
      alg: { type: 'string', default: 'p256' },
      company: { type: 'string' },
      'root-out': { type: 'string' },
    },
  });
  const [command, ...files] = positionals;
  const { plan, alg, company, trust } = values;
  if (command === 'verify') return verify(files, trust);
  if (command === 'seal') return seal(files, { plan, alg, company, rootOut: values['root-out'] });
  throw new UsageError(USAGE);
}

main().catch((error: unknown) => {
  const { code, message, detail } = error as { code?: string; message?: string; detail?: unknown };
  print({ error: code ?? 'unexpected', message: message ?? String(error), ...(detail ? { detail } : {}) });
  process.exitCode = 2;
});
