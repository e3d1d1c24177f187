import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificatesIn } from './certificate-file';

const dir = mkdtempSync(path.join(tmpdir(), 'suiyin-'));
const at = (name: string) => path.join(dir, name);
const read = (name: string) => new Uint8Array(readFileSync(at(name)));
const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });

beforeAll(() => {
  for (const name of ['one', 'two']) {
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
      ...['-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`)],
    );
    openssl('x509', '-in', at(`${name}.pem`), '-outform', 'DER', '-out', at(`${name}.der`));
  }
  const both = ['-certfile', at('one.pem'), '-certfile', at('two.pem')];
  openssl('crl2pkcs7', '-nocrl', ...both, '-out', at('both.p7b'));
  openssl('crl2pkcs7', '-nocrl', ...both, '-outform', 'DER', '-out', at('both.der.p7b'));
});

afterAll(() => rmSync(dir, { recursive: true }));

describe('certificates in a file', () => {
  it('are found in DER', async () => {
    expect(await certificatesIn(read('one.der'))).toEqual([read('one.der')]);
  });

  it('are found in PEM blocks among other words and keys', async () => {
    const text = [
      '# our roots',
      ...['one.pem', 'one.key', 'two.pem'].map((name) => readFileSync(at(name), 'utf8')),
    ];
    writeFileSync(at('mixed.pem'), text.join('\n'));
    expect(await certificatesIn(read('mixed.pem'))).toEqual([read('one.der'), read('two.der')]);
  });

  it.each(['both.p7b', 'both.der.p7b'])('are found in a PKCS#7 bundle, %s', async (name) => {
    const found = await certificatesIn(read(name));
    expect(new Set(found.map((der) => Buffer.from(der).toString('hex')))).toEqual(
      new Set(['one.der', 'two.der'].map((file) => Buffer.from(read(file)).toString('hex'))),
    );
  });

  it.each(['', 'no certificate here', '-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----'])(
    'are not found in %j',
    async (text) => {
      expect(await certificatesIn(new TextEncoder().encode(text))).toEqual([]);
    },
  );
});
