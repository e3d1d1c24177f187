import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSignedData } from './cms-parse';
import { verifySignerInfo, type SignerVerdict } from './cms-verify';
import { contextTag, encode, sequence, setOf } from './der';
import { CA, OpenSsl, P256, P384, P521, RSA, SIGNING } from './openssl-testing';
import { fields, readDer } from './tlv';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const content = randomBytes(3000);
const contentDigest = async (name: string) => new Uint8Array(createHash(name).update(content).digest());

beforeAll(() => {
  openssl.write('content', content);
  openssl.certificate('root', { extensions: CA });
  for (const [name, key] of Object.entries({
    p256: P256,
    p384: P384,
    p521: P521,
    rsa: RSA,
  })) {
    openssl.certificate(name, { key, issuer: 'root', extensions: [...SIGNING, 'subjectKeyIdentifier=hash'] });
  }
  openssl.certificate('pss', {
    key: ['-algorithm RSA-PSS', '-pkeyopt rsa_keygen_bits:2048'],
    issuer: 'root',
  });
  openssl.certificate('short', { key: ['-algorithm RSA', '-pkeyopt rsa_keygen_bits:1024'], issuer: 'root' });
});

/** What OpenSSL signs, detached. */
function sign(signer: string, ...options: string[]): Uint8Array {
  openssl.do(
    ...['cms', '-sign', '-binary', '-in', 'content', '-outform', 'DER', '-out', 'signature.der'],
    ...['-signer', `${signer}.pem`, '-inkey', `${signer}.key`, ...options],
  );
  return openssl.read('signature.der');
}

const verify = (der: Uint8Array): Promise<SignerVerdict> =>
  verifySignerInfo(parseSignedData(der), { contentDigest });

const pss = ['-keyopt', 'rsa_padding_mode:pss'];

describe('signatures that OpenSSL makes are verified', () => {
  it.each<[string, string[], Partial<SignerVerdict>]>([
    ['p256', [], { signatureAlgorithm: 'ecdsa', digestAlgorithm: 'sha256' }],
    ['p256', ['-md', 'sha384'], { digestAlgorithm: 'sha384' }],
    ['p256', ['-md', 'sha512'], { digestAlgorithm: 'sha512' }],
    ['p384', ['-md', 'sha384'], { signatureAlgorithm: 'ecdsa' }],
    ['p521', ['-md', 'sha512'], { signatureAlgorithm: 'ecdsa' }],
    ['p521', ['-md', 'sha256'], { signatureAlgorithm: 'ecdsa' }],
    ['rsa', [], { signatureAlgorithm: 'rsa-pkcs1', digestAlgorithm: 'sha256' }],
    ['rsa', ['-md', 'sha512'], { signatureAlgorithm: 'rsa-pkcs1', digestAlgorithm: 'sha512' }],
    ['rsa', pss, { signatureAlgorithm: 'rsa-pss', digestAlgorithm: 'sha256' }],
    ['rsa', [...pss, '-md', 'sha384', '-keyopt', 'rsa_pss_saltlen:20'], { signatureAlgorithm: 'rsa-pss' }],
    ['rsa', [...pss, '-keyopt', 'rsa_pss_saltlen:max'], { signatureAlgorithm: 'rsa-pss' }],
    ['rsa', ['-nosmimecap'], {}],
    ['p256', ['-keyid'], {}],
    ['p256', ['-certfile', 'root.pem'], {}],
  ])('%s %s', async (signer, options, expected) => {
    const verdict = await verify(sign(signer, ...options));
    expect(verdict).toMatchObject({ intact: true, problems: ['signing-certificate-missing'], ...expected });
    expect(verdict.signerCertificate).toEqual(openssl.read(`${signer}.der`));
    expect(Math.abs(Date.now() - (verdict.signingTime?.getTime() ?? 0))).toBeLessThan(60_000);
  });

  it.each([[['-cades']], [['-cades', '-md', 'sha512']]])(
    'with signing-certificate-v2: %s',
    async (options) => {
      expect(await verify(sign('p256', ...options))).toMatchObject({
        intact: true,
        signingCertificateAttribute: 'v2',
        problems: [],
      });
    },
  );

  it('in BER of indefinite length, which is remarked', async () => {
    const der = sign('rsa', '-stream', '-cades', '-nodetach');
    expect(der[1]).toBe(0x80);
    const parsed = parseSignedData(der);
    expect(parsed.eContent).toEqual(new Uint8Array(content));
    expect(await verify(der)).toMatchObject({ intact: true, problems: ['not-der'] });
  });

  it('with zeros behind, as PDF pads; other bytes behind are remarked', async () => {
    const der = sign('p256', '-cades');
    expect(parseSignedData(Buffer.concat([der, Buffer.alloc(100)]))).toMatchObject({
      byteLength: der.length,
      hasTrailingData: false,
    });
    expect((await verify(Buffer.concat([der, Buffer.from([0, 1])]))).problems).toEqual(['trailing-data']);
  });

  it('with the content inside, which is what counts then', async () => {
    const der = sign('p256', '-nodetach');
    const verdict = await verifySignerInfo(parseSignedData(der), {
      contentDigest: () => Promise.reject(new Error('not asked for')),
    });
    expect(verdict.intact).toBe(true);
  });

  it('by a key that is for PSS only', async () => {
    expect(await verify(sign('pss', ...pss))).toMatchObject({ intact: true, signatureAlgorithm: 'rsa-pss' });
  });

  it('by a short key, which is remarked', async () => {
    expect((await verify(sign('short', '-cades'))).problems).toEqual(['weak-key']);
  });

  it('without attributes, given the content itself', async () => {
    const parsed = parseSignedData(sign('p256', '-noattr'));
    const given = { contentDigest, content: async () => new Uint8Array(content) };
    expect(await verifySignerInfo(parsed, given)).toMatchObject({ intact: true, digestMatches: true });
    expect(await verifySignerInfo(parsed, { ...given, content: async () => randomBytes(9) })).toMatchObject({
      intact: false,
      digestMatches: false,
    });
    const withoutContent = await verifySignerInfo(parsed, { contentDigest });
    expect(withoutContent.intact).toBe(false);
    expect(withoutContent.problems).toContain('content-missing');
  });

  it('by several signers, each by itself', async () => {
    const parsed = parseSignedData(sign('p256', '-signer', 'rsa.pem', '-inkey', 'rsa.key'));
    const verdicts = await Promise.all(
      [0, 1].map((index) => verifySignerInfo(parsed, { contentDigest }, index)),
    );
    expect(verdicts.map(({ intact }) => intact)).toEqual([true, true]);
    expect(verdicts[0]?.problems).toContain('several-signers');
    expect((await verifySignerInfo(parsed, { contentDigest }, 2)).problems).toContain('signer-missing');
  });
});

