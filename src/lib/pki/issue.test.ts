import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SigningAlgorithm } from '../keys';
import { COMPANY, newPlatform, PLATFORM } from './chain-testing';
import { readCertificate } from './certificate';
import { describeCertificate } from './describe';
import { issueCompany, issueForItself, issueIntermediate, issueRoot } from './issue';
import { newSigner, OpenSsl } from './openssl-testing';
import { createRequest } from './request';
import { isDer, readDer } from './tlv';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

describe.each<SigningAlgorithm>(['p256', 'rsa2048'])('certificates signed with %s', (algorithm) => {
  let made: Awaited<ReturnType<typeof newPlatform>>;
  beforeAll(async () => {
    made = await newPlatform(algorithm);
    openssl.writePem('root.pem', 'CERTIFICATE', made.root);
    openssl.writePem('issuing.pem', 'CERTIFICATE', made.issuing);
    openssl.writePem('company.pem', 'CERTIFICATE', made.company);
  });

  it.each([[], ['-purpose', 'smimesign']])('chain for OpenSSL at its strictest %s', (...purpose) => {
    const { status, text } = openssl.run(
      ...['verify', '-x509_strict', '-check_ss_sig', ...purpose, '-CAfile', 'root.pem'],
      ...['-untrusted', 'issuing.pem', 'company.pem'],
    );
    expect(text).toBe('company.pem: OK\n');
    expect(status).toBe(0);
  });

  it('do not chain to another platform of the same name', async () => {
    openssl.writePem('other.pem', 'CERTIFICATE', (await newPlatform(algorithm)).root);
    expect(
      openssl.run('verify', '-CAfile', 'other.pem', '-untrusted', 'issuing.pem', 'company.pem').status,
    ).not.toBe(0);
  });

  it('follow the profile', () => {
    const text = (name: string) =>
      openssl.do('x509', '-in', name, '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus,sname');
    expect(text('company.pem')).toContain(
      `Subject: C=CN,O=${COMPANY},OU=${PLATFORM},CN=${COMPANY},serialNumber=${made.subject.creditCode}`,
    );
    expect(text('company.pem')).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
    expect(text('company.pem')).toMatch(
      /Extended Key Usage: \s+1\.3\.6\.1\.5\.5\.7\.3\.36, E-mail Protection\n/,
    );
    expect(text('company.pem')).not.toContain('Basic Constraints');
    expect(text('issuing.pem')).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/);
    for (const name of ['root.pem', 'issuing.pem']) {
      expect(text(name)).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
    }
    expect(text('root.pem')).toMatch(/Basic Constraints: critical\s+CA:TRUE\n/);
    for (const name of ['root.pem', 'issuing.pem', 'company.pem']) {
      expect(text(name)).toContain('Version: 3');
      expect(text(name)).toContain('Subject Key Identifier');
      expect(text(name)).toContain('Authority Key Identifier');
    }
  });

  it('are DER, with serial numbers of 16 random bytes', () => {
    for (const der of [made.root, made.issuing, made.company]) {
      expect(isDer(readDer(der))).toBe(true);
      expect(readCertificate(der).serialNumber).toMatch(/^[4-7][0-9a-f]{31}$/);
    }
  });

  it('are the bytes that another writer of DER makes of them', () => {
    for (const der of [made.root, made.issuing, made.company]) {
      expect(new Uint8Array(AsnConvert.serialize(AsnConvert.parse(der, Certificate)))).toEqual(der);
    }
  });

  it('are described', () => {
    expect(describeCertificate(made.company)).toMatchObject({
      commonName: COMPANY,
      organization: COMPANY,
      creditCode: made.subject.creditCode,
      platform: PLATFORM,
      trial: false,
      issuerName: `${PLATFORM} 签发CA`,
      keyKind: algorithm === 'p256' ? 'P-256' : 'RSA',
      keyBits: algorithm === 'p256' ? 256 : 2048,
      isCa: false,
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.4'],
      selfIssued: false,
    });
    expect(describeCertificate(made.root)).toMatchObject({ isCa: true, selfIssued: true });
  });
});

describe('trial certificates', () => {
  it('say so in every subject, to any program', async () => {
    const { root, issuing, company } = await newPlatform('p256', { trial: true });
    for (const der of [root, issuing, company]) {
      openssl.writePem('trial.pem', 'CERTIFICATE', der);
      expect(openssl.do('x509', '-in', 'trial.pem', '-noout', '-subject', '-nameopt', 'utf8')).toContain(
        'OU=体验证书 · TRIAL',
      );
      expect(describeCertificate(der).trial).toBe(true);
    }
    expect(describeCertificate(company).platform).toBe(PLATFORM);
  });
});

