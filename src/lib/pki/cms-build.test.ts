import { createHash, randomBytes } from 'node:crypto';
import { SignedData, ContentInfo } from '@peculiar/asn1-cms';
import { AsnConvert } from '@peculiar/asn1-schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningAlgorithm } from '../keys';
import { newPlatform } from './chain-testing';
import { buildSignedData, signedDataSizeBound } from './cms-build';
import { parseSignedData } from './cms-parse';
import { verifySignerInfo } from './cms-verify';
import { OpenSsl } from './openssl-testing';
import { isDer, readDer } from './tlv';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const content = randomBytes(5000);
const messageDigest = new Uint8Array(createHash('sha256').update(content).digest());

describe.each<SigningAlgorithm>(['p256', 'rsa2048'])('a signature with %s', (algorithm) => {
  let made: Awaited<ReturnType<typeof newPlatform>>;
  let signer: Parameters<typeof buildSignedData>[0];
  let der: Uint8Array;
  beforeAll(async () => {
    made = await newPlatform(algorithm);
    const { company: certificate, issuing, root, companySigner } = made;
    const sign = (data: Uint8Array) => companySigner.sign(data);
    signer = { certificate, chain: [issuing, root], algorithm, sign, messageDigest };
    der = await buildSignedData(signer);
    openssl.write('content', content);
    openssl.write('signature.der', der);
    openssl.writePem('root.pem', 'CERTIFICATE', root);
  });

  const opensslVerify = (contentFile: string) =>
    openssl.run(
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', 'signature.der', '-out', 'out'],
      ...['-content', contentFile, '-CAfile', 'root.pem'],
    );

  it('is a good CAdES signature of the content to OpenSSL, with nothing but the root at hand', () => {
    expect(opensslVerify('content')).toEqual({ status: 0, text: 'CAdES Verification successful\n' });
  });

  it('is none of other content', () => {
    openssl.write('other', Buffer.concat([content, Buffer.from('.')]));
    expect(opensslVerify('other').status).not.toBe(0);
  });

  it('signs content type, digest and certificate, no time, and carries the chain', () => {
    const text = openssl.do('cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', 'signature.der');
    const signedAttrs = text.slice(
      text.indexOf('signedAttrs:'),
      text.indexOf('signatureAlgorithm:', text.indexOf('signedAttrs:')),
    );
    expect([...signedAttrs.matchAll(/object: (\S+)/g)].map(([, name]) => name).sort()).toEqual([
      'contentType',
      'id-smime-aa-signingCertificateV2',
      'messageDigest',
    ]);
    expect(new Set(parseSignedData(der).certificates.map(String))).toEqual(
      new Set([made.company, made.issuing, made.root].map(String)),
    );
  });

  it('is DER all through, and the bytes that another writer makes of it', () => {
    expect(isDer(readDer(der))).toBe(true);
    const outer = AsnConvert.parse(der, ContentInfo);
    const signedData = AsnConvert.parse(outer.content, SignedData);
    expect(new Uint8Array(AsnConvert.serialize(signedData))).toEqual(new Uint8Array(outer.content));
  });

  it('is verified by ourselves without a remark', async () => {
    expect(
      await verifySignerInfo(parseSignedData(der), { contentDigest: async () => messageDigest }),
    ).toEqual({
      intact: true,
      digestMatches: true,
      signatureMatches: true,
      signerCertificate: made.company,
      digestAlgorithm: 'sha256',
      signatureAlgorithm: algorithm === 'p256' ? 'ecdsa' : 'rsa-pkcs1',
      signingTime: undefined,
      signingCertificateAttribute: 'v2',
      hasTimestamp: false,
      problems: [],
    });
  });

  it('contains a certificate once', async () => {
    const twice = await buildSignedData({
      ...signer,
      chain: [made.issuing, made.root, made.root, made.company],
    });
    expect(parseSignedData(twice).certificates).toHaveLength(3);
  });

  it('is refused over a digest of another length', async () => {
    await expect(buildSignedData({ ...signer, messageDigest: new Uint8Array(20) })).rejects.toMatchObject({
      code: 'bad-digest',
    });
  });

  it('lets the signer’s own error pass', async () => {
    const locked = new Error('locked');
    const sign = () => Promise.reject(locked);
    await expect(buildSignedData({ ...signer, sign })).rejects.toBe(locked);
  });
});

describe('the size that is foretold', () => {
  it('is reached by RSA exactly and by P-256 with its longest signature', async () => {
    for (const algorithm of ['p256', 'rsa2048'] as const) {
      const { company: certificate, issuing, root } = await newPlatform(algorithm);
      const signer = { certificate, chain: [issuing, root], algorithm };
      const sign = async () => new Uint8Array(algorithm === 'p256' ? 64 : 256).fill(0xff);
      expect((await buildSignedData({ ...signer, sign, messageDigest })).length).toBe(
        signedDataSizeBound(signer),
      );
    }
  });

  it('is never exceeded, whatever r and s are, and close to what is needed', async () => {
    const { company: certificate, issuing, root } = await newPlatform('p256');
    const signer = { certificate, chain: [issuing, root], algorithm: 'p256' as const };
    const bound = signedDataSizeBound(signer);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 64, maxLength: 64 }), async (signature) => {
        const { length } = await buildSignedData({ ...signer, messageDigest, sign: async () => signature });
        expect(length).toBeLessThanOrEqual(bound);
      }),
    );
    const sign = async () => new Uint8Array(64).fill(0x11);
    expect((await buildSignedData({ ...signer, messageDigest, sign })).length).toBeGreaterThanOrEqual(
      bound - 2,
    );
  });
});
