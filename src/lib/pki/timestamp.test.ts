import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DigestName } from '../keys';
import { validateChain } from './chain';
import { contextTag, encode, oid, octetString, sequence, TRUE, unsignedInteger } from './der';
import { OID } from './oid';
import { CA, compactTime, OpenSsl, P384, RSA } from './openssl-testing';
import { readCertificate } from './certificate';
import { makeTimestamp, type StampRecipe } from './timestamp-testing';
import { verifyTimestamp } from './timestamp';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const content = Buffer.from('what is stamped');
const STAMPING = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping'];
const ders: Record<string, Uint8Array> = {};
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const now = new Date(Date.now() + HOUR_MS);
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);

beforeAll(() => {
  openssl.write('content', content);
  ders.root = openssl.certificate('root', { extensions: CA });
  ders.stamper = openssl.certificate('stamper', { issuer: 'root', extensions: STAMPING });
  ders.rsa = openssl.certificate('rsa', { issuer: 'root', extensions: STAMPING, key: RSA });
  ders.p384 = openssl.certificate('p384', { issuer: 'root', extensions: STAMPING, key: P384 });
});

const verify = (token: Uint8Array, data: Uint8Array = content) =>
  verifyTimestamp(token, async (name: DigestName) => new Uint8Array(createHash(name).update(data).digest()));

describe('time stamps that OpenSSL makes', () => {
  it.each([
    ['stamper', ['-sha256']],
    ['stamper', ['-sha384']],
    ['stamper', ['-sha512', '-no_nonce']],
    ['rsa', ['-sha256']],
    ['p384', ['-sha256']],
  ])('of %s with %s are verified, as OpenSSL verifies them', async (signer, query) => {
    const token = openssl.timestamp('t', signer, 'content', { query, chain: 'root' });
    const verdict = await verify(token);
    expect(verdict).toMatchObject({
      intact: true,
      policy: '1.2.3.4',
      certificate: ders[signer],
      problems: [],
    });
    expect(Math.abs(Date.now() - (verdict.time?.getTime() ?? 0))).toBeLessThan(60_000);
    const checks = ['ts', '-verify', '-data', 'content', '-token_in', '-in', 't.der', '-CAfile', 'root.pem'];
    expect(openssl.run(...checks).text).toContain('Verification: OK');
    const { certificate = new Uint8Array(), certificates } = verdict;
    const question = { certificate, candidates: certificates, roots: [ders.root ?? new Uint8Array()] };
    expect(await validateChain({ ...question, at: now, purpose: 'timestamping' })).toMatchObject({
      status: 'trusted',
    });
    expect((await validateChain({ ...question, at: now })).problems).toEqual(['wrong-purpose']);
  });

  it('are of nothing else', async () => {
    const token = openssl.timestamp('t', 'stamper', 'content');
    expect(await verify(token, Buffer.from('else'))).toMatchObject({
      intact: false,
      problems: ['imprint-mismatch'],
    });
  });

  it('over SHA-1 are not to be relied on', async () => {
    const token = openssl.timestamp('t', 'stamper', 'content', { query: ['-sha1'] });
    expect(await verify(token)).toMatchObject({ intact: true, problems: ['weak-digest'] });
  });

  it('may be padded with zeros, and with nothing else', async () => {
    const token = openssl.timestamp('t', 'stamper', 'content');
    expect((await verify(Buffer.concat([token, Buffer.alloc(9)]))).intact).toBe(true);
    expect(await verify(Buffer.concat([token, Buffer.from([1])]))).toMatchObject({
      intact: false,
      problems: ['trailing-data'],
    });
  });

  it('are none with any bit changed, but of what is not signed', async () => {
    const token = openssl.timestamp('t', 'stamper', 'content');
    const info = Buffer.from(token).indexOf(Buffer.from(oid('1.2.3.4')));
    for (let at = info; at < info + 90; at++) {
      const changed = token.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect((await verify(changed)).intact, `byte ${at}`).toBe(false);
    }
  });
});

describe('time stamps made by hand', () => {
  const time = new Date('2026-03-01T10:00:00Z');
  const make = (o: Partial<StampRecipe> = {}) =>
    makeTimestamp({
      certificate: ders.stamper ?? new Uint8Array(),
      key: Buffer.from(openssl.read('stamper.key')).toString(),
      data: content,
      time,
      ...o,
    });

  it('are verified', async () => {
    expect(await verify(make())).toMatchObject({ intact: true, time, problems: [] });
  });

  const accuracy = sequence(unsignedInteger(1));
  const extension = (...critical: Uint8Array[]) =>
    encode(contextTag(1), sequence(oid('1.2.9'), ...critical, octetString(Uint8Array.of(5, 0))));
  it('may say more, as long as nothing of it is critical', async () => {
    expect((await verify(make({ more: [accuracy, TRUE, unsignedInteger(9), extension()] }))).intact).toBe(
      true,
    );
    expect(await verify(make({ more: [extension(TRUE)] }))).toMatchObject({ problems: ['not-a-timestamp'] });
  });

  it.each<[string, Partial<StampRecipe>, string]>([
    ['of another version', { version: 2 }, 'not-a-timestamp'],
    ['that are other content', { eContentType: OID.data }, 'not-a-timestamp'],
    ['with something behind', { more: [unsignedInteger(1), unsignedInteger(2)] }, 'not-a-timestamp'],
    ['that do not name their certificate', { namesCertificate: false }, 'signing-certificate-missing'],
    ['of two signers', { signers: 2 }, 'several-signers'],
  ])('are none %s', async (_, recipe, problem) => {
    const verdict = await verify(make(recipe));
    expect(verdict.intact).toBe(false);
    expect(verdict.problems).toContain(problem);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['cut off', 'cut'],
    ['a certificate', 'certificate'],
  ])('are none where they are %s', async (_, what) => {
    const token =
      what === 'cut' ? make().subarray(0, 90) : what === 'certificate' ? ders.root : (what as Uint8Array);
    expect(await verify(token ?? new Uint8Array())).toMatchObject({
      intact: false,
      problems: ['not-a-timestamp'],
    });
  });
});

describe('a revocation of whoever stamped', () => {
  const stampedAt = days(5);
  const validate = (reason: string, at: Date) => {
    const certificate = ders.stamper ?? new Uint8Array();
    const serial = readCertificate(certificate).serialNumber.toUpperCase();
    const crl = openssl.crl('revoking', 'root', { revoked: [`${compactTime(at)}${reason}\t${serial}`] });
    const question = { certificate, candidates: [], roots: [ders.root ?? new Uint8Array()], crls: [crl] };
    return validateChain({ ...question, at: days(20), stampedAt, purpose: 'timestamping' });
  };

  it('for a reason that leaves the key alone leaves earlier time stamps good (RFC 3161 §4)', async () => {
    for (const reason of ['superseded', 'affiliationChanged', 'cessationOfOperation', 'unspecified']) {
      const result = await validate(`,${reason}`, days(10));
      expect(result, reason).toMatchObject({ status: 'trusted', revoked: 'no', problems: ['revoked-later'] });
    }
  });

  it('for any other reason, or none, makes all of them worthless', async () => {
    for (const reason of [',keyCompromise', ',CACompromise', '']) {
      expect(await validate(reason, days(10)), reason).toMatchObject({ status: 'untrusted', revoked: 'yes' });
    }
  });

  it('before the time stamp makes it worthless, whatever the reason', async () => {
    expect(await validate(',superseded', days(4))).toMatchObject({ status: 'untrusted', revoked: 'yes' });
  });
});
