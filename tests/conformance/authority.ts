/** A certification authority, a timestamp service and signers, all of them OpenSSL's. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mustRun } from './verifiers';

const EC = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];

const EXTENSIONS = {
  authority: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
  signer: [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature,nonRepudiation',
    'extendedKeyUsage=emailProtection',
  ],
  timestamps: ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping'],
  responder: ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=OCSPSigning', 'noCheck=ignored'],
} as const;

type Who = 'root' | 'authority' | 'rsa' | 'p256' | 'second' | 'tsa' | 'responder';

interface SignOptions {
  who: 'rsa' | 'p256' | 'second';
  /** further options of `openssl cms -sign` */
  options?: readonly string[];
}

/** Everything is made in a folder that the caller owns. */
export class Authority {
  #serial = 0x1000;
  #files = 0;

  private constructor(readonly dir: string) {}

  /** root → authority → signers `rsa`, `p256` and `second`, a timestamp service and an OCSP responder. */
  static async create(dir: string): Promise<Authority> {
    const made = new Authority(dir);
    await made.#certificate('root', EC, 'authority');
    await made.#certificate('authority', EC, 'authority', 'root');
    await made.#certificate('rsa', RSA, 'signer', 'authority');
    await made.#certificate('p256', EC, 'signer', 'authority');
    await made.#certificate('second', EC, 'signer', 'authority');
    await made.#certificate('tsa', RSA, 'timestamps', 'authority');
    await made.#certificate('responder', EC, 'responder', 'authority');
    await writeFile(made.file('chain.pem'), await Promise.all([made.pem('authority'), made.pem('root')]));
    await writeFile(made.file('index.txt'), '');
    await writeFile(made.file('crlnumber'), '01\n');
    await writeFile(made.file('serial'), '01\n');
    await writeFile(
      made.file('conf.cnf'),
      [
        ...['[ca]', 'default_ca=d', '[d]', `database=${made.file('index.txt')}`],
        ...[
          `crlnumber=${made.file('crlnumber')}`,
          'default_md=sha256',
          'default_crl_days=30',
          'rand_serial=yes',
        ],
        ...['[tsa]', 'default_tsa=t', '[t]', `serial=${made.file('serial')}`, 'default_policy=1.2.3.4.1'],
        ...['digests=sha256,sha384,sha512', 'signer_digest=sha256', 'ess_cert_id_alg=sha256'],
        ...['accuracy=secs:1', ''],
      ].join('\n'),
    );
    return made;
  }

  file(name: string): string {
    return path.join(this.dir, name);
  }

  pem(who: Who): Promise<string> {
    return readFile(this.file(`${who}.pem`), 'utf8');
  }

  /** DER */
  async certificate(who: Who): Promise<Uint8Array> {
    const base64 = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END/.exec(await this.pem(who))?.[1] ?? '';
    return Uint8Array.from(Buffer.from(base64, 'base64'));
  }

  /** PKCS#8, DER */
  async key(who: Who): Promise<Uint8Array> {
    const out = this.#fresh('p8');
    await mustRun('openssl', [
      ...['pkcs8', '-topk8', '-nocrypt', '-outform', 'DER'],
      ...['-in', this.file(`${who}.key`), '-out', out],
    ]);
    return new Uint8Array(await readFile(out));
  }

  /** A PKCS#12 file with the chain. @returns its path */
  async pkcs12(who: Who, password: string): Promise<string> {
    const out = this.file(`${who}.p12`);
    await mustRun('openssl', [
      ...['pkcs12', '-export', '-inkey', this.file(`${who}.key`), '-in', this.file(`${who}.pem`)],
      ...['-certfile', this.file('chain.pem'), '-name', who, '-passout', `pass:${password}`, '-out', out],
    ]);
    return out;
  }

