import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8, type SigningAlgorithm } from '../keys';
import { newPlatform } from './chain-testing';
import { issueCrl } from './crl';
import { describeCertificate } from './describe';
import { newSigner, OpenSsl } from './openssl-testing';
import { parseRequest, parseRequestNow } from './request';
import { isIssuedByNow, publicKeyOf, readCrlNow, verifyNow } from './signature-now';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());
const data = utf8('投标文件');

describe.each<SigningAlgorithm>(['p256', 'rsa2048'])('at once, %s', (algorithm) => {
  let made: Awaited<ReturnType<typeof newPlatform>>;
  beforeAll(async () => {
    made = await newPlatform(algorithm);
  });

  it('signatures of WebCrypto hold, and no other ones', async () => {
    const signer = await newSigner(algorithm);
    for (let n = 0; n < 8; n++) {
      const signature = await signer.sign(data);
      expect(verifyNow(signer.spki, data, signature)).toBe(true);
      expect(verifyNow(signer.spki, utf8('别的'), signature)).toBe(false);
      expect(verifyNow(made.companySigner.spki, data, signature)).toBe(false);
      for (const at of [0, 31, signature.length - 1]) {
        const changed = signature.slice();
        changed[at]! ^= 1;
        expect(verifyNow(signer.spki, data, changed)).toBe(false);
      }
      expect(verifyNow(signer.spki, data, signature.subarray(1))).toBe(false);
    }
  });

  it('what is no key or no signature does not hold, and does not throw', () => {
    for (const bytes of [new Uint8Array(), new Uint8Array(64), data]) {
      expect(verifyNow(bytes, data, new Uint8Array(64))).toBe(false);
      expect(verifyNow(made.companySigner.spki, data, bytes)).toBe(false);
    }
    expect(verifyNow(made.companySigner.spki, data, new Uint8Array(256))).toBe(false);
  });

  it('signatures of OpenSSL hold', () => {
    const options =
      algorithm === 'p256' ? ['EC', 'ec_paramgen_curve:P-256'] : ['RSA', 'rsa_keygen_bits:2048'];
    openssl.do('genpkey', '-algorithm', options[0]!, '-pkeyopt', options[1]!, '-out', 'k.pem');
    openssl.do('req', '-x509', '-key', 'k.pem', '-subj', '/CN=自', '-utf8', '-days', '9', '-out', 'k.crt');
    openssl.do('x509', '-in', 'k.crt', '-outform', 'DER', '-out', 'k.der');
    const certificate = openssl.read('k.der');
    expect(isIssuedByNow(certificate, certificate)).toBe(true);
    expect(isIssuedByNow(certificate, made.root)).toBe(false);
  });

  it('a request is read as it is when there is time, and not with another key', async () => {
    expect(parseRequestNow(made.request)).toEqual(await parseRequest(made.request));
    const changed = made.request.slice();
    changed[changed.length - 1]! ^= 1;
    expect(() => parseRequestNow(changed)).toThrow(expect.objectContaining({ code: 'request-signature' }));
  });

  it('tells who issued a certificate', async () => {
    const other = await newPlatform(algorithm); // of the same names
    expect(isIssuedByNow(made.company, made.issuing)).toBe(true);
    expect(isIssuedByNow(made.issuing, made.root)).toBe(true);
    expect(isIssuedByNow(made.company, made.root)).toBe(false);
    expect(isIssuedByNow(made.company, other.issuing)).toBe(false);
    expect(isIssuedByNow(made.company, data)).toBe(false);
    expect(publicKeyOf(made.company)).toEqual(made.companySigner.spki);
  });

  it('reads a revocation list of its issuer', async () => {
    const { serialNumber } = describeCertificate(made.company);
    const [thisUpdate, nextUpdate] = [new Date('2026-11-24T08:00:00Z'), new Date('2026-12-01T08:00:00Z')];
    const revoked = [{ serialNumber, at: thisUpdate, reason: 'superseded' as const }];
    const list = { issuer: made.issuer, number: 300, thisUpdate, nextUpdate };
    const crl = await issueCrl({ ...list, revoked });
    expect(readCrlNow(crl, made.issuing)).toEqual({ number: 300, thisUpdate, nextUpdate, revoked });
    expect(readCrlNow(crl, made.root)).toBeUndefined();
    expect(readCrlNow(crl, (await newPlatform(algorithm)).issuing)).toBeUndefined();
    expect(readCrlNow(data, made.issuing)).toBeUndefined();
    const none = await issueCrl({ ...list, revoked: [] });
    expect(readCrlNow(none, made.issuing)?.revoked).toEqual([]);
  });
});
