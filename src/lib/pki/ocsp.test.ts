import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from './certificate';
import { validateChain } from './chain';
import { octetString, oid, sequence, encode, contextTag, enumerated } from './der';
import { OID } from './oid';
import { readOcspResponse } from './ocsp-read';
import { CA, compactTime, OpenSsl, P384, RSA, SIGNING } from './openssl-testing';
import { readDer, fields } from './tlv';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const DAY_MS = 86_400_000;
const now = new Date(Date.now() + 3_600_000);
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);

const RESPONDER = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=OCSPSigning'];
const NO_CHECK = '1.3.6.1.5.5.7.48.1.5=DER:0500';
const ders: Record<string, Uint8Array> = {};
beforeAll(() => {
  const make = (name: string, o: Parameters<OpenSsl['certificate']>[1]) => {
    ders[name] = openssl.certificate(name, o);
  };
  make('root', { extensions: CA });
  make('issuing', { issuer: 'root', extensions: CA });
  make('company', { issuer: 'issuing', extensions: SIGNING, days: 500 });
  make('second', { issuer: 'issuing', extensions: SIGNING });
  make('responder', { issuer: 'issuing', extensions: [...RESPONDER, NO_CHECK] });
  make('checked', { issuer: 'issuing', extensions: RESPONDER });
  make('brief', { issuer: 'issuing', extensions: [...RESPONDER, NO_CHECK], days: 1 });
  make('rsa', { issuer: 'issuing', extensions: [...RESPONDER, NO_CHECK], key: RSA });
  make('p384', { issuer: 'issuing', extensions: [...RESPONDER, NO_CHECK], key: P384 });
  make('no-purpose', { issuer: 'issuing', extensions: ['keyUsage=critical,digitalSignature'] });
  make('any-purpose', { issuer: 'issuing', extensions: ['extendedKeyUsage=anyExtendedKeyUsage'] });
  make('of-root', { issuer: 'root', extensions: [...RESPONDER, NO_CHECK] });
  make('other-issuing', { extensions: CA, subject: '/CN=issuing' });
  make('stranger', { issuer: 'other-issuing', extensions: [...RESPONDER, NO_CHECK] });
});

let count = 0;
type Answer = Parameters<OpenSsl['ocsp']>[1];
const answer = (o: Partial<Answer> = {}) =>
  openssl.ocsp(`o${++count}`, {
    certificate: 'company',
    issuer: 'issuing',
    state: 'V',
    responder: 'responder',
    ...o,
  });

const REVOKED = (at: Date, more = '') => `R ${compactTime(at)}${more}`;

const validate = (ocsps: Uint8Array[], o: { at?: Date; crls?: Uint8Array[] } = {}) =>
  validateChain({
    certificate: ders.company ?? new Uint8Array(),
    candidates: [ders.issuing ?? new Uint8Array()],
    roots: [ders.root ?? new Uint8Array()],
    ocsps,
    at: now,
    ...o,
  });

/** Whether `openssl ocsp` believes the last answer. */
function theyBelieve(request: string[] = []): boolean {
  const certificate = 'company';
  openssl.writePem(
    'trust.pem',
    'CERTIFICATE',
    ders.root ?? new Uint8Array(),
    ders.issuing ?? new Uint8Array(),
  );
  const { text } = openssl.run(
    ...[
      'ocsp',
      ...request,
      '-respin',
      `o${count}.der`,
      '-issuer',
      'issuing.pem',
      '-cert',
      `${certificate}.pem`,
    ],
    ...['-CAfile', 'trust.pem', '-no_nonce'],
  );
  return text.includes('Response verify OK') && new RegExp(`${certificate}.pem: (good|revoked)`).test(text);
}

describe('an OCSP response is believed, by OpenSSL and by us,', () => {
  it.each<[string, Partial<Answer>]>([
    ['of the issuer itself', { responder: 'issuing' }],
    ['of whom the issuer lets answer', {}],
    ['by RSA', { responder: 'rsa' }],
    ['by P-384', { responder: 'p384' }],
    ['that names its responder by the key', { response: ['-ndays', '7', '-resp_key_id'] }],
    ['about a certificate named by SHA-256', { request: ['-sha256'] }],
    ['that carries more certificates', { response: ['-ndays', '7', '-rother', 'root.pem'] }],
  ])('%s', async (_, o) => {
    const response = answer(o);
    expect(theyBelieve(o.request)).toBe(true);
    expect(await validate([response])).toMatchObject({
      status: 'trusted',
      revoked: 'no',
      revocationSource: 'ocsp',
      problems: [],
    });
  });
});

