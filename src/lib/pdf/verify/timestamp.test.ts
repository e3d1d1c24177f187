/** When a document was sealed, as timestamps prove it, and what that is worth once certificates have ended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CA, compactTime, OpenSsl, SIGNING } from '../../pki/openssl-testing';
import { makeTimestamp, withTimestamps } from '../../pki/timestamp-testing';
import type { SignatureReport, VerifyReport } from './report';
import { addValidationData, signWith, type MakeValue } from './signature-testing';
import { twoPages } from './testing';
import { verifyPdf, type VerifyOptions } from './verify';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const DAY_MS = 86_400_000;
/** Days from a little after the certificates were made, in whole seconds. */
const start = Math.ceil(Date.now() / 1000) * 1000 + 3_600_000;
const day = (count: number) => new Date(start + count * DAY_MS);

const none = new Uint8Array();
const ders: Record<string, Uint8Array> = {};
const STAMPING = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping'];

beforeAll(() => {
  const make = (name: string, o: Parameters<OpenSsl['certificate']>[1]) => {
    ders[name] = openssl.certificate(name, o);
  };
  make('root', { extensions: CA, days: 9000 });
  make('issuing', { issuer: 'root', extensions: CA, days: 8000 });
  make('signer', { issuer: 'issuing', extensions: SIGNING, days: 100 });
  make('cosigner', { issuer: 'issuing', extensions: SIGNING, days: 100 });
  make('stamper', { issuer: 'root', extensions: STAMPING, days: 400 });
  make('later', { issuer: 'root', extensions: STAMPING, days: 3000 });
  make('stranger', { extensions: STAMPING, days: 3000 });
  make('responder', {
    issuer: 'issuing',
    extensions: ['extendedKeyUsage=OCSPSigning', '1.3.6.1.5.5.7.48.1.5=DER:0500'],
  });
});

const stamp = (who: string, time: Date, data: Uint8Array, more = {}) => {
  const key = Buffer.from(openssl.read(`${who}.key`)).toString();
  return makeTimestamp({ certificate: ders[who] ?? none, key, data, time, ...more });
};

const signedBy =
  (...who: string[]): MakeValue =>
  (signed) => {
    openssl.write('signed', signed);
    const signers = who.flatMap((name) => ['-signer', `${name}.pem`, '-inkey', `${name}.key`]);
    openssl.do(
      ...['cms', '-sign', '-binary', '-in', 'signed', '-outform', 'DER', '-out', 'value.der'],
      ...['-cades', '-md', 'sha256', ...signers, '-certfile', 'issuing.pem'],
    );
    return openssl.read('value.der');
  };
const signature = signedBy('signer');

const stamped =
  (...tokens: ((signature: Uint8Array) => Uint8Array)[]): MakeValue =>
  async (signed) =>
    withTimestamps(await signature(signed), (value) => tokens.map((make) => make(value)));

const by = (who: string, time: Date) => (data: Uint8Array) => stamp(who, time, data);

const sealed = (make: MakeValue = stamped(by('stamper', day(10)))) =>
  signWith(twoPages(), 'ETSI.CAdES.detached', make);
const stampDocument = (file: Blob, who: string, time: Date, o: { isShown?: boolean } = {}) =>
  signWith(file, 'ETSI.RFC3161', by(who, time), {}, o);

async function verify(file: Blob, now: Date, o: Partial<VerifyOptions> = {}): Promise<VerifyReport> {
  return verifyPdf(file, { roots: [ders.root ?? none], now, ...o });
}

async function first(file: Blob, now: Date, o: Partial<VerifyOptions> = {}): Promise<SignatureReport> {
  const [report] = (await verify(file, now, o)).signatures;
  if (!report) throw new Error('no signature');
  return report;
}

let lists = 0;
const list = (issuer: string, o: Parameters<OpenSsl['crl']>[2] = {}) =>
  openssl.crl(`list${++lists}`, issuer, o);
