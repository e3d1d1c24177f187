import { beforeAll, describe, expect, it } from 'vitest';
import { newCompany, pdfOf, seal, stampOn, twoPages, type Company } from '../verify/testing';
import type { PdfName, PdfString } from '../syntax';
import { openPdf, type PdfDict } from '../syntax';
import { inspectPdf, sealPdf, signPdf, type SealProgress, type SealRequest } from '.';

let company: Company;

beforeAll(async () => {
  company = await newCompany('云溪测试有限公司');
});

const PICTURES: SealRequest['pictures'] = new Map([
  [
    'round',
    {
      widthMm: 40,
      heightMm: 40,
      paths: [{ commands: [['M', 0, 0], ['L', 40, 40], ['Z']], fill: '#c8102e' }],
    },
  ],
]);

function request(more: Partial<SealRequest> = {}): SealRequest {
  return {
    stamps: [stampOn(0)],
    pictures: PICTURES,
    signer: company.signer,
    signerName: company.name,
    signingTime: new Date('2026-11-24T12:00:00Z'),
    ...more,
  };
}

async function bytesOf(blob: Blob): Promise<Buffer> {
  return Buffer.from(await blob.arrayBuffer());
}

async function annotationsOf(blob: Blob, pageIndex: number): Promise<PdfDict[]> {
  const doc = await openPdf(blob);
  const page = await doc.page(pageIndex);
  const annotations = (await doc.array(page.dict.get('Annots'))) ?? [];
  return Promise.all(annotations.map(async (ref) => (await doc.dict(ref))!));
}

const subtypes = (dicts: PdfDict[]) => dicts.map((dict) => (dict.get('Subtype') as PdfName).value);

describe('sealing', () => {
  it('appends, and leaves every byte that was there', async () => {
    const input = twoPages();
    const { blob, appendedBytes } = await sealPdf(input, request());
    const [before, after] = [await bytesOf(input), await bytesOf(blob)];
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    expect(after.length).toBe(before.length + appendedBytes);
  });

  it('shows the first stamp as the signature field and further ones as locked annotations', async () => {
    const stamps = [stampOn(0), stampOn(0, 90), stampOn(1)];
    const { blob, method, fieldName } = await sealPdf(twoPages(), request({ stamps }));
    expect([method, fieldName]).toEqual(['annotations', 'Suiyin1']);
    expect(subtypes(await annotationsOf(blob, 0))).toEqual(['Widget', 'Widget', 'Stamp']);
    const [stamp] = await annotationsOf(blob, 1);
    expect(subtypes([stamp!])).toEqual(['Stamp']);
    // Print, Locked, LockedContents: ISO 32000-2 table 167
    expect(stamp!.get('F')).toBe(4 + 128 + 512);
  });

  it('adds nothing but fields of one signature where the document is signed already', async () => {
    const once = await seal(twoPages(), company);
    const stamps = [stampOn(0, 90), stampOn(1)];
    const { blob, method, fieldName } = await sealPdf(once, request({ stamps }));
    expect([method, fieldName]).toEqual(['fields', 'Suiyin2']);
    const added = [...(await annotationsOf(blob, 0)).slice(2), ...(await annotationsOf(blob, 1))];
    expect(subtypes(added)).toEqual(['Widget', 'Widget']);
    expect(added.map((dict) => (dict.get('T') as PdfString).text())).toEqual(['Suiyin2', 'Suiyin3']);
    expect(added[0]!.get('V')).toEqual(added[1]!.get('V'));
    expect((await inspectPdf(blob)).signatures).toBe(2);
  });

  it('writes a drawing once, however many stamps show it', async () => {
    const one = await sealPdf(twoPages(), request());
    const stamps = Array.from({ length: 20 }, (_, i) => stampOn(i % 2, 10, 10 * i));
    const many = await sealPdf(twoPages(), request({ stamps }));
    expect((many.appendedBytes - one.appendedBytes) / 19).toBeLessThan(300);
  });

  it('gives pages that share one annotation list their own stamps', async () => {
    const shared = twoPages({
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 10 0 R >>',
      4: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots 10 0 R >>',
      10: '[9 0 R]',
    });
    const { blob } = await sealPdf(shared, request({ stamps: [stampOn(0), stampOn(1)] }));
    expect(subtypes(await annotationsOf(blob, 0))).toEqual(['Widget', 'Widget']);
    expect(subtypes(await annotationsOf(blob, 1))).toEqual(['Widget', 'Stamp']);
    const first = await sealPdf(shared, request({ stamps: [stampOn(0)] }));
    expect(await annotationsOf(first.blob, 1)).toHaveLength(1);
    const form = await openPdf(blob).then(async (doc) => doc.dict((await doc.catalog()).get('AcroForm')));
    expect(form!.get('SigFlags')).toBe(3);
  });

  it('gives a document without a form one', async () => {
    const plain = pdfOf({
      1: '<< /Type /Catalog /Pages 2 0 R >>',
      2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    });
    expect((await inspectPdf(await seal(plain, company))).signatures).toBe(1);
  });

  it('reports every phase, in order', async () => {
    const phases: string[] = [];
    const onProgress = ({ phase }: SealProgress) => void (phases.at(-1) !== phase && phases.push(phase));
    await sealPdf(twoPages(), request({ onProgress }));
    expect(phases).toEqual(['reading', 'stamping', 'writing', 'hashing', 'signing']);
  });
});

