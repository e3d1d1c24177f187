import { beforeAll, describe, expect, it } from 'vitest';
import { issueCrl } from '../../pki';
import { newCompany, NOW, seal, stampOn, twoPages, verify, type Company } from './testing';
import { describeCertificate } from '../../pki';

let yunxi: Company;
let other: Company;

beforeAll(async () => {
  [yunxi, other] = await Promise.all([
    newCompany('云溪测试有限公司'),
    newCompany('Second company', 'rsa2048'),
  ]);
});

describe('a sealed document', () => {
  it('is valid where the root is trusted, and everything of the signature is told', async () => {
    const report = await verify(await seal(twoPages(), yunxi, stampOn(0), stampOn(1, 100, 200)), [yunxi]);
    expect(report).toMatchObject({ verdict: 'valid', revisionCount: 2 });
    expect(report.signatures).toHaveLength(1);
    expect(report.signatures[0]).toMatchObject({
      field: 'Suiyin1',
      fields: ['Suiyin1'],
      signer: '云溪测试有限公司',
      intact: true,
      trusted: true,
      rootName: '云溪测试有限公司 root',
      revoked: 'unknown',
      level: 'B-B',
      covers: 'whole-file',
      revision: 1,
      laterChanges: [],
      claimedTime: NOW,
      clock: 'signer-clock',
      reason: 'tender',
      subFilter: 'ETSI.CAdES.detached',
      problems: [],
    });
  });

  it('names its seals with page and place, annotations of the same sealing among them', async () => {
    const report = await verify(await seal(twoPages(), yunxi, stampOn(0), stampOn(1, 100, 200)), [yunxi]);
    const [field, stamp] = report.signatures[0]?.seals ?? [];
    expect(field).toMatchObject({ page: 1, source: 'field' });
    expect(stamp).toMatchObject({ page: 2, source: 'stamp' });
    for (const [box, x, y] of [
      [field?.box, 20, 30],
      [stamp?.box, 100, 200],
    ] as const) {
      expect(box?.xMm).toBeCloseTo(x, 2);
      expect(box?.yMm).toBeCloseTo(y, 2);
      expect(box?.widthMm).toBeCloseTo(40, 2);
      expect(box?.heightMm).toBeCloseTo(40, 2);
    }
  });

  it('by RSA is valid too', async () => {
    expect(await verify(await seal(twoPages(), other), [other])).toMatchObject({ verdict: 'valid' });
  });

  it('is intact but untrusted where the root is not known', async () => {
    const report = await verify(await seal(twoPages(), yunxi), [other]);
    expect(report.verdict).toBe('valid-untrusted');
    expect(report.signatures[0]).toMatchObject({
      intact: true,
      trusted: false,
      problems: ['untrusted-root'],
    });
    expect(report.signatures[0]?.rootName).toBeUndefined();
  });

  it('is untrusted once the certificate has expired, as nobody proves when it was sealed', async () => {
    const report = await verify(await seal(twoPages(), yunxi), [yunxi], { now: new Date('2028-01-01') });
    expect(report.verdict).toBe('valid-untrusted');
    expect(report.signatures[0]?.problems).toContain('certificate-expired');
  });

  it('is invalid when the certificate has been revoked', async () => {
    const { serialNumber } = describeCertificate(yunxi.signer.certificate);
    const crl = await issueCrl({
      issuer: yunxi.issuing,
      number: 1,
      thisUpdate: new Date('2026-11-01'),
      nextUpdate: new Date('2026-12-01'),
      revoked: [{ serialNumber, at: new Date('2026-10-01') }],
    });
    const report = await verify(await seal(twoPages(), yunxi), [yunxi], { crls: [crl] });
    expect(report.verdict).toBe('invalid');
    expect(report.signatures[0]).toMatchObject({
      intact: true,
      trusted: false,
      revoked: 'yes',
      problems: ['certificate-revoked'],
    });
  });
});

describe('a second seal', () => {
  it('keeps the first one valid: only signature fields were added', async () => {
    const first = await seal(twoPages(), yunxi, stampOn(0), stampOn(1));
    const report = await verify(await seal(first, other, stampOn(0, 120), stampOn(1, 120)), [yunxi, other]);
    expect(report).toMatchObject({ verdict: 'valid', revisionCount: 3 });
    const [one, two] = report.signatures;
    expect(one).toMatchObject({
      signer: '云溪测试有限公司',
      covers: 'revision',
      revision: 1,
      intact: true,
      problems: [],
      laterChanges: [{ revision: 2, kind: 'signatures' }],
    });
    expect(one?.laterChanges[0]?.changes).toEqual([
      { kind: 'signed', field: 'Suiyin2', permitted: true },
      { kind: 'seal-added', field: 'Suiyin2', page: 1, permitted: true },
      { kind: 'signed', field: 'Suiyin3', permitted: true },
      { kind: 'seal-added', field: 'Suiyin3', page: 2, permitted: true },
    ]);
    expect(two).toMatchObject({
      signer: 'Second company',
      fields: ['Suiyin2', 'Suiyin3'],
      covers: 'whole-file',
      revision: 2,
      problems: [],
    });
    expect(two?.seals.map(({ page }) => page)).toEqual([1, 2]);
    expect(one?.seals).toHaveLength(2);
  });

  it('by an unknown company leaves the document untrusted', async () => {
    const report = await verify(await seal(await seal(twoPages(), yunxi), other), [yunxi]);
    expect(report.verdict).toBe('valid-untrusted');
    expect(report.signatures.map(({ trusted }) => trusted)).toEqual([true, false]);
  });
});

describe('a file that cannot be judged', () => {
  it('without signatures is unsigned', async () => {
    expect(await verify(twoPages(), [yunxi])).toMatchObject({ verdict: 'unsigned', signatures: [] });
  });

  it('that is no PDF is unreadable', async () => {
    expect(await verify(new Blob(['hello']), [])).toMatchObject({
      verdict: 'unreadable',
      problem: 'not-a-pdf',
    });
  });

  it('that has gone away is unreadable', async () => {
    const gone = new Blob(['%PDF-1.7']);
    const fail = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
    Object.defineProperties(gone, {
      arrayBuffer: { value: fail },
      slice: { value: () => ({ arrayBuffer: fail }) },
    });
    expect(await verify(gone, [])).toMatchObject({ verdict: 'unreadable', problem: 'file-unreadable' });
  });
});

describe('verifying', () => {
  it('reports how far it is', async () => {
    const progress: { done: number; total: number }[] = [];
    const file = await seal(twoPages(), yunxi);
    await verify(file, [], { onProgress: (at) => progress.push(at) });
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
    expect(progress.at(-1)?.total).toBeLessThan(file.size);
  });

  it('stops when it is cancelled', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(verify(await seal(twoPages(), yunxi), [], { signal })).rejects.toBe(reason);
  });
});
