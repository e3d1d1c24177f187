import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeCertificate, issueCrl } from '../../pki';
import { PdfString } from '../../pdf/syntax';
import {
  newCompany,
  NOW,
  revise,
  seal,
  stampOn,
  textOf,
  twoPages,
  latin1,
  type Company,
} from '../../pdf/verify/testing';
import { checkBidPaper, type BidPaperTerms } from '.';

let company: Company;
let other: Company;
let sealed: Blob;

beforeAll(async () => {
  [company, other] = await Promise.all([newCompany('云溪测试有限公司'), newCompany('湘江建设有限公司')]);
  sealed = await seal(twoPages(), company, stampOn(0), stampOn(1));
});

function terms(over: Partial<BidPaperTerms> = {}): BidPaperTerms {
  const { commonName: name, creditCode } = describeCertificate(company.signer.certificate);
  return { company: { name, creditCode: creditCode! }, roots: [company.root], now: NOW, ...over };
}

async function refusalsOf(file: Blob, over: Partial<BidPaperTerms> = {}): Promise<string[]> {
  const checked = await checkBidPaper(file, terms(over));
  return checked.ok ? [] : checked.refusals.map(({ code }) => code);
}

/** Ours do not encrypt: qpdf does. */
async function encrypted(file: Blob, password: string): Promise<Blob> {
  const folder = mkdtempSync(path.join(tmpdir(), 'suiyin-'));
  try {
    const [from, to] = [path.join(folder, 'in.pdf'), path.join(folder, 'out.pdf')];
    writeFileSync(from, new Uint8Array(await file.arrayBuffer()));
    execFileSync('qpdf', [from, '--encrypt', password, 'owner', '256', '--', to]);
    return new Blob([new Uint8Array(readFileSync(to))]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a document that is attached to a bid', () => {
  test('is taken where the company has sealed it', async () => {
    const checked = await checkBidPaper(sealed, terms());
    expect(checked).toMatchObject({
      ok: true,
      facts: {
        ...{ pages: 2, seals: 2, sealedPages: [1, 2], bytes: sealed.size, company: company.name },
        ...{ sealedAt: { at: NOW.getTime(), clock: 'signer-clock' }, trial: false, others: [] },
      },
    });
    expect(checked.ok && checked.facts.sha256).toMatch(/^[\w-]{43}$/);
  });

  test('is refused without a signature', async () => {
    expect(await refusalsOf(twoPages())).toEqual(['unsigned']);
  });

  test('is refused where it is no PDF', async () => {
    expect(await refusalsOf(new Blob(['PK\u0003\u0004 a spreadsheet']))).toEqual(['not-a-pdf']);
  });

  test.each(['', 'secret'])('is refused where it is encrypted with the password "%s"', async (password) => {
    const file = await encrypted(twoPages(), password);
    const readable = password === '' ? await seal(file, company) : file;
    expect(await refusalsOf(readable)).toEqual(['encrypted']);
  });

  test('is refused where another company has sealed it', async () => {
    const checked = await checkBidPaper(await seal(twoPages(), other), terms());
    expect(checked).toEqual({
      ok: false,
      refusals: [{ code: 'other-company', detail: { signers: [other.name], company: company.name } }],
    });
  });

  test('is refused where a company of the same name has another credit code', async () => {
    const { name } = terms().company;
    expect(await refusalsOf(sealed, { company: { name, creditCode: '91430600MA4L000000' } })).toEqual([
      'other-company',
    ]);
  });

  test('is refused where a byte of it is not the one that was sealed', async () => {
    const text = await textOf(sealed);
    const changed = new Blob([latin1(text.replace('(Page one)', '(Page 0ne)'))]);
    expect(await refusalsOf(changed)).toEqual(['altered']);
  });

  test('is refused where a form was filled in after the seal, though readers permit that', async () => {
    const filled = await revise(sealed, async (writer, doc) => {
      const form = await doc.dict((await doc.catalog()).get('AcroForm'));
      const [field] = (await doc.array(form!.get('Fields')))!;
      writer.put(field as never, (await doc.dict(field))!.clone().set('V', PdfString.ofText('9')));
    });
    const checked = await checkBidPaper(filled, terms());
    expect(checked).toMatchObject({ ok: false, refusals: [{ code: 'changed-after' }] });
  });

  test('is refused where something was put behind it', async () => {
    expect(await refusalsOf(new Blob([sealed, '% more than comments\n1 0 obj\n<<>>\nendobj\n']))).toEqual([
      'changed-after',
    ]);
  });

  test('is refused where somebody else has sealed it after the company', async () => {
    const checked = await checkBidPaper(await seal(sealed, other), terms());
    expect(checked).toEqual({
      ok: false,
      refusals: [{ code: 'signed-after', detail: { signers: [other.name] } }],
    });
  });

  test('may have been sealed by others before the company', async () => {
    const both = await seal(await seal(twoPages(), other), company, stampOn(1));
    expect(await checkBidPaper(both, terms())).toMatchObject({
      ok: true,
      facts: { seals: 1, sealedPages: [2], others: [{ signer: other.name, trusted: false }] },
    });
  });

  test('is refused where an earlier seal in it is broken', async () => {
    const text = await textOf(await seal(twoPages(), other));
    const broken = new Blob([latin1(text.replace('(Page one)', '(Page 0ne)'))]);
    expect(await refusalsOf(await seal(broken, company, stampOn(1)))).toEqual(['other-signature-invalid']);
  });

  test('is refused where the certificate is not the platform’s', async () => {
    expect(await refusalsOf(sealed, { roots: [other.root] })).toEqual(['other-root']);
  });

  test('is refused where the certificate has expired, or has not begun', async () => {
    expect(await refusalsOf(sealed, { now: new Date('2027-06-01T00:00:00Z') })).toEqual([
      'certificate-expired',
    ]);
    expect(await refusalsOf(sealed, { now: new Date('2025-06-01T00:00:00Z') })).toContain(
      'certificate-not-yet-valid',
    );
  });

  test('is refused where the certificate was revoked, by a list or by the records', async () => {
    const { serialNumber } = describeCertificate(company.signer.certificate);
    const at = new Date('2026-11-20T00:00:00Z');
    const crl = await issueCrl({
      ...{ issuer: company.issuing, number: 1, thisUpdate: at, nextUpdate: new Date('2026-12-20T00:00:00Z') },
      revoked: [{ serialNumber, at, reason: 'keyCompromise' }],
    });
    const { certificate, signer } = company.issuing;
    const register = {
      ...{ spki: signer.spki, issuers: [certificate] },
      revoked: [{ serialNumber, at: at.getTime(), reason: 'keyCompromise' as const }],
    };
    for (const over of [{ crls: [crl] }, { registers: [register] }]) {
      expect(await checkBidPaper(sealed, terms(over))).toEqual({
        ok: false,
        refusals: [{ code: 'certificate-revoked', detail: { revokedAt: at.getTime() } }],
      });
    }
  });
});