  /** A detached CMS with the chain. @returns DER */
  async sign(content: Uint8Array, { who, options = [] }: SignOptions): Promise<Uint8Array> {
    const [input, out] = [this.#fresh('bin'), this.#fresh('cms')];
    await writeFile(input, content);
    await mustRun('openssl', [
      ...['cms', '-sign', '-binary', '-in', input, '-outform', 'DER', '-out', out],
      ...['-signer', this.file(`${who}.pem`), '-inkey', this.file(`${who}.key`)],
      ...['-certfile', this.file('chain.pem'), ...options],
    ]);
    return new Uint8Array(await readFile(out));
  }

  /** A timestamp token (RFC 3161) over content, of which the digest is taken here. @returns DER */
  async timestamp(content: Uint8Array, digest = 'sha256'): Promise<Uint8Array> {
    const input = this.#fresh('bin');
    await writeFile(input, content);
    return this.#answer(['-data', input], digest);
  }

  /** The same over a digest. */
  timestampOf(imprint: Uint8Array, digest = 'sha256'): Promise<Uint8Array> {
    return this.#answer(['-digest', Buffer.from(imprint).toString('hex')], digest);
  }

  async #answer(what: readonly string[], digest: string): Promise<Uint8Array> {
    const [query, out] = [this.#fresh('tsq'), this.#fresh('tok')];
    await mustRun('openssl', ['ts', '-query', ...what, `-${digest}`, '-cert', '-out', query]);
    await mustRun('openssl', [
      ...['ts', '-reply', '-queryfile', query, '-config', this.file('conf.cnf'), '-token_out', '-out', out],
      ...['-inkey', this.file('tsa.key'), '-signer', this.file('tsa.pem'), '-chain', this.file('chain.pem')],
    ]);
    return new Uint8Array(await readFile(out));
  }

  /** @returns DER of a list of what was revoked */
  async crl(issuer: 'root' | 'authority'): Promise<Uint8Array> {
    const [pem, out] = [this.#fresh('pem'), this.#fresh('crl')];
    await mustRun('openssl', [
      ...['ca', '-config', this.file('conf.cnf'), '-gencrl', '-out', pem],
      ...['-keyfile', this.file(`${issuer}.key`), '-cert', this.file(`${issuer}.pem`)],
    ]);
    await mustRun('openssl', ['crl', '-in', pem, '-outform', 'DER', '-out', out]);
    return new Uint8Array(await readFile(out));
  }

  /** From now on the authority's lists name this certificate. */
  async revoke(who: Who): Promise<void> {
    await mustRun('openssl', [
      ...['ca', '-config', this.file('conf.cnf'), '-revoke', this.file(`${who}.pem`)],
      ...['-keyfile', this.file('authority.key'), '-cert', this.file('authority.pem')],
    ]);
  }

  /** The responder's word that a certificate of the authority is good. @returns DER of an OCSPResponse */
  async ocsp(who: Who): Promise<Uint8Array> {
    const [index, out] = [this.#fresh('idx'), this.#fresh('ocsp')];
    const { stdout } = await mustRun('openssl', [
      'x509',
      '-in',
      this.file(`${who}.pem`),
      '-noout',
      '-serial',
    ]);
    const serial = stdout.trim().replace('serial=', '');
    await writeFile(index, `V\t391231000000Z\t\t${serial}\tunknown\t/CN=${who}\n`);
    await mustRun('openssl', [
      ...['ocsp', '-index', index, '-CA', this.file('authority.pem'), '-issuer', this.file('authority.pem')],
      ...['-rsigner', this.file('responder.pem'), '-rkey', this.file('responder.key')],
      ...['-cert', this.file(`${who}.pem`), '-respout', out, '-ndays', '7', '-no_nonce'],
    ]);
    return new Uint8Array(await readFile(out));
  }

  async #certificate(
    who: Who,
    key: readonly string[],
    kind: keyof typeof EXTENSIONS,
    issuer?: Who,
  ): Promise<void> {
    const at = (suffix: string) => this.file(`${who}.${suffix}`);
    await mustRun('openssl', ['genpkey', ...key, '-out', at('key')]);
    await mustRun('openssl', [
      'req',
      '-new',
      '-key',
      at('key'),
      '-subj',
      `/CN=Honest ${who}`,
      '-out',
      at('csr'),
    ]);
    await writeFile(at('ext'), EXTENSIONS[kind].join('\n'));
    const by = issuer
      ? ['-CA', this.file(`${issuer}.pem`), '-CAkey', this.file(`${issuer}.key`)]
      : ['-signkey', at('key')];
    await mustRun('openssl', [
      ...['x509', '-req', '-in', at('csr'), ...by, '-extfile', at('ext'), '-days', '300', '-sha256'],
      ...['-set_serial', `${++this.#serial}`, '-out', at('pem')],
    ]);
  }

  #fresh(suffix: string): string {
    return this.file(`${++this.#files}.${suffix}`);
  }
}