describe('an OCSP response is not believed, by OpenSSL nor by us,', () => {
  it.each<[string, Partial<Answer>]>([
    ['of one without the purpose', { responder: 'no-purpose' }],
    ['of one with any purpose', { responder: 'any-purpose' }],
    ['of one of another authority', { responder: 'of-root' }],
    ['of one of an authority of the same name', { responder: 'stranger' }],
    ['of a company', { responder: 'second' }],
    ['about another certificate', { certificate: 'second' }],
    [
      'about a certificate of another authority of the same name',
      { issuer: 'other-issuing', responder: 'stranger' },
    ],
  ])('%s', async (_, o) => {
    const response = answer(o);
    expect(theyBelieve()).toBe(false);
    expect(await validate([response])).toMatchObject({ status: 'trusted', revoked: 'unknown' });
  });

  it('with any bit of what is signed changed', async () => {
    const response = answer();
    const { tbs } = readOcspResponse(response);
    const start = tbs.byteOffset - response.byteOffset;
    for (let at = start; at < start + tbs.length; at += 3) {
      const changed = response.slice();
      changed[at] = (changed[at] ?? 0) ^ 4;
      expect((await validate([changed])).revoked, `byte ${at}`).toBe('unknown');
    }
    expect((await validate([response])).revoked).toBe('no');
  });
});

describe('an OCSP response', () => {
  it('lasts as long as it says', async () => {
    const response = answer();
    expect((await validate([response], { at: days(6) })).revoked).toBe('no');
    expect(await validate([response], { at: days(8) })).toMatchObject({
      revoked: 'unknown',
      problems: ['revocation-outdated'],
    });
  });

  it('lasts a day where it says that there is always a newer one', async () => {
    const response = answer({ response: [] });
    expect((await validate([response])).revoked).toBe('no');
    expect((await validate([response], { at: days(2) })).revoked).toBe('unknown');
  });

  it('that does not know the certificate says nothing', async () => {
    const response = answer({ state: undefined });
    expect(readOcspResponse(response).singles[0]?.status).toBe('unknown');
    expect((await validate([response])).revoked).toBe('unknown');
  });

  it('tells when and why a certificate was revoked', async () => {
    const response = answer({ state: REVOKED(days(-3), ',superseded') });
    expect(theyBelieve()).toBe(true);
    expect(await validate([response])).toMatchObject({
      status: 'untrusted',
      revoked: 'yes',
      revocationReason: 'superseded',
      revocationSource: 'ocsp',
      revokedAt: new Date(Math.floor(days(-3).getTime() / 1000) * 1000),
      problems: ['revoked'],
    });
    expect(await validate([answer({ state: REVOKED(days(2)) })])).toMatchObject({
      status: 'trusted',
      revoked: 'no',
      problems: ['revoked-later'],
    });
  });

  it('counts beside lists: who is revoked on either is revoked', async () => {
    const { serialNumber } = readCertificate(ders.company ?? new Uint8Array());
    const revoked = [`${compactTime(days(-1))}\t${serialNumber.toUpperCase()}`];
    const [clean, naming] = [openssl.crl('clean', 'issuing'), openssl.crl('naming', 'issuing', { revoked })];
    expect((await validate([answer()], { crls: [naming] })).revoked).toBe('yes');
    expect((await validate([answer({ state: REVOKED(days(-1)) })], { crls: [clean] })).revoked).toBe('yes');
  });

  it('of a responder that the issuer’s list revokes is not believed', async () => {
    const { serialNumber } = readCertificate(ders.checked ?? new Uint8Array());
    const revoked = [`${compactTime(days(-1))}\t${serialNumber.toUpperCase()}`];
    const list = openssl.crl('against', 'issuing', {
      revoked,
      extensions: ['issuingDistributionPoint=critical,@p', '[p]', 'onlysomereasons=keyCompromise'],
    });
    const response = answer({ responder: 'checked' });
    expect((await validate([response])).revoked).toBe('no');
    expect((await validate([response], { crls: [list] })).revoked).toBe('unknown');
  });

  it('is read out of its wrapping, and without it; what is no answer is not', () => {
    const whole = answer();
    const bytes = fields(
      fields(readDer(whole), 'OCSPResponse').rest()[1] ?? readDer(whole),
      'responseBytes',
    ).next('it');
    const basic = fields(bytes, 'ResponseBytes').rest()[1]?.content ?? new Uint8Array();
    expect(readOcspResponse(basic).producedAt).toEqual(readOcspResponse(whole).producedAt);
    const of = (status: number, type: string) =>
      sequence(enumerated(status), encode(contextTag(0), sequence(oid(type), octetString(basic))));
    expect(readOcspResponse(of(0, OID.ocspBasic)).singles).toHaveLength(1);
    expect(() => readOcspResponse(of(3, OID.ocspBasic))).toThrow('malformed');
    expect(() => readOcspResponse(of(0, OID.data))).toThrow('malformed');
    expect(() => readOcspResponse(sequence(enumerated(3)))).toThrow('malformed');
  });
});
