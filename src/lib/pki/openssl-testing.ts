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

  /** A certificate of the same name, key and extensions as `name`, by another issuer: `NAME.der` of `as`. */
  crossSign(as: string, name: string, issuer: string): Uint8Array {
    this.do(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`],
      ...[
        '-extfile',
        `${name}.ext`,
        '-days',
        '1000',
        '-set_serial',
        `0x${++this.#serial}`,
        '-out',
        `${as}.pem`,
      ],
    );
    this.do('x509', '-in', `${as}.pem`, '-outform', 'DER', '-out', `${as}.der`);
    return this.read(`${as}.der`);
  }

  /** A revocation list of `issuer`, of whichever serial numbers: lines of `TIME[,reason[,more]]`, tabulator, number. */
  crl(name: string, issuer: string, o: RevocationListOptions = {}): Uint8Array {
    const revoked = o.revoked ?? [];
    this.write(`${name}.idx`, revoked.map((line) => `R\t391231000000Z\t${line}\tunknown\t/CN=x\n`).join(''));
    this.write(`${name}.num`, `${o.number ?? '01'}\n`);
    this.write(
      `${name}.cnf`,
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${name}.idx\ncrlnumber=${name}.num\ndefault_md=${o.digest ?? 'sha256'}\n` +
        'default_crl_days=30\n' +
        (o.extensions ? `crl_extensions=e\n[e]\n${o.extensions.join('\n')}\n` : ''),
    );
    this.do(
      ...['ca', '-config', `${name}.cnf`, '-gencrl', '-keyfile', `${issuer}.key`, '-cert', `${issuer}.pem`],
      ...(o.thisUpdate ? ['-crl_lastupdate', compactTime(o.thisUpdate)] : []),
      ...(o.nextUpdate ? ['-crl_nextupdate', compactTime(o.nextUpdate)] : []),
      ...['-out', `${name}.pem`],
    );
    this.do('crl', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`);
    return this.read(`${name}.der`);
  }

  /**
   * An OCSP response about `certificate` of `issuer`, signed by `responder`; now.
   *
   * @param o.state a line of the index: `V`, or `R` with time and reason as in `crl`; without: the certificate is unknown
   */
  ocsp(
    name: string,
    o: {
      certificate: string;
      issuer: string;
      responder?: string;
      state?: string;
      request?: string[];
      response?: string[];
    },
  ): Uint8Array {
    const { issuer, responder = issuer } = o;
    const serial = this.do('x509', '-in', `${o.certificate}.pem`, '-noout', '-serial').trim().split('=')[1];
    const [kind, when = ''] = (o.state ?? '').split(' ');
    this.write(`${name}.idx`, kind ? `${kind}\t391231000000Z\t${when}\t${serial}\tunknown\t/CN=x\n` : '');
    this.do(
      ...[
        'ocsp',
        ...(o.request ?? []),
        '-issuer',
        `${issuer}.pem`,
        '-cert',
        `${o.certificate}.pem`,
        '-no_nonce',
      ],
      ...['-reqout', `${name}.req`],
    );
    this.do(
      ...['ocsp', '-index', `${name}.idx`, '-CA', `${issuer}.pem`, '-rsigner', `${responder}.pem`],
      ...['-rkey', `${responder}.key`, '-reqin', `${name}.req`, '-respout', `${name}.der`],
      ...(o.response ?? ['-ndays', '7']),
    );
    return this.read(`${name}.der`);
  }

  /** A time-stamp token (RFC 3161) over a file, by the clock of this machine. */
  timestamp(
    name: string,
    signer: string,
    file: string,
    o: { query?: string[]; policy?: string; chain?: string } = {},
  ): Uint8Array {
    this.write(`${name}.num`, '01\n');
    this.write(
      `${name}.cnf`,
      `[t]\nserial=${name}.num\ndefault_policy=${o.policy ?? '1.2.3.4'}\ndigests=sha1,sha256,sha384,sha512\n` +
        `signer_digest=sha256\ness_cert_id_alg=sha256\naccuracy=secs:1\nordering=yes\ntsa_name=yes\n`,
    );
    this.do('ts', '-query', '-data', file, '-cert', ...(o.query ?? ['-sha256']), '-out', `${name}.tsq`);
    this.do(
      ...['ts', '-reply', '-config', `${name}.cnf`, '-section', 't', '-queryfile', `${name}.tsq`],
      ...['-signer', `${signer}.pem`, '-inkey', `${signer}.key`, '-token_out', '-out', `${name}.der`],
      ...(o.chain ? ['-chain', `${o.chain}.pem`] : []),
    );
    return this.read(`${name}.der`);
  }

  /** What `openssl verify` says of a certificate: the first error, or `OK`. */
  verify(o: {
    certificate: Uint8Array;
    candidates: readonly Uint8Array[];
    roots: readonly Uint8Array[];
    crls?: readonly Uint8Array[];
    at: Date;
    options?: string[];
  }): string {
    this.writePem('verify-end.pem', 'CERTIFICATE', o.certificate);
    this.writePem('verify-between.pem', 'CERTIFICATE', ...o.candidates);
    this.writePem('verify-roots.pem', 'CERTIFICATE', ...o.roots);
    if (o.crls) this.writePem('verify-crls.pem', 'X509 CRL', ...o.crls);
    const { status, text } = this.run(
      ...['verify', '-attime', `${Math.floor(o.at.getTime() / 1000)}`, '-CAfile', 'verify-roots.pem'],
      ...['-no-CApath', '-no-CAstore', '-policy_check', '-policy', 'anyPolicy', '-auth_level', '2'],
      ...(o.candidates.length > 0 ? ['-untrusted', 'verify-between.pem'] : []),
      ...(o.crls ? ['-crl_check_all', '-CRLfile', 'verify-crls.pem'] : []),
      ...(o.options ?? []),
      'verify-end.pem',
    );
    if (status === 0) return 'OK';
    return /error \d+ at \d+ depth lookup: (.*)/.exec(text)?.[1] ?? text;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

interface RevocationListOptions {
  revoked?: string[];
  extensions?: string[];
  /** hexadecimal */
  number?: string;
  thisUpdate?: Date;
  nextUpdate?: Date;
  digest?: string;
}

/** `YYMMDDHHMMSSZ`, in which OpenSSL takes times. */
export function compactTime(date: Date): string {
  return `${date.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`;
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