describe('times', () => {
  it('from 2050 on are GeneralizedTime', async () => {
    const signer = await newSigner('p256');
    const der = await issueRoot({
      name: '根',
      signer,
      notBefore: new Date('2049-06-01T00:00:00Z'),
      years: 2,
    });
    openssl.writePem('late.pem', 'CERTIFICATE', der);
    expect(openssl.do('asn1parse', '-in', 'late.pem')).toMatch(
      /UTCTIME\s+:490601000000Z[\s\S]*GENERALIZEDTIME\s+:20510531235959Z/,
    );
    expect(describeCertificate(der).notAfter.toISOString()).toBe('2051-05-31T23:59:59.000Z');
  });
});

describe('an issuer refuses', () => {
  const notBefore = new Date('2026-11-24T00:00:00Z');
  let made: Awaited<ReturnType<typeof newPlatform>>;
  beforeAll(async () => {
    made = await newPlatform('p256', { notBefore });
  });
  const refused = (code: string) => expect.objectContaining({ name: 'PkiError', code });

  it('to certify beyond its own validity', async () => {
    const { request, issuer } = made;
    await expect(issueCompany({ request, issuer, notBefore, years: 11 })).rejects.toEqual(
      refused('outside-issuer-validity'),
    );
    await expect(
      issueCompany({ request, issuer, notBefore: new Date(notBefore.getTime() - 1000), years: 1 }),
    ).rejects.toEqual(refused('outside-issuer-validity'));
  });

  it('to issue with a company certificate', async () => {
    const issuer = { certificate: made.company, signer: made.companySigner };
    await expect(issueCompany({ request: made.request, issuer, notBefore, years: 1 })).rejects.toEqual(
      refused('not-an-issuer'),
    );
  });

  it('to issue a CA where its path length forbids it', async () => {
    const { spki } = await newSigner('p256');
    await expect(
      issueIntermediate({ name: 'CA', spki, issuer: made.issuer, notBefore, years: 1 }),
    ).rejects.toEqual(refused('not-an-issuer'));
  });

  it('a certificate that is not of the key', async () => {
    const issuer = { certificate: made.issuing, signer: made.rootSigner };
    await expect(issueCompany({ request: made.request, issuer, notBefore, years: 1 })).rejects.toEqual(
      refused('key-mismatch'),
    );
  });

  it.each(['', 'x'.repeat(65), ' 有限公司', '有限\n公司'])('the name %j', async (companyName) => {
    const subject = { ...made.subject, companyName };
    await expect(createRequest({ subject, signer: made.companySigner })).rejects.toEqual(
      refused('bad-subject'),
    );
  });

  it('a wrong credit code', async () => {
    const subject = { ...made.subject, creditCode: '91350100M000100Y44' };
    await expect(createRequest({ subject, signer: made.companySigner })).rejects.toEqual(
      refused('bad-credit-code'),
    );
  });
});

it('a name of 64 characters, rare ones among them, is carried whole', async () => {
  const { issuer, companySigner, subject } = await newPlatform('p256');
  const companyName = '𠮷𬱖'.repeat(10) + '公'.repeat(44);
  const request = await createRequest({ subject: { ...subject, companyName }, signer: companySigner });
  const der = await issueCompany({ request, issuer, notBefore: new Date(), years: 1 });
  expect(describeCertificate(der).commonName).toBe(companyName);
});

describe('a certificate that a key has made for itself', () => {
  it('is verified by its own key, and is no CA', async () => {
    const signer = await newSigner('p256');
    const der = await issueForItself({
      ...{ name: '随印 设备 · 会议室电脑', signer, notBefore: new Date('2026-11-25T00:00:00Z'), years: 30 },
    });
    openssl.writePem('self.pem', 'CERTIFICATE', der);
    expect(openssl.do('verify', '-check_ss_sig', '-CAfile', 'self.pem', 'self.pem')).toBe('self.pem: OK\n');
    const { selfIssued, isCa, commonName, keyUsage } = describeCertificate(der);
    expect({ selfIssued, isCa, commonName, keyUsage }).toEqual({
      ...{ selfIssued: true, isCa: false, commonName: '随印 设备 · 会议室电脑' },
      keyUsage: ['digitalSignature', 'nonRepudiation'],
    });
  });
});
