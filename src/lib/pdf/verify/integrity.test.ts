/** Signatures in every format and algorithm, made by OpenSSL, in documents. */
import { createHash, createPrivateKey, sign as nodeSign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes } from '../../keys';
import { octetString } from '../../pki/der';
import { CA, ED25519, OpenSsl, P256, P384, P521, RSA, SIGNING } from '../../pki/openssl-testing';
import { makeTimestamp } from '../../pki/timestamp-testing';
import { PdfString } from '../syntax';
import type { SignatureReport } from './report';
import { signWith, type MakeValue } from './signature-testing';
import { twoPages } from './testing';
import { verifyPdf } from './verify';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

/** A little later than the certificates that OpenSSL makes meanwhile. */
const now = new Date(Date.now() + 3_600_000);
const ders: Record<string, Uint8Array> = {};

beforeAll(() => {
  ders.root = openssl.certificate('root', { extensions: CA });
  const keys = { p256: P256, p384: P384, p521: P521, rsa: RSA, ed25519: ED25519 };
  for (const [name, key] of Object.entries(keys)) {
    ders[name] = openssl.certificate(name, { key, issuer: 'root', extensions: SIGNING });
  }
  const stamping = ['extendedKeyUsage=critical,timeStamping'];
  ders.stamper = openssl.certificate('stamper', { issuer: 'root', extensions: stamping });
  ders.short = openssl.certificate('short', {
    issuer: 'root',
    extensions: SIGNING,
    key: ['-algorithm RSA', '-pkeyopt rsa_keygen_bits:1024'],
  });
  ders.outsider = openssl.certificate('outsider', { extensions: SIGNING });
});

/** What OpenSSL makes of the signed bytes; detached unless the options say otherwise. */
const cms =
  (signer: string, ...options: string[]): MakeValue =>
  (signed) => {
    openssl.write('signed', signed);
    openssl.do(
      ...['cms', '-sign', '-binary', '-in', 'signed', '-outform', 'DER', '-out', 'value.der'],
      ...['-signer', `${signer}.pem`, '-inkey', `${signer}.key`, ...options],
    );
    return openssl.read('value.der');
  };

const CADES = 'ETSI.CAdES.detached';

async function report(
  subFilter: string,
  make: MakeValue,
  o: { entries?: Parameters<typeof signWith>[3]; change?: (text: string) => string } = {},
): Promise<SignatureReport> {
  const signed = await signWith(twoPages(), subFilter, make, o.entries);
  const text = Buffer.from(await signed.arrayBuffer()).toString('latin1');
  const file = o.change ? new Blob([new Uint8Array(Buffer.from(o.change(text), 'latin1'))]) : signed;
  const { signatures } = await verifyPdf(file, { roots: [ders.root ?? new Uint8Array()], now });
  const [signature] = signatures;
  if (!signature) throw new Error('no signature');
  return signature;
}

/** Changes a letter of the document's text. */
const tampered = (text: string) => text.replace('(Page one)', '(Page eno)');

