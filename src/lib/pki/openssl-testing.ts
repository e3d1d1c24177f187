/** For tests: OpenSSL as judge of what we write and as maker of what we read, in a directory of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateSigningKey, signBytes, type SigningAlgorithm } from '../keys';
import type { Signer } from './signer';

const PROGRAM = 'openssl';

export class OpenSsl {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'suiyin-pki-'));

  /** Runs it in the directory; `{status, text}` with what it printed on both channels. */
  run(...args: string[]): { status: number | null; text: string } {
    const { status, stdout, stderr } = spawnSync(PROGRAM, args, { cwd: this.dir, encoding: 'utf8' });
    return { status, text: stdout + stderr };
  }

  /** Runs it where it must succeed. */
  do(...args: string[]): string {
    return execFileSync(PROGRAM, args, {
      cwd: this.dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  write(name: string, content: Uint8Array | string): void {
    writeFileSync(path.join(this.dir, name), content);
  }

  read(name: string): Uint8Array {
    return new Uint8Array(readFileSync(path.join(this.dir, name)));
  }

  writePem(name: string, label: string, ...ders: Uint8Array[]): void {
    this.write(name, ders.map((der) => pem(label, der)).join(''));
  }

  /** Makes `name.key` and the certificate `name.pem`, `name.der`; self-signed without an issuer. */
  certificate(name: string, o: CertificateOptions = {}): Uint8Array {
    const { issuer, subject = `/CN=${name}`, key = P256, days = 1000, digest = 'sha256', serial } = o;
    this.do('genpkey', ...key.flatMap((option) => option.split(' ')), '-out', `${name}.key`);
    const request = ['-new', '-key', `${name}.key`, '-subj', subject, '-utf8'];
    this.do('req', ...request, '-out', `${name}.csr`);
    this.write(`${name}.ext`, (o.extensions ?? []).join('\n'));
    const by = issuer ? ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`] : ['-signkey', `${name}.key`];
    this.do(
      ...['x509', '-req', '-in', `${name}.csr`, ...by, '-extfile', `${name}.ext`, '-days', `${days}`],
      ...[`-${digest}`, '-set_serial', serial ?? `0x${++this.#serial}`, '-out', `${name}.pem`],
      ...(o.signing ?? []),
    );
    this.do('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return this.read(`${name}.der`);
  }
  #serial = 1000;

  /** A revocation list of `issuer`, of whichever serial numbers. */
  crl(name: string, issuer: string, o: { revoked?: string[]; extensions?: string[] } = {}): Uint8Array {
    const revoked = o.revoked ?? [];
    this.write(`${name}.idx`, revoked.map((line) => `R\t391231000000Z\t${line}\tunknown\t/CN=x\n`).join(''));
    this.write(`${name}.num`, '01\n');
    this.write(
      `${name}.cnf`,
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${name}.idx\ncrlnumber=${name}.num\ndefault_md=sha256\ndefault_crl_days=30\n` +
        (o.extensions ? `crl_extensions=e\n[e]\n${o.extensions.join('\n')}\n` : ''),
    );
    this.do(
      ...['ca', '-config', `${name}.cnf`, '-gencrl', '-keyfile', `${issuer}.key`, '-cert', `${issuer}.pem`],
      ...['-out', `${name}.pem`],
    );
    this.do('crl', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return this.read(`${name}.der`);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

interface CertificateOptions {
  issuer?: string;
  subject?: string;
  /** options of `genpkey` */
  key?: string[];
  /** lines of an extension file */
  extensions?: string[];
  days?: number;
  digest?: string;
  serial?: string;
  /** further options of `x509` */
  signing?: string[];
}

export const P256 = ['-algorithm EC', '-pkeyopt ec_paramgen_curve:P-256'];
export const P384 = ['-algorithm EC', '-pkeyopt ec_paramgen_curve:P-384'];
export const P521 = ['-algorithm EC', '-pkeyopt ec_paramgen_curve:P-521'];
export const ED25519 = ['-algorithm ED25519'];
export const RSA = ['-algorithm RSA', '-pkeyopt rsa_keygen_bits:2048'];
export const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
export const SIGNING = ['keyUsage=critical,digitalSignature,nonRepudiation'];

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export async function newSigner(algorithm: SigningAlgorithm): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey(algorithm);
  return {
    algorithm,
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    sign: (data) => signBytes(privateKey, data),
  };
}