const revoking = (at: Date, more = '', update = day(60)) => {
  const serial = openssl.do('x509', '-in', 'signer.pem', '-noout', '-serial').trim().split('=')[1] ?? '';
  return list('issuing', {
    revoked: [`${compactTime(at)}${more}\t${serial}`],
    thisUpdate: update,
    nextUpdate: day(90),
  });
};

describe('a document timestamp of an authority that is not trusted here', () => {
  it('says nothing of who signed, unless it looks like a seal', async () => {
    const file = await sealed();
    const hidden = await stampDocument(file, 'stranger', day(15));
    expect((await verify(hidden, day(20))).verdict).toBe('valid');
    const shown = await stampDocument(file, 'stranger', day(15), { isShown: true });
    const { verdict, signatures } = await verify(shown, day(20));
    expect(signatures[1]?.seals).toHaveLength(1);
    expect(verdict).not.toBe('valid');
    const known = await stampDocument(file, 'later', day(15), { isShown: true });
    expect((await verify(known, day(20))).signatures[1]).toMatchObject({ trusted: true });
  });
});

describe('two who signed one value', () => {
  const both = signedBy('signer', 'cosigner');

  it('are both named, and the timestamp of one says nothing of the other', async () => {
    const file = await sealed(async (signed) =>
      withTimestamps(await both(signed), (value) => [stamp('stamper', day(10), value)]),
    );
    const inTime = await first(file, day(50));
    expect(inTime).toMatchObject({ intact: true, trusted: true, signingTime: day(10) });
    expect(inTime.signers?.slice().sort()).toEqual(['cosigner', 'signer']);
    const late = await first(file, day(200));
    expect(late).toMatchObject({ intact: true, trusted: false, signingTime: day(10) });
    expect(late.problems).toContain('certificate-expired');
  });
});

describe('a signature with a timestamp', () => {
  it('tells when it was made, and by whose clock', async () => {
    const report = await first(await sealed(), day(20));
    expect(report).toMatchObject({
      trusted: true,
      level: 'B-T',
      signingTime: day(10),
      clock: 'timestamp',
      problems: [],
      timestamp: {
        time: day(10),
        authority: 'stamper',
        trusted: true,
        certificate: ders.stamper,
        path: [ders.stamper, ders.root],
        problems: [],
      },
    });
  });

  it('stays trusted when the signer’s certificate has ended; without one it does not', async () => {
    expect(await verify(await sealed(), day(200))).toMatchObject({ verdict: 'valid' });
    const without = await verify(await sealed(signature), day(200));
    expect(without.verdict).toBe('valid-untrusted');
    expect(without.signatures[0]).toMatchObject({
      trusted: false,
      clock: 'signer-clock',
      level: 'B-B',
      problems: ['certificate-expired'],
    });
    expect(without.signatures[0]?.timestamp).toBeUndefined();
  });

  it('made after the signer’s certificate had ended is too late', async () => {
    const report = await first(await sealed(stamped(by('later', day(150)))), day(200));
    expect(report).toMatchObject({
      trusted: false,
      signingTime: day(150),
      problems: ['certificate-expired'],
    });
  });

  it('from before its authority’s certificate proves nothing', async () => {
    const report = await first(await sealed(stamped(by('later', day(-9)))), day(20));
    expect(report).toMatchObject({
      clock: 'signer-clock',
      timestamp: { trusted: false, problems: ['certificate-not-yet-valid'] },
    });
    const [, document] = (await verify(await stampDocument(await sealed(), 'later', day(-9)), day(20)))
      .signatures;
    expect(document).toMatchObject({ trusted: false, clock: 'signer-clock' });
  });

  it('of an authority that is not trusted here proves nothing, and is told', async () => {
    const report = await first(await sealed(stamped(by('stranger', day(10)))), day(200));
    expect(report).toMatchObject({
      trusted: false,
      level: 'B-T',
      clock: 'signer-clock',
      problems: ['certificate-expired'],
      timestamp: { trusted: false, authority: 'stranger', problems: ['untrusted-root'] },
    });
    expect(report.signingTime).toBeUndefined();
  });

  it('of something else is no timestamp', async () => {
    const report = await first(
      await sealed(stamped(() => stamp('stamper', day(10), Uint8Array.of(1)))),
      day(20),
    );
    expect(report).toMatchObject({
      intact: true,
      level: 'B-B',
      clock: 'signer-clock',
      problems: ['timestamp-mismatch'],
    });
    expect(report.timestamp).toBeUndefined();
  });

  it('with SHA-1 proves nothing', async () => {
    const weak = (data: Uint8Array) => stamp('stamper', day(10), data, { digest: 'sha1' });
    expect(await first(await sealed(stamped(weak)), day(200))).toMatchObject({
      trusted: false,
      timestamp: { trusted: false, problems: ['weak-algorithm'] },
    });
  });

  it('from the future proves nothing', async () => {
    const report = await first(await sealed(stamped(by('stamper', day(30)))), day(20));
    expect(report).toMatchObject({ clock: 'signer-clock', timestamp: { trusted: false } });
    const [, document] = (await verify(await stampDocument(await sealed(), 'later', day(30)), day(20)))
      .signatures;
    expect(document?.signingTime).toBeUndefined();
  });

  it('may have several: the earliest that is trusted counts', async () => {
    const several = stamped(by('stranger', day(1)), by('later', day(12)), by('stamper', day(11)));
    expect(await first(await sealed(several), day(20))).toMatchObject({
      signingTime: day(11),
      timestamp: { authority: 'stamper', trusted: true },
    });
  });

  it('is as good as its authority’s certificate now, unless a later timestamp takes its place', async () => {
    const file = await sealed();
    const late = await first(file, day(500));
    expect(late).toMatchObject({
      trusted: false,
      timestamp: { trusted: false, problems: ['certificate-expired'] },
    });
    const renewed = await stampDocument(file, 'later', day(300));
    const report = await verify(renewed, day(500));
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]).toMatchObject({
      trusted: true,
      signingTime: day(10),
      timestamp: { trusted: true },
    });
    // too late: the first authority’s certificate had ended before
    const tooLate = await verify(await stampDocument(file, 'later', day(450)), day(500));
    expect(tooLate.verdict).toBe('valid-untrusted');
  });
});