describe('signatures that are not to be relied on', () => {
  it.each(['sha1', 'md5'])('those with %s are not good, right as they may be', async (md) => {
    const verdict = await verify(sign('rsa', '-md', md));
    expect(verdict).toMatchObject({ intact: false, digestMatches: true, signatureMatches: true });
    expect(verdict.problems).toContain('weak-digest');
  });

  it('those of other content', async () => {
    const other = async (name: string) => new Uint8Array(createHash(name).update('other').digest());
    const verdict = await verifySignerInfo(parseSignedData(sign('p256', '-cades')), { contentDigest: other });
    expect(verdict).toMatchObject({
      intact: false,
      digestMatches: false,
      signatureMatches: true,
      problems: ['digest-mismatch'],
    });
  });

  it('those with an unknown digest', async () => {
    const verdict = await verify(sign('rsa', '-md', 'sha224'));
    expect(verdict).toMatchObject({ intact: false, signatureMatches: false });
    expect(verdict.problems).toContain('unsupported-digest');
  });

  it('those without the signer’s certificate', async () => {
    const verdict = await verify(sign('p256', '-nocerts'));
    expect(verdict.intact).toBe(false);
    expect(verdict.signerCertificate).toBeUndefined();
    expect(verdict.problems).toContain('certificate-missing');
  });

  it('any one bit of the signer changed', async () => {
    const der = sign('p256', '-cades');
    const start = Buffer.from(der).lastIndexOf(Buffer.from('300d06092a864886f70d010903', 'hex').subarray(2));
    for (let at = start; at < der.length; at += 7) {
      const changed = der.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      let intact = false;
      try {
        intact = (await verify(changed)).intact;
      } catch (error) {
        expect(error).toMatchObject({ code: 'malformed' });
      }
      expect(intact, `byte ${at}`).toBe(false);
    }
  });

  it('those whose certificate was put in the place of another with the same key and number', async () => {
    openssl.certificate('twin', { issuer: 'root', serial: '0x77', extensions: SIGNING });
    const signature = sign('twin', '-cades');
    openssl.do('x509', '-req', '-in', 'twin.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-set_serial', '0x77',
      '-subj', '/CN=somebody else', '-out', 'swapped.pem'); // prettier-ignore
    openssl.do('x509', '-in', 'swapped.pem', '-outform', 'DER', '-out', 'swapped.der');
    const verdict = await verify(withCertificates(signature, [openssl.read('swapped.der')]));
    expect(verdict).toMatchObject({
      intact: false,
      signatureMatches: true,
      signingCertificateAttribute: 'mismatch',
      problems: ['signing-certificate-mismatch'],
    });
  });
});

describe('certificates in a message', () => {
  it('that are broken do not break the rest', async () => {
    const der = sign('p256', '-cades');
    const certificate = openssl.read('p256.der');
    const broken = certificate.slice();
    broken[8] = 0xa1; // [1] in the place of the version
    const message = withCertificates(der, [broken, sequence(), certificate]);
    expect(parseSignedData(message)).toMatchObject({
      unreadableCertificates: 2,
      certificates: [certificate],
    });
    expect(await verify(message)).toMatchObject({ intact: true, problems: ['certificate-malformed'] });
  });
});

/** The message with other certificates. */
function withCertificates(der: Uint8Array, certificates: Uint8Array[]): Uint8Array {
  const outer = fields(readDer(der), 'ContentInfo');
  const contentType = outer.next('contentType').raw;
  const signedData = fields(fields(outer.next('content'), 'content').next('SignedData'), 'SignedData');
  const parts = signedData
    .rest()
    .map((part) => (part.tag === contextTag(0) ? setOf(certificates, contextTag(0)) : part.raw));
  return sequence(contentType, encode(contextTag(0), sequence(...parts)));
}
