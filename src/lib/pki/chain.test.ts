import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPlatform } from './chain-testing';
import { validateChain, type ChainResult } from './chain';
import { readCertificate } from './certificate';
import { issueCrl } from './crl';
import { CA, ED25519, OpenSsl, P384, P521, RSA, SIGNING } from './openssl-testing';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const DAY_MS = 86_400_000;
/** A little later than the certificates that OpenSSL makes meanwhile. */
const now = new Date(Date.now() + 3_600_000);
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);

let root: Uint8Array;
let issuing: Uint8Array;
let company: Uint8Array;
beforeAll(() => {
  root = openssl.certificate('root', { extensions: CA });
  issuing = openssl.certificate('issuing', { issuer: 'root', extensions: CA });
  company = openssl.certificate('company', { issuer: 'issuing', extensions: SIGNING, days: 500 });
});

type Question = Partial<Parameters<typeof validateChain>[0]>;
const validate = (o: Question = {}): Promise<ChainResult> =>
  validateChain({ certificate: company, candidates: [issuing], roots: [root], at: now, ...o });

/** A company certificate below a CA below the root, each as the options say. */
function below(
  ca: Parameters<OpenSsl['certificate']>[1],
  end: Parameters<OpenSsl['certificate']>[1] = { extensions: SIGNING },
): Question {
  const name = `ca${++serial}`;
  const authority = openssl.certificate(name, { issuer: 'root', extensions: CA, ...ca });
  return {
    certificate: openssl.certificate(`${name}-company`, { issuer: name, ...end }),
    candidates: [authority],
  };
}
let serial = 0;

describe('a chain is trusted', () => {
  it('from company to root', async () => {
    expect(await validate()).toEqual({
      status: 'trusted',
      path: [company, issuing, root],
      problems: [],
      revoked: 'unknown',
      isRevocationComplete: false,
    });
  });

  it.each(['p256', 'rsa2048'] as const)('that we made with %s', async (algorithm) => {
    const made = await newPlatform(algorithm);
    const result = await validate({
      certificate: made.company,
      candidates: [made.issuing],
      roots: [made.root],
    });
    expect(result).toMatchObject({ status: 'trusted', problems: [] });
  });

  it('whatever else is among the candidates, in any order', async () => {
    const other = await newPlatform('p256');
    const candidates = [
      new Uint8Array([0x30, 0x00]),
      other.root,
      company,
      root,
      issuing,
      other.issuing,
      issuing,
    ];
    expect((await validate({ candidates })).path).toEqual([company, issuing, root]);
  });

  it.each([
    ['P-384', { key: P384, digest: 'sha384' }],
    ['P-521', { key: P521, digest: 'sha512' }],
    ['Ed25519', { key: ED25519 }],
    ['RSA', { key: RSA }],
    ['RSA-PSS', { key: RSA, signing: ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] }],
  ])('with an authority of %s', async (_, options) => {
    const name = `root${++serial}`;
    const top = openssl.certificate(name, { ...options, extensions: CA });
    const end = openssl.certificate(`${name}-company`, { ...options, issuer: name, extensions: SIGNING });
    expect(await validate({ certificate: end, candidates: [], roots: [top] })).toMatchObject({
      status: 'trusted',
      problems: [],
      path: [end, top],
    });
  });

  it('of a self-signed certificate that is a root itself', async () => {
    const own = openssl.certificate('self');
    expect(await validate({ certificate: own, roots: [root, own] })).toMatchObject({
      status: 'trusted',
      path: [own],
    });
  });

  it('through the right one of several authorities of one name', async () => {
    const [one, two] = [await newPlatform('p256'), await newPlatform('p256')];
    const all = [one.root, two.root];
    for (const { company: certificate, root: mine, issuing: between } of [one, two]) {
      const candidates = [one.issuing, two.issuing];
      const result = await validate({ certificate, candidates, roots: all });
      expect(result).toMatchObject({ status: 'trusted', path: [certificate, between, mine] });
    }
  });

  it('where names differ in case, spaces and string type only', async () => {
    openssl.certificate('shouting', { extensions: CA, subject: '/O=Some  ORGANISATION' });
    const certificate = openssl.certificate('calm', { issuer: 'shouting', extensions: SIGNING });
    // the same key and another spelling of the name
    openssl.do('x509', '-req', '-in', 'shouting.csr', '-signkey', 'shouting.key', '-subj', '/O=some organisation',
      '-extfile', 'shouting.ext', '-days', '9', '-outform', 'DER', '-out', 'quiet.der'); // prettier-ignore
    const quiet = openssl.read('quiet.der');
    expect(await validate({ certificate, roots: [quiet] })).toMatchObject({ status: 'trusted' });
  });

  it('with the purposes that readers take for signing documents', async () => {
    for (const usage of [
      '1.3.6.1.5.5.7.3.36',
      'emailProtection',
      '1.2.840.113583.1.1.5',
      'anyExtendedKeyUsage',
    ]) {
      const extensions = [...SIGNING, `extendedKeyUsage=${usage}`];
      const certificate = openssl.certificate(`eku${++serial}`, { issuer: 'issuing', extensions });
      expect(await validate({ certificate }), usage).toMatchObject({ status: 'trusted' });
    }
  });
});