describe('a signature is intact and trusted', () => {
  it.each([
    ['adbe.pkcs7.detached', 'p256', []],
    ['adbe.pkcs7.detached', 'rsa', []],
    ['adbe.pkcs7.detached', 'rsa', ['-noattr']],
    ['adbe.pkcs7.detached', 'p256', ['-keyid']],
    [CADES, 'p256', ['-cades']],
    [CADES, 'p256', ['-cades', '-md', 'sha384']],
    [CADES, 'p384', ['-cades', '-md', 'sha384']],
    [CADES, 'p521', ['-cades', '-md', 'sha512']],
    [CADES, 'rsa', ['-cades', '-md', 'sha512']],
    [CADES, 'rsa', ['-cades', '-keyopt', 'rsa_padding_mode:pss']],
    [
      CADES,
      'rsa',
      ['-cades', '-md', 'sha384', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:20'],
    ],
  ])('as %s by %s %s, and not over anything else', async (subFilter, signer, options) => {
    const good = await report(subFilter, cms(signer, ...options));
    expect(good).toMatchObject({ intact: true, trusted: true, problems: [] });
    expect(good.certificate).toEqual(ders[signer]);
    expect(good.level).toBe(subFilter === CADES ? 'B-B' : 'basic');
    const bad = await report(subFilter, cms(signer, ...options), { change: tampered });
    expect(bad).toMatchObject({ intact: false });
    expect(bad.problems).toContain(options.includes('-noattr') ? 'signature-mismatch' : 'digest-mismatch');
  });

  it('in BER of indefinite length, as some programs write it', async () => {
    // Detached, the message has nothing to stream: the outer lengths are made indefinite by hand.
    const value: MakeValue = async (signed) => indefinite(await cms('p256', '-cades')(signed));
    expect(await report(CADES, value)).toMatchObject({ intact: true, trusted: true, problems: [] });
  });
});

/** ContentInfo and SignedData with indefinite lengths. */
function indefinite(der: Uint8Array): Uint8Array {
  const head = (at: number) => 2 + ((der[at + 1] ?? 0) < 0x80 ? 0 : (der[at + 1] ?? 0) & 0x7f);
  let at = head(0);
  const type = der.subarray(at, at + 2 + (der[at + 1] ?? 0));
  at += type.length;
  const explicit = at + head(at);
  const content = der.subarray(explicit + head(explicit));
  const END = Uint8Array.of(0, 0);
  const open = (tag: number) => Uint8Array.of(tag, 0x80);
  return concatBytes(open(0x30), type, open(0xa0), open(0x30), content, END, END, END);
}

describe('a signature over SHA-1 of the document (adbe.pkcs7.sha1)', () => {
  const value: MakeValue = (signed) => {
    const digest = createHash('sha1').update(signed).digest();
    return cms('rsa', '-nodetach')(new Uint8Array(digest));
  };
  it('is intact, weak, and therefore not trusted', async () => {
    expect(await report('adbe.pkcs7.sha1', value)).toMatchObject({
      intact: true,
      trusted: false,
      problems: ['weak-algorithm'],
    });
  });

  it('is not over anything else', async () => {
    const bad = await report('adbe.pkcs7.sha1', value, { change: tampered });
    expect(bad).toMatchObject({ intact: false, problems: ['weak-algorithm', 'digest-mismatch'] });
  });

  it('has to contain the digest', async () => {
    expect((await report('adbe.pkcs7.sha1', cms('rsa'))).intact).toBe(false);
  });
});

describe('a signature without CMS (adbe.x509.rsa_sha1)', () => {
  const value =
    (digest: string): MakeValue =>
    (signed) =>
      octetString(
        new Uint8Array(nodeSign(digest, signed, createPrivateKey(Buffer.from(openssl.read('rsa.key'))))),
      );
  const entries = () => ({ Cert: new PdfString(ders.rsa ?? new Uint8Array()) });

  it('is intact, and weak with the digest that it is named after', async () => {
    const good = await report('adbe.x509.rsa_sha1', value('sha1'), { entries: entries() });
    expect(good).toMatchObject({
      intact: true,
      trusted: false,
      level: 'basic',
      problems: ['weak-algorithm'],
    });
  });

  it('is trusted with a better digest', async () => {
    const good = await report('adbe.x509.rsa_sha1', value('sha256'), { entries: entries() });
    expect(good).toMatchObject({ intact: true, trusted: true, problems: [] });
  });

  it('is not over anything else, nor without its certificate', async () => {
    const o = { entries: entries(), change: tampered };
    expect((await report('adbe.x509.rsa_sha1', value('sha256'), o)).problems).toEqual(['signature-mismatch']);
    expect((await report('adbe.x509.rsa_sha1', value('sha256'))).problems).toEqual([
      'signer-certificate-missing',
    ]);
  });
});

describe('a document timestamp (ETSI.RFC3161)', () => {
  const value = (o: Partial<Parameters<typeof makeTimestamp>[0]> = {}): MakeValue => {
    const key = Buffer.from(openssl.read('stamper.key')).toString();
    const certificate = ders.stamper ?? new Uint8Array();
    return (data) => makeTimestamp({ certificate, key, data, time: new Date(now.getTime() - 1000), ...o });
  };

  it('tells the time, by the clock of its authority', async () => {
    const good = await report('ETSI.RFC3161', value());
    expect(good).toMatchObject({
      intact: true,
      trusted: true,
      level: 'timestamp',
      clock: 'timestamp',
      problems: [],
    });
    expect(good.signingTime).toEqual(new Date(Math.floor((now.getTime() - 1000) / 1000) * 1000));
  });

  it.each([
    ['over another document', value, tampered, 'digest-mismatch', false],
    ['with SHA-1', () => value({ digest: 'sha1' }), undefined, 'weak-algorithm', true],
    [
      'that does not name its certificate',
      () => value({ namesCertificate: false }),
      undefined,
      'signature-unreadable',
      false,
    ],
    ['of two signers', () => value({ signers: 2 }), undefined, 'several-signers', false],
  ])('proves nothing %s', async (_, make, change, problem, intact) => {
    const bad = await report('ETSI.RFC3161', make(), change ? { change } : {});
    expect(bad).toMatchObject({ intact, clock: 'signer-clock' });
    expect(bad.signingTime).toBeUndefined();
    expect(bad.problems).toContain(problem);
    if (intact) expect(bad.trusted).toBe(false);
  });

  it('is no signature, and a signature is no timestamp', async () => {
    expect((await report(CADES, value())).problems).toContain('content-type-mismatch');
    expect((await report('ETSI.RFC3161', cms('p256', '-cades'))).problems).toContain('content-type-mismatch');
  });

  it('of whose certificate time stamping is not the purpose is not trusted', async () => {
    const key = Buffer.from(openssl.read('p256.key')).toString();
    const bad = await report('ETSI.RFC3161', value({ certificate: ders.p256 ?? new Uint8Array(), key }));
    expect(bad).toMatchObject({ intact: true, trusted: false, problems: ['certificate-usage'] });
  });
});

describe('a signature with algorithms that cannot be relied on is reported as weak, and never as good:', () => {
  it.each([
    ['SHA-1', 'rsa', ['-md', 'sha1']],
    ['MD5', 'rsa', ['-md', 'md5']],
    ['SHA-1 with ECDSA', 'p256', ['-md', 'sha1']],
    ['a short key', 'short', []],
  ])('%s', async (_, signer, options) => {
    expect(await report('adbe.pkcs7.detached', cms(signer, ...options))).toMatchObject({
      intact: true,
      trusted: false,
      problems: ['weak-algorithm'],
    });
  });

  it('and never intact with ones that are not known', async () => {
    expect(await report('adbe.pkcs7.detached', cms('rsa', '-md', 'sha224'))).toMatchObject({
      intact: false,
      problems: ['unsupported-algorithm'],
    });
  });
});

describe('a value of several signers', () => {
  const two = (...options: string[]) => cms('p256', '-cades', ...options);
  const second = (name: string) => ['-signer', `${name}.pem`, '-inkey', `${name}.key`];

  it('is told, and trusted where all of them are', async () => {
    expect(await report(CADES, two(...second('rsa')))).toMatchObject({
      intact: true,
      trusted: true,
      level: 'basic',
      problems: ['several-signers'],
    });
  });

  it('is not trusted where one of them is not, whichever', async () => {
    const bad = await report(CADES, two(...second('outsider')));
    expect(bad).toMatchObject({
      intact: true,
      trusted: false,
      problems: ['several-signers', 'untrusted-root'],
    });
    expect(await report(CADES, cms('outsider', '-cades', ...second('p256')))).toMatchObject({
      trusted: false,
    });
  });

  it('is broken where one of them is', async () => {
    const value: MakeValue = async (signed) => {
      const der = await two(...second('rsa'))(signed);
      // the last bytes are those of the last signature
      der[der.length - 9] = (der[der.length - 9] ?? 0) ^ 1;
      return der;
    };
    expect(await report(CADES, value)).toMatchObject({ intact: false });
  });
});

describe('a value that was tampered with', () => {
  it.each<[string, MakeValue, string]>([
    [
      'has something behind it',
      async (signed) => concatBytes(await cms('p256')(signed), Uint8Array.of(0, 7)),
      'contents-padding',
    ],
    ['has content of its own', cms('p256', '-nodetach'), 'content-type-mismatch'],
    ['has no certificate', cms('p256', '-nocerts'), 'signer-certificate-missing'],
    ['is cut off', async (signed) => (await cms('p256')(signed)).subarray(0, 300), 'signature-unreadable'],
    ['is no CMS', () => Uint8Array.of(4, 1, 0), 'signature-unreadable'],
    ['is empty', () => new Uint8Array(), 'signature-unreadable'],
  ])('%s', async (_, make, problem) => {
    const bad = await report('adbe.pkcs7.detached', make);
    expect(bad.intact).toBe(false);
    expect(bad.problems).toContain(problem);
  });

  it('in a format that nobody knows is not judged', async () => {
    expect(await report('acme.own', cms('p256'))).toMatchObject({
      intact: false,
      problems: ['unsupported-format'],
    });
  });
});
