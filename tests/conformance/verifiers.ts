/** Other people's programs that judge our files: qpdf, pdfsig (poppler, NSS), mutool, openssl, pdftoppm. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Run {
  /** null where the program was ended by a signal or the time limit */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end, whatever its exit status. */
export function run(program: string, args: readonly string[], timeoutMs = 20_000): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      { timeout: timeoutMs, maxBuffer: 256 << 20, encoding: 'utf8', killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        const status = error ? (typeof error.code === 'number' ? error.code : null) : 0;
        resolve({ status, stdout, stderr });
      },
    );
  });
}

/** A directory for one test; `remove` it afterwards. */
export async function scratch(): Promise<{
  dir: string;
  file(name: string): string;
  remove(): Promise<void>;
}> {
  const dir = await mkdtemp(path.join(tmpdir(), 'suiyin-'));
  return {
    dir,
    file: (name) => path.join(dir, name),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Runs jobs, `width` of them at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  job: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await job(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** `clean`: no warning at all; `readable`: warnings at most. */
export async function qpdfCheck(
  file: string,
): Promise<{ clean: boolean; readable: boolean; output: string }> {
  const { status, stdout, stderr } = await run('qpdf', ['--check', file]);
  return { clean: status === 0, readable: status === 0 || status === 3, output: stdout + stderr };
}

export interface PdfsigSignature {
  field: string;
  signer: string;
  /** `Signature is Valid.` */
  valid: boolean;
  /** `Certificate is Trusted.` */
  trusted: boolean;
  /** nothing after the signed bytes */
  wholeDocument: boolean;
  output: string;
}

/**
 * What poppler says of each signature, in the order of the file.
 *
 * @param nssDir a database made by `nssDatabase`; without it certificates are not looked at
 */
export async function pdfsig(file: string, nssDir?: string): Promise<PdfsigSignature[]> {
  const { stdout } = await run(
    'pdfsig',
    [...(nssDir ? ['-nssdir', `sql:${nssDir}`] : ['-nocert']), file],
    60_000,
  );
  return stdout
    .split(/^Signature #\d+:$/m)
    .slice(1)
    .map((output) => ({
      field: /- Signature Field Name: (.*)/.exec(output)?.[1] ?? '',
      signer: /- Signer Certificate Common Name: (.*)/.exec(output)?.[1] ?? '',
      valid: output.includes('Signature Validation: Signature is Valid.'),
      trusted: output.includes('Certificate Validation: Certificate is Trusted.'),
      wholeDocument: output.includes('- Total document signed'),
      output,
    }));
}

/** Makes an NSS database that trusts these roots (DER), for `pdfsig`. */
export async function nssDatabase(dir: string, roots: readonly Uint8Array[]): Promise<void> {
  await mustRun('certutil', ['-N', '-d', `sql:${dir}`, '--empty-password']);
  for (const [i, root] of roots.entries()) {
    const file = path.join(dir, `root${i}.der`);
    await writeFile(file, root);
    await mustRun('certutil', ['-A', '-d', `sql:${dir}`, '-n', `root${i}`, '-t', 'CT,CT,CT', '-i', file]);
  }
}

interface MutoolVerdict {
  signatures: number;
  /** there are signatures, and every digest fits */
  intact: boolean;
  /** by the number of the field's object */
  each: Map<number, { intact: boolean; output: string }>;
  /** some form trees are too much for it */
  crashed: boolean;
  output: string;
}

/** What mupdf says of the signatures. */
export async function mutoolVerify(file: string): Promise<MutoolVerdict> {
  const { status, stdout, stderr } = await run('mutool', ['sign', '-v', file], 60_000);
  const isIntact = (output: string) => !/Digest error|Signature information missing/.test(output);
  const parts = stdout.split(/^Verifying signature (\d+):$/m).slice(1);
  const each: MutoolVerdict['each'] = new Map();
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const output = parts[i + 1] ?? '';
    if (!output.includes('not signed')) each.set(Number(parts[i]), { intact: isIntact(output), output });
  }
  const signatures = parts.length / 2;
  const intact = signatures > 0 && isIntact(stdout);
  return { signatures, intact, each, crashed: status === null, output: stdout + stderr };
}

export interface EmbeddedSignature {
  /** the CMS, as long as its outer length says */
  cms: Uint8Array;
  /** the signed byte ranges, joined */
  content: Uint8Array;
  byteRange: [number, number, number, number];
}

/** The signature that was written last into a file whose signature dictionaries are not in object streams. */
export function lastSignature(file: Uint8Array): EmbeddedSignature {
  const text = Buffer.from(file).toString('latin1');
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].at(-1);
  if (!found) throw new Error('no /ByteRange');
  return signatureAt(file, found.slice(1, 5).map(Number));
}

/** The signature that a /ByteRange belongs to. */
export function signatureAt(file: Uint8Array, byteRange: readonly number[]): EmbeddedSignature {
  const [a, b, c, d] = byteRange as [number, number, number, number];
  const text = Buffer.from(file.subarray(a + b, c)).toString('latin1');
  const padded = Buffer.from(text.replace(/[<>\s]/g, ''), 'hex');
  return {
    cms: padded.subarray(0, derLength(padded)),
    content: Buffer.concat([file.subarray(a, a + b), file.subarray(c, c + d)]),
    byteRange: [a, b, c, d],
  };
}

/** X.690 8.1.3: bytes of the outermost value, header included. */
function derLength(der: Uint8Array): number {
  const first = der[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (der[2 + i] ?? 0);
  return 2 + count + length;
}

/**
 * `openssl cms -verify` of a detached signature up to these roots (DER), or whoever signed where there are none;
 * `cades`: signing-certificate must fit.
 */
export async function opensslCms(
  signature: EmbeddedSignature,
  roots: readonly Uint8Array[],
  { cades = true }: { cades?: boolean } = {},
): Promise<{ valid: boolean; output: string }> {
  const place = await scratch();
  try {
    await writeFile(place.file('cms.der'), signature.cms);
    await writeFile(place.file('content'), signature.content);
    await writeFile(place.file('roots.pem'), roots.map(pem).join(''));
    const { status, stderr } = await run('openssl', [
      ...['cms', '-verify', '-binary', '-inform', 'DER', '-in', place.file('cms.der')],
      ...(cades ? ['-cades'] : []),
      ...['-content', place.file('content'), '-out', place.file('out')],
      ...(roots.length > 0 ? ['-CAfile', place.file('roots.pem'), '-purpose', 'any'] : ['-noverify']),
    ]);
    return { valid: status === 0, output: stderr };
  } finally {
    await place.remove();
  }
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

export interface Raster {
  width: number;
  height: number;
  /** 3 bytes a pixel, rows from the top */
  rgb: Uint8Array;
}

/** One page (1-based) as poppler draws it, the CropBox as shown. */
export async function render(file: string, page: number, dpi = 100): Promise<Raster> {
  const place = await scratch();
  try {
    const at = `${page}`;
    const args = ['-r', `${dpi}`, '-cropbox', '-f', at, '-l', at, '-singlefile', file, place.file('page')];
    await mustRun('pdftoppm', args);
    return parsePpm(await readFile(place.file('page.ppm')));
  } finally {
    await place.remove();
  }
}

/** One page (1-based) as mupdf draws it. */
export async function renderMupdf(file: string, page: number, dpi = 100): Promise<Raster> {
  const place = await scratch();
  try {
    const out = place.file('page.ppm');
    await mustRun('mutool', ['draw', '-q', '-r', `${dpi}`, '-c', 'rgb', '-o', out, file, `${page}`]);
    return parsePpm(await readFile(out));
  } finally {
    await place.remove();
  }
}

/** A binary PPM (P6) of 8 bits a channel. */
function parsePpm(bytes: Uint8Array): Raster {
  const header = /^P6\s+(?:#.*\s+)*(\d+)\s+(\d+)\s+255\s/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  );
  if (!header) throw new Error('not a PPM');
  return { width: Number(header[1]), height: Number(header[2]), rgb: bytes.subarray(header[0].length) };
}

/** Runs a program that has to succeed. */
export async function mustRun(program: string, args: readonly string[]): Promise<Run> {
  const result = await run(program, args);
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stderr || result.stdout}`);
  return result;
}