describe('a chain is not trusted', () => {
  const untrusted = async (question: Question, ...problems: string[]) =>
    expect(await validate(question)).toMatchObject({ status: 'untrusted', problems });

  it('to another root', async () => {
    const other = openssl.certificate('other', { extensions: CA });
    await untrusted({ roots: [other] }, 'issuer-missing');
    await untrusted({ roots: [other], candidates: [issuing, root] }, 'root-not-trusted');
    await untrusted({ roots: [] }, 'issuer-missing');
  });

  it('to a root of the same name with another key', async () => {
    const twin = openssl.certificate('root-twin', { extensions: CA, subject: '/CN=root' });
    await untrusted({ roots: [twin] }, 'signature-invalid');
  });

  it('without the certificate between', () => untrusted({ candidates: [] }, 'issuer-missing'));

  it('with a signature that was changed', async () => {
    const changed = company.slice();
    const last = changed.length - 1;
    changed[last] = (changed[last] ?? 0) ^ 1;
    await untrusted({ certificate: changed }, 'signature-invalid');
  });

  it('before it begins and after it ends, to the second', async () => {
    const { notBefore, notAfter } = readCertificate(company);
    await untrusted({ at: new Date(notAfter.getTime() + 1000) }, 'expired');
    expect((await validate({ at: notAfter })).status).toBe('trusted');
    const early = openssl.certificate('early', { issuer: 'issuing', extensions: SIGNING });
    expect((await validate({ certificate: early, at: readCertificate(early).notBefore })).status).toBe(
      'trusted',
    );
    expect(
      (await validate({ certificate: early, at: new Date(notBefore.getTime() - DAY_MS) })).problems,
    ).toContain('not-yet-valid');
  });

  it('above which an authority has expired', async () => {
    await untrusted({ ...below({ days: 1 }), at: days(2) }, 'expired');
  });

  it.each([
    ['is no CA', { extensions: ['basicConstraints=critical,CA:FALSE'] }, ['not-a-ca']],
    ['does not say that it is one', { extensions: ['keyUsage=keyCertSign'] }, ['not-a-ca']],
    [
      'may not sign certificates',
      { extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign'] },
      ['issuer-key-usage'],
    ],
    ['is signed with SHA-1', { digest: 'sha1' }, ['weak-digest']],
    ['has a short key', { key: ['-algorithm RSA', '-pkeyopt rsa_keygen_bits:1024'] }, ['weak-key']],
    [
      'constrains names',
      { extensions: [...CA, 'nameConstraints=critical,permitted;dirName:other', '[other]', 'O=Other'] },
      ['name-constraints'],
    ],
    [
      'has a critical extension that nobody knows',
      { extensions: [...CA, '1.2.3.4.5=critical,DER:0500'] },
      ['unknown-critical-extension'],
    ],
    [
      'has an extension that is broken',
      { extensions: ['basicConstraints=critical,DER:0c0161', 'keyUsage=critical,keyCertSign'] },
      ['malformed-extension'],
    ],
  ])('whose authority %s', async (_, ca, problems) => untrusted(below(ca), ...problems));

  it('whose authority is a company', async () => {
    const certificate = openssl.certificate('usurped', { issuer: 'company', extensions: SIGNING });
    await untrusted({ certificate, candidates: [issuing, company] }, 'not-a-ca', 'issuer-key-usage');
  });

  it('with more authorities than a path length allows', async () => {
    const short = [...CA.slice(1), 'basicConstraints=critical,CA:TRUE,pathlen:0'];
    const first = openssl.certificate('first', { issuer: 'root', extensions: short });
    const second = openssl.certificate('second', { issuer: 'first', extensions: CA });
    const certificate = openssl.certificate('third', { issuer: 'second', extensions: SIGNING });
    await untrusted({ certificate, candidates: [first, second] }, 'path-too-long');
    const direct = openssl.certificate('direct', { issuer: 'first', extensions: SIGNING });
    expect((await validate({ certificate: direct, candidates: [first] })).status).toBe('trusted');
  });

  it.each([
    ['key usage', ['keyUsage=critical,keyEncipherment']],
    ['extended key usage', [...SIGNING, 'extendedKeyUsage=serverAuth']],
  ])('for documents with another %s', async (_, extensions) => {
    const question = below({}, { extensions });
    await untrusted(question, 'wrong-purpose');
    expect((await validate({ ...question, purpose: 'any' })).status).toBe('trusted');
  });

  it('for documents by an authority that is bound to another purpose', async () => {
    const bound = openssl.certificate('web', {
      issuer: 'root',
      extensions: [...CA, 'extendedKeyUsage=serverAuth'],
    });
    const mail = ['extendedKeyUsage=emailProtection,serverAuth'];
    const certificate = openssl.certificate('by-web', { issuer: 'web', extensions: [...SIGNING, ...mail] });
    await untrusted({ certificate, candidates: [bound] }, 'wrong-purpose');
    const both = openssl.certificate('both', { issuer: 'root', extensions: [...CA, ...mail] });
    const signer = openssl.certificate('by-both', { issuer: 'both', extensions: SIGNING });
    expect((await validate({ certificate: signer, candidates: [both] })).status).toBe('trusted');
  });

  it('for time stamps without their purpose', async () => {
    await untrusted({ purpose: 'timestamping' }, 'wrong-purpose');
    const stamper = below({}, { extensions: [...SIGNING, 'extendedKeyUsage=critical,timeStamping'] });
    expect((await validate({ ...stamper, purpose: 'timestamping' })).status).toBe('trusted');
    await untrusted(stamper, 'wrong-purpose');
  });

  it('of something that is no certificate', async () => {
    await untrusted({ certificate: new Uint8Array([1, 2, 3]) }, 'malformed');
  });

  it('that goes in circles', async () => {
    // two authorities that certify each other, and neither a root
    const a = openssl.certificate('a', { extensions: CA });
    const b = openssl.certificate('b', { extensions: CA });
    const cross = (name: string, by: string) => {
      openssl.do('x509', '-req', '-in', `${name}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`,
        '-extfile', `${name}.ext`, '-set_serial', `${++serial}`, '-outform', 'DER', '-out', 'cross.der'); // prettier-ignore
      return openssl.read('cross.der');
    };
    const certificate = openssl.certificate('lost', { issuer: 'a', extensions: SIGNING });
    const crossed = [cross('a', 'b'), cross('b', 'a')];
    expect((await validate({ certificate, candidates: crossed })).status).toBe('untrusted');
    expect((await validate({ certificate, candidates: [...crossed, a], roots: [b] })).status).toBe('trusted');
  });

  it('among many authorities of one name and key, which hide no path either', async () => {
    const many = Array.from({ length: 20 }, (_, index) => {
      openssl.do('x509', '-req', '-in', 'issuing.csr', '-CA', 'issuing.pem', '-CAkey', 'issuing.key',
        '-extfile', 'issuing.ext', '-set_serial', `${9000 + index}`, '-outform', 'DER', '-out', 'one.der'); // prettier-ignore
      return openssl.read('one.der');
    });
    expect((await validate({ candidates: many, roots: [] })).status).toBe('untrusted');
    expect((await validate({ candidates: [...many, issuing] })).status).toBe('trusted');
  });
});

describe('revocation', () => {
  const hour = (date: Date) => `${date.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`;
  const line = (certificate: Uint8Array, at: Date, reason = '') =>
    `${hour(at)}${reason}\t${readCertificate(certificate).serialNumber.toUpperCase()}`;

  it('is known where a list of the issuer is there', async () => {
    expect(await validate({ crls: [openssl.crl('empty', 'issuing')] })).toMatchObject({
      status: 'trusted',
      revoked: 'no',
      problems: [],
    });
  });

  it('is not known from lists of others', async () => {
    openssl.certificate('imposter', { extensions: CA, subject: '/CN=issuing' });
    const crls = [
      openssl.crl('of-root', 'root'),
      openssl.crl('of-imposter', 'imposter'),
      new Uint8Array([0x30, 0]),
    ];
    expect(await validate({ crls })).toMatchObject({ status: 'trusted', revoked: 'unknown' });
  });

  it('before the time in question breaks trust', async () => {
    const at = days(-3);
    const crls = [openssl.crl('revoked', 'issuing', { revoked: [line(company, at, ',keyCompromise')] })];
    expect(await validate({ crls })).toMatchObject({
      status: 'untrusted',
      revoked: 'yes',
      problems: ['revoked'],
      revokedAt: new Date(Math.floor(at.getTime() / 1000) * 1000),
      revocationReason: 'keyCompromise',
    });
  });

  it('after the time in question does not, and is told', async () => {
    const at = days(1);
    const crls = [openssl.crl('later', 'issuing', { revoked: [line(company, at)] })];
    expect(await validate({ crls })).toMatchObject({
      status: 'trusted',
      revoked: 'no',
      problems: ['revoked-later'],
      revocationReason: 'unspecified',
    });
    expect(await validate({ crls, at: days(2) })).toMatchObject({ status: 'untrusted', revoked: 'yes' });
  });

  it('of an authority breaks trust', async () => {
    const crls = [
      openssl.crl('fine', 'issuing'),
      openssl.crl('authority', 'root', { revoked: [line(issuing, days(-1))] }),
    ];
    expect(await validate({ crls })).toMatchObject({
      status: 'untrusted',
      revoked: 'yes',
      problems: ['authority-revoked'],
    });
  });

  it('by an outdated list is not known, unless it names the certificate', async () => {
    const outdated = openssl.crl('outdated', 'issuing');
    expect(await validate({ crls: [outdated], at: days(60) })).toMatchObject({
      status: 'trusted',
      revoked: 'unknown',
      problems: ['revocation-outdated'],
    });
    const naming = openssl.crl('naming', 'issuing', { revoked: [line(company, days(-1))] });
    expect(await validate({ crls: [naming], at: days(60) })).toMatchObject({ revoked: 'yes' });
  });

  it('by our own lists', async () => {
    const made = await newPlatform('p256');
    const { serialNumber } = readCertificate(made.company);
    const terms = { issuer: made.issuer, thisUpdate: days(-1), nextUpdate: days(1) };
    const question = { certificate: made.company, candidates: [made.issuing], roots: [made.root] };
    const clean = await issueCrl({ ...terms, number: 1, revoked: [] });
    const naming = await issueCrl({ ...terms, number: 2, revoked: [{ serialNumber, at: days(-1) }] });
    expect(await validate({ ...question, crls: [clean] })).toMatchObject({ revoked: 'no' });
    expect(await validate({ ...question, crls: [clean, naming] })).toMatchObject({ revoked: 'yes' });
  });

  it('is not known from partial lists', async () => {
    const extensions = ['issuingDistributionPoint=critical,@point', '[point]', 'onlyCA=TRUE'];
    const partial = openssl.crl('partial', 'issuing', { extensions });
    expect(await validate({ crls: [partial] })).toMatchObject({ revoked: 'unknown' });
  });
});
