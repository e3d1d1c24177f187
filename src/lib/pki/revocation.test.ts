import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from './certificate';
import { CA, compactTime, OpenSsl, SIGNING } from './openssl-testing';
import { readRevocationData, revocationOf } from './revocation';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const DAY_MS = 86_400_000;
const now = new Date(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
const days = (count: number) => new Date(now.getTime() + count * DAY_MS);

const POINTS = ['crlDistributionPoints=URI:http://ca.example/one.crl,URI:http://ca.example/two.crl'];
const ders: Record<string, Uint8Array> = {};
beforeAll(() => {
  ders.issuing = openssl.certificate('issuing', { extensions: CA });
  ders.company = openssl.certificate('company', { issuer: 'issuing', extensions: SIGNING, days: 500 });
  ders.pointed = openssl.certificate('pointed', { issuer: 'issuing', extensions: [...SIGNING, ...POINTS] });
  ders.authority = openssl.certificate('authority', { issuer: 'issuing', extensions: CA });
});

const line = (at: Date, more = '', name = 'company') =>
  `${compactTime(at)}${more}\t${readCertificate(ders[name] ?? new Uint8Array()).serialNumber.toUpperCase()}`;

let count = 0;
const list = (o: Parameters<OpenSsl['crl']>[2] = {}) => openssl.crl(`crl${++count}`, 'issuing', o);

/** What lists say of a certificate; in brief. */
async function ask(crls: Uint8Array[], o: { at?: Date; name?: string } = {}): Promise<string> {
  const [certificate, issuer] = [ders[o.name ?? 'company'], ders.issuing].map((der) =>
    readCertificate(der ?? new Uint8Array()),
  );
  if (!certificate || !issuer) throw new Error('made before');
  const status = await revocationOf(certificate, issuer, readRevocationData({ crls }), o.at ?? now);
  return status.revoked === 'unknown' && status.outdated ? 'outdated' : status.revoked;
}

describe('a list says that a certificate is not revoked', () => {
  it('while it lasts, and when it is newer than the time in question', async () => {
    const crl = list({ thisUpdate: days(-2), nextUpdate: days(2) });
    expect(await ask([crl], { at: days(0) })).toBe('no');
    expect(await ask([crl], { at: days(-30) })).toBe('no');
    expect(await ask([crl], { at: days(3) })).toBe('outdated');
  });

  it('but one from before or after that is outdated does not hide a newer one', async () => {
    const old = list({ thisUpdate: days(-20), nextUpdate: days(-10) });
    const fresh = list({ thisUpdate: days(-2), nextUpdate: days(2) });
    expect(await ask([old])).toBe('outdated');
    expect(await ask([old, fresh])).toBe('no');
    expect(await ask([fresh, old])).toBe('no');
  });

  it('unless it was made after the certificate had expired: then it may have left it out', async () => {
    const crl = list({ thisUpdate: days(600), nextUpdate: days(700) });
    expect(await ask([crl], { at: days(10) })).toBe('unknown');
  });

  it('not when it is signed with SHA-1; whom it names it still revokes', async () => {
    expect(await ask([list({ digest: 'sha1' })])).toBe('unknown');
    expect(await ask([list({ digest: 'sha1', revoked: [line(days(-1))] })])).toBe('yes');
  });
});

describe('a revocation', () => {
  it('before the time in question is told from one after it', async () => {
    const crl = list({ revoked: [line(days(-1))] });
    expect(await ask([crl], { at: now })).toBe('yes');
    expect(await ask([crl], { at: days(-2) })).toBe('later');
  });

  it('lasts, whatever a later list leaves out', async () => {
    const naming = list({ revoked: [line(days(-9))], thisUpdate: days(-8), nextUpdate: days(-7) });
    expect(await ask([naming, list()])).toBe('yes');
  });

  it('counts from when the key was out of hand, which may be earlier', async () => {
    const when = `${days(-30).toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
    const crl = list({ revoked: [line(days(-1), `,keyTime,${when}`)] });
    expect(await ask([crl], { at: days(-2) })).toBe('yes');
    expect(await ask([crl], { at: days(-31) })).toBe('later');
  });

  it('on hold lasts until a newer list does not name it any more', async () => {
    const hold = (from: number) =>
      list({ revoked: [line(days(-9), ',certificateHold')], thisUpdate: days(from), nextUpdate: days(5) });
    const released = list({ thisUpdate: days(-2), nextUpdate: days(5) });
    expect(await ask([hold(-3)])).toBe('yes');
    expect(await ask([hold(-3), released])).toBe('no');
    expect(await ask([hold(-1), released])).toBe('yes');
  });
});

describe('a list of a part', () => {
  const point = (...lines: string[]) => ['issuingDistributionPoint=critical,@p', '[p]', ...lines];

  it.each([
    ['companies', 'onlyuser=TRUE', 'no', 'unknown'],
    ['authorities', 'onlyCA=TRUE', 'unknown', 'no'],
    ['attribute certificates', 'onlyAA=TRUE', 'unknown', 'unknown'],
    ['some reasons', 'onlysomereasons=keyCompromise', 'unknown', 'unknown'],
    ['other issuers', 'indirectCRL=TRUE', 'unknown', 'unknown'],
  ])('of %s is known for that part only', async (_, restriction, company, authority) => {
    const crl = list({ extensions: point(restriction) });
    expect(await ask([crl])).toBe(company);
    expect(await ask([crl], { name: 'authority' })).toBe(authority);
  });

  it('of one place is for certificates that name it', async () => {
    const at = (url: string) => list({ extensions: point(`fullname=URI:${url}`) });
    expect(await ask([at('http://ca.example/two.crl')], { name: 'pointed' })).toBe('no');
    expect(await ask([at('http://ca.example/six.crl')], { name: 'pointed' })).toBe('unknown');
    expect(await ask([at('http://ca.example/two.crl')])).toBe('unknown');
  });

  it('revokes whom it names all the same, unless it is about somebody else', async () => {
    const naming = (restriction: string) =>
      list({ extensions: point(restriction), revoked: [line(days(-1))] });
    expect(await ask([naming('onlysomereasons=keyCompromise')])).toBe('yes');
    expect(await ask([naming('onlyCA=TRUE')])).toBe('yes');
    expect(await ask([naming('indirectCRL=TRUE')])).toBe('unknown');
    expect(await ask([naming('onlyAA=TRUE')])).toBe('unknown');
  });
});

describe('a delta', () => {
  const NUMBER = 'crlNumber';
  const delta = (base: number, o: Parameters<OpenSsl['crl']>[2]) =>
    list({
      thisUpdate: days(-1),
      nextUpdate: days(1),
      ...o,
      extensions: [`2.5.29.27=critical,DER:0201${hex(base)}`],
    });
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  const numbered = (number: number, o: Parameters<OpenSsl['crl']>[2] = {}) =>
    list({ thisUpdate: days(-20), nextUpdate: days(-10), number: hex(number), ...o });

  it(`makes an older list current that it adds to (${NUMBER})`, async () => {
    expect(await ask([numbered(5)])).toBe('outdated');
    expect(await ask([numbered(5), delta(5, { number: '07' })])).toBe('no');
    expect(await ask([numbered(6), delta(5, { number: '07' })])).toBe('no');
  });

  it.each([
    ['older than its base', 4, 5, '07'],
    ['newer than itself', 8, 5, '07'],
  ])('is nothing beside a list that is %s', async (_, base, from, number) => {
    expect(await ask([numbered(base), delta(from, { number })])).toBe('outdated');
  });

  it('says nothing by itself but whom it revokes', async () => {
    expect(await ask([delta(5, { number: '07' })])).toBe('unknown');
    expect(await ask([delta(5, { number: '07', revoked: [line(days(-1))] })])).toBe('yes');
  });

  it('takes a hold away', async () => {
    const held = numbered(5, { revoked: [line(days(-30), ',certificateHold')] });
    expect(await ask([held, delta(5, { number: '07', revoked: [line(days(-1), ',removeFromCRL')] })])).toBe(
      'no',
    );
    expect(await ask([held, delta(5, { number: '07' })])).toBe('yes');
  });
});
