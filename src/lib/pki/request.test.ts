import { afterAll, describe, expect, it } from 'vitest';
import type { SigningAlgorithm } from '../keys';
import { newPlatform } from './chain-testing';
import { OpenSsl, P256, P384 } from './openssl-testing';
import { parseRequest } from './request';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const SUBJECT = '/C=CN/O=云溪/OU=平台/CN=云溪/serialNumber=91350100M000100Y43';

describe.each<SigningAlgorithm>(['p256', 'rsa2048'])('a request signed with %s', (algorithm) => {
  it('is verified by OpenSSL', async () => {
    const { request } = await newPlatform(algorithm);
    openssl.writePem('ours.csr', 'CERTIFICATE REQUEST', request);
    const { status, text } = openssl.run('req', '-in', 'ours.csr', '-verify', '-noout');
    expect({ status, text: text.trim() }).toEqual({
      status: 0,
      text: 'Certificate request self-signature verify OK',
    });
  });

  it('says who asks and with which key', async () => {
    const { request, subject, companySigner } = await newPlatform(algorithm);
    expect(await parseRequest(request)).toEqual({ subject, spki: companySigner.spki });
  });
});

describe('requests that are refused', () => {
  const made = (key: string[], subject: string, ...options: string[]) => {
    openssl.do('genpkey', ...key.flatMap((option) => option.split(' ')), '-out', 'key');
    openssl.do(
      'req',
      '-new',
      '-key',
      'key',
      '-utf8',
      '-subj',
      subject,
      '-outform',
      'DER',
      '-out',
      'csr',
      ...options,
    );
    return openssl.read('csr');
  };

  it('none that OpenSSL makes by the profile, extensions asked for or not', async () => {
    expect((await parseRequest(made(P256, SUBJECT))).subject).toEqual({
      companyName: '云溪',
      creditCode: '91350100M000100Y43',
      platformName: '平台',
    });
    expect(
      (await parseRequest(made(P256, SUBJECT, '-addext', 'basicConstraints=CA:TRUE'))).subject.companyName,
    ).toBe('云溪');
  });

  it.each([
    ['of another curve', P384, SUBJECT, 'unsupported-key'],
    ['of a short RSA key', ['-algorithm RSA', '-pkeyopt rsa_keygen_bits:1024'], SUBJECT, 'unsupported-key'],
    ['with other names in CN and O', P256, SUBJECT.replace('CN=云溪', 'CN=云海'), 'bad-subject'],
    ['without a platform', P256, SUBJECT.replace('/OU=平台', ''), 'bad-subject'],
    ['with a wrong credit code', P256, SUBJECT.replace('Y43', 'Y44'), 'bad-credit-code'],
  ])('one %s', async (_, key, subject, code) => {
    await expect(parseRequest(made(key, subject))).rejects.toMatchObject({ code });
  });

  it('one for somebody else’s key', async () => {
    const [mine, theirs] = await Promise.all([newPlatform('p256'), newPlatform('p256')]);
    const request = mine.request.slice();
    // P-256 keys are of one length: theirs stands where mine stood
    const at = Buffer.from(request).indexOf(mine.companySigner.spki);
    request.set(theirs.companySigner.spki, at);
    await expect(parseRequest(request)).rejects.toMatchObject({ code: 'request-signature' });
  });
});