describe('sealing refuses', () => {
  it.each([
    ['no stamps', { stamps: [] }, 'no-stamps'],
    ['a page that is not there', { stamps: [stampOn(7)] }, 'page-out-of-range'],
    ['a seal that is not there', { pictures: new Map() }, 'unknown-seal'],
    ['when it was cancelled before', { signal: AbortSignal.abort() }, 'cancelled'],
  ])('%s', async (_name, more: Partial<SealRequest>, code) => {
    await expect(sealPdf(twoPages(), request(more))).rejects.toMatchObject({ name: 'SealError', code });
  });

  it('when it is cancelled in the middle, and passes on what the signer throws', async () => {
    const control = new AbortController();
    const onProgress = ({ phase }: SealProgress) => void (phase === 'hashing' && control.abort());
    const cancelled = sealPdf(twoPages(), request({ onProgress, signal: control.signal }));
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const failure = new Error('the vault is locked');
    const signer = { ...company.signer, sign: () => Promise.reject(failure) };
    await expect(sealPdf(twoPages(), request({ signer }))).rejects.toBe(failure);
  });

  it.each([
    ['words', new Blob(['not a PDF at all']), 'not-a-pdf'],
    ['a document without pages', pdfOf({ 1: '<< /Type /Catalog >>' }), 'damaged'],
  ])('%s', async (_name, input, code) => {
    await expect(inspectPdf(input)).rejects.toMatchObject({ name: 'SealError', code });
  });

  const signed = (signature: string, field = '', catalog = '') =>
    twoPages({
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R ${catalog} >>`,
      8: '<< /Fields [9 0 R] /SigFlags 3 >>',
      9: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (first) /Rect [0 0 0 0] /V 10 0 R ${field} >>`,
      10: `<< /Type /Sig /Filter /Adobe.PPKLite /ByteRange [0 1 2 3] /Contents <00> ${signature} >>`,
    });
  const reference = (method: string, params: string) =>
    `/Reference [<< /TransformMethod /${method} /TransformParams << ${params} >> >>]`;

  it.each([
    [
      'what was certified with no changes',
      signed(reference('DocMDP', '/P 1'), '', '/Perms << /DocMDP 10 0 R >>'),
      'certified-no-changes',
    ],
    ['what a field lock froze', signed('', '/Lock << /Action /All /P 1 >>'), 'certified-no-changes'],
    ['what has all fields locked', signed(reference('FieldMDP', '/Action /All')), 'locked-fields'],
    [
      'what has all fields but some locked',
      signed('', '/Lock << /Action /Exclude /Fields [(a)] >>'),
      'locked-fields',
    ],
  ])('%s', async (_name, input, code) => {
    await expect(inspectPdf(input)).rejects.toMatchObject({ code, detail: { field: 'first' } });
    await expect(sealPdf(input, request())).rejects.toMatchObject({ code });
  });

  it('what was certified for filling in only', async () => {
    const certified = signed(reference('DocMDP', '/P 2'), '', '/Perms << /DocMDP 10 0 R >>');
    await expect(inspectPdf(certified)).rejects.toMatchObject({ code: 'certified-forms-only' });
    await expect(sealPdf(certified, request())).rejects.toMatchObject({ code: 'certified-forms-only' });
  });

  it('but takes what was certified for comments too, and what locks other fields', async () => {
    const certified = signed(reference('DocMDP', '/P 3'), '', '/Perms << /DocMDP 10 0 R >>');
    expect(await inspectPdf(certified)).toMatchObject({ certified: 3, signatures: 1 });
    expect((await sealPdf(certified, request())).method).toBe('fields');
    const locked = signed('', '/Lock << /Action /Include /Fields [(a)] >>');
    expect((await sealPdf(locked, request())).method).toBe('fields');
  });

  it('a damaged file that is signed, and mends one that is not', async () => {
    const broken = async (blob: Blob) =>
      new Blob([
        (await bytesOf(blob)).toString('latin1').replaceAll(/startxref\n\d+/g, 'startxref\n99999999'),
      ]);
    const mended = await broken(twoPages());
    expect((await inspectPdf(mended)).recovered).toBe(true);
    await expect(inspectPdf(await broken(signed('')))).rejects.toMatchObject({ code: 'unsafe-recovery' });
  });
});

describe('signing without a stamp', () => {
  it('puts a field of no size on the first page, whose bytes stay', async () => {
    const input = twoPages();
    const { blob, fieldName } = await signPdf(input, request());
    const [before, after] = [await bytesOf(input), await bytesOf(blob)];
    expect(after.subarray(0, before.length).equals(before)).toBe(true);
    const widget = (await annotationsOf(blob, 0)).at(-1)!;
    expect([fieldName, widget.get('Rect'), widget.has('AP')]).toEqual(['Suiyin1', [0, 0, 0, 0], false]);
  });

  it('is refused for what sealing is refused for', async () => {
    await expect(signPdf(new Blob(['no PDF']), request())).rejects.toMatchObject({ code: 'not-a-pdf' });
  });
});
