import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningAlgorithm } from '../keys';
import { newPlatform } from './chain-testing';
import { readCertificate } from './certificate';
import { issueCrl } from './crl';
import { readCrl } from './crl-read';
import { OpenSsl } from './openssl-testing';
import { isDer, readDer } from './tlv';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const DAY_MS = 86_400_000;

describe.each<SigningAlgorithm>(['p256', 'rsa2048'])('a revocation list signed with %s', (algorithm) => {
  let made: Awaited<ReturnType<typeof newPlatform>>;
  const thisUpdate = new Date(Date.now() - 1000);
  const nextUpdate = new Date(Date.now() + DAY_MS);
  const issue = (revoked: Parameters<typeof issueCrl>[0]['revoked'], number = 7) =>
    issueCrl({ issuer: made.issuer, number, thisUpdate, nextUpdate, revoked });
  beforeAll(async () => {
    made = await newPlatform(algorithm);
    openssl.writePem('root.pem', 'CERTIFICATE', made.root);
    openssl.writePem('issuing.pem', 'CERTIFICATE', made.issuing);
    openssl.writePem('company.pem', 'CERTIFICATE', made.company);
  });

  it('is verified by OpenSSL and is DER', async () => {
    const { serialNumber } = readCertificate(made.company);
    const der = await issue([{ serialNumber, at: new Date(), reason: 'keyCompromise' }], 300);
    openssl.writePem('crl.pem', 'X509 CRL', der);
    expect(openssl.run('crl', '-in', 'crl.pem', '-CAfile', 'issuing.pem', '-noout', '-verify').text).toBe(
      'verify OK\n',
    );
    const text = openssl.do('crl', '-in', 'crl.pem', '-noout', '-text');
    expect(text).toContain('Version 2 (0x1)');
    expect(text).toMatch(/X509v3 CRL Number: \s+300\n/);
    expect(text).toMatch(/CRL Reason Code: \s+Key Compromise\n/);
    expect(text).toContain('Authority Key Identifier');
    expect(isDer(readDer(der))).toBe(true);
    expect(new Uint8Array(AsnConvert.serialize(AsnConvert.parse(der, CertificateList)))).toEqual(der);
  });

  it('makes OpenSSL refuse what is revoked, and nothing else', async () => {
    const verify = async (serialNumber: string) => {
      openssl.writePem('crl.pem', 'X509 CRL', await issue([{ serialNumber, at: new Date() }]));
      const chain = ['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-CRLfile', 'crl.pem'];
      return openssl.run('verify', '-crl_check', ...chain, 'company.pem').text;
    };
    expect(await verify(readCertificate(made.company).serialNumber)).toContain('certificate revoked');
    expect(await verify('4711')).toBe('company.pem: OK\n');
  });

  it('may be empty', async () => {
    openssl.writePem('crl.pem', 'X509 CRL', await issue([]));
    expect(openssl.do('crl', '-in', 'crl.pem', '-noout', '-text')).toContain('No Revoked Certificates');
  });

  it('is read back', async () => {
    const at = new Date('2026-03-01T08:00:00Z');
    const crl = readCrl(await issue([{ serialNumber: '00ff01', at, reason: 'cessationOfOperation' }]));
    expect(crl.revoked.get('00ff01')).toMatchObject({ at, reason: 'cessationOfOperation' });
  });

  it('is refused with a bad period, number or serial number', async () => {
    const { issuer } = made;
    const terms = { issuer, number: 1, thisUpdate, nextUpdate, revoked: [] };
    await expect(issueCrl({ ...terms, nextUpdate: thisUpdate })).rejects.toMatchObject({
      code: 'bad-validity',
    });
    await expect(issueCrl({ ...terms, number: -1 })).rejects.toMatchObject({ code: 'bad-number' });
    await expect(issue([{ serialNumber: 'xyz', at: new Date() }])).rejects.toMatchObject({
      code: 'bad-number',
    });
  });
});