describe('a document timestamp', () => {
  it('proves the time of the signatures before it, and not of those after', async () => {
    const before = await stampDocument(await sealed(signature), 'stamper', day(20));
    const report = await verify(before, day(200));
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]).toMatchObject({ signingTime: day(20), clock: 'timestamp', level: 'B-T' });
    expect(report.signatures[1]).toMatchObject({ level: 'timestamp', signingTime: day(20) });
    const after = await signWith(
      await stampDocument(twoPages(), 'stamper', day(20)),
      'ETSI.CAdES.detached',
      signature,
    );
    expect((await verify(after, day(200))).signatures[1]).toMatchObject({
      clock: 'signer-clock',
      trusted: false,
    });
  });
});

describe('a revocation', () => {
  it('later than the proven time is told, and breaks nothing', async () => {
    const report = await verify(await sealed(), day(70), { crls: [revoking(day(50))] });
    expect(report.verdict).toBe('valid');
    expect(report.signatures[0]).toMatchObject({
      trusted: true,
      revoked: 'no',
      revokedAfterSigning: true,
      revokedAt: day(50),
      revocationSource: 'crl',
      problems: [],
    });
  });

  it('before the proven time makes the document invalid', async () => {
    const report = await verify(await sealed(), day(70), { crls: [revoking(day(5))] });
    expect(report.verdict).toBe('invalid');
    expect(report.signatures[0]).toMatchObject({
      intact: true,
      trusted: false,
      revoked: 'yes',
      revokedAt: day(5),
      problems: ['certificate-revoked'],
    });
    expect(report.signatures[0]?.revokedAfterSigning).toBeUndefined();
  });

  it('of a key that was out of hand before the proven time does too', async () => {
    const since = `${day(5).toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
    const crls = [revoking(day(50), `,keyTime,${since}`)];
    expect(await verify(await sealed(), day(70), { crls })).toMatchObject({
      verdict: 'invalid',
      signatures: [{ revoked: 'yes', revokedAt: day(5) }],
    });
  });

  it('at any time does where no time is proven: the signer’s clock proves nothing', async () => {
    expect(await verify(await sealed(signature), day(70), { crls: [revoking(day(50))] })).toMatchObject({
      verdict: 'invalid',
      signatures: [{ revoked: 'yes', problems: ['certificate-revoked'] }],
    });
  });

  it('is known from what the document brings along, by list or answer', async () => {
    const file = await sealed();
    const withList = await addValidationData(file, { crls: [revoking(day(5))] });
    expect(await first(withList, day(70))).toMatchObject({ revoked: 'yes', revocationSource: 'crl' });
    const perSignature = await addValidationData(file, { crls: [revoking(day(5))], perSignature: true });
    expect(await first(perSignature, day(70))).toMatchObject({ revoked: 'yes' });
    const common = { certificate: 'signer', issuer: 'issuing', responder: 'responder' };
    const bad = openssl.ocsp('bad', { ...common, state: `R ${compactTime(day(5))}` });
    expect(await first(await addValidationData(file, { ocsps: [bad] }), day(70))).toMatchObject({
      revoked: 'yes',
      revocationSource: 'ocsp',
    });
    expect(await first(file, day(70), { ocsps: [bad] })).toMatchObject({ revoked: 'yes' });
  });
});

describe('the level of a signature', () => {
  const current = { thisUpdate: day(11), nextUpdate: day(30) };
  const all = () => ({
    crls: [list('issuing', current), list('root', current)],
    certificates: [ders.root ?? none],
  });

  it('is B-LT with all revocation data in the document, wherever it stands there', async () => {
    const file = await sealed();
    expect((await first(await addValidationData(file, all()), day(20))).level).toBe('B-LT');
    expect(
      (await first(await addValidationData(file, { ...all(), perSignature: true }), day(20))).level,
    ).toBe('B-LT');
    expect((await first(file, day(20), all())).level).toBe('B-T');
  });

  it('is B-LT also where nobody trusts the root here', async () => {
    const report = await first(await addValidationData(await sealed(), all()), day(20), { roots: [] });
    expect(report).toMatchObject({ level: 'B-LT', trusted: false });
  });

  it('is B-T where something is missing', async () => {
    const [ofIssuing = none, ofRoot = none] = all().crls;
    for (const crls of [[ofIssuing], [ofRoot], []]) {
      const file = await addValidationData(await sealed(), { ...all(), crls });
      expect((await first(file, day(20))).level).toBe('B-T');
    }
    const unrooted = await addValidationData(await sealed(), { crls: all().crls });
    expect((await first(unrooted, day(20), { roots: [] })).level).toBe('B-T');
  });

  it('is B-B without a timestamp, whatever else there is', async () => {
    expect((await first(await addValidationData(await sealed(signature), all()), day(20))).level).toBe('B-B');
  });

  it('is B-LTA with a document timestamp over all that', async () => {
    const file = await addValidationData(await sealed(), all());
    const report = await verify(await stampDocument(file, 'later', day(15)), day(20));
    expect(report.signatures.map(({ level }) => level)).toEqual(['B-LTA', 'timestamp']);
    expect(report.verdict).toBe('valid');
  });

  it('is B-LT where the document timestamp came before the data, or is not trusted', async () => {
    const before = await addValidationData(await stampDocument(await sealed(), 'later', day(15)), all());
    expect((await first(before, day(20))).level).toBe('B-LT');
    const file = await addValidationData(await sealed(), all());
    expect((await first(await stampDocument(file, 'stranger', day(15)), day(20))).level).toBe('B-LT');
  });

  it('may rest on document timestamps alone', async () => {
    const once = await addValidationData(
      await stampDocument(await sealed(signature), 'stamper', day(10)),
      all(),
    );
    expect((await first(once, day(20))).level).toBe('B-LT');
    expect((await first(await stampDocument(once, 'later', day(15)), day(20))).level).toBe('B-LTA');
  });
});
