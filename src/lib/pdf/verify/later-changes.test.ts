/** What signatures permit by FieldMDP, the lock of their field, and DocMDP (ISO 32000-2 12.8.2), in real files. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfRef, PdfStream } from '../syntax';
import { annotate, FRAME, name, ON_EMPTY, sign, words, type Change, type Signing } from './forging';
import { newCompany, revise, seal, stampOn, twoPages, verify, type Company } from './testing';

let company: Company;
let other: Company;

beforeAll(async () => {
  [company, other] = await Promise.all([newCompany('Yunxi'), newCompany('Other')]);
});

async function permitted(o: Signing, change: Change | 'seal', base = twoPages()): Promise<boolean> {
  const signed = await sign(base, company, { field: 'First', ...o });
  // Our own sealing refuses what is certified against new fields: other programs do not.
  const isRefused = o.certify !== undefined && o.certify < 3;
  const second = () =>
    isRefused
      ? sign(signed, other, { field: 'Second', rect: ON_EMPTY, content: FRAME })
      : seal(signed, other, stampOn(0));
  const file = change === 'seal' ? await second() : await revise(signed, change);
  const { verdict, signatures } = await verify(file, [company, other]);
  const first = signatures.find(({ field }) => field === 'First' || field === 'Locked');
  expect(first?.intact).toBe(true);
  expect(verdict).toBe(first?.problems.length === 0 ? 'valid' : 'invalid');
  return verdict === 'valid';
}

const fill: Change = async (writer, doc) => {
  const field = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
  writer.put(PdfRef.of(9), field.set('V', words('x')));
};
const note: Change = async (writer, doc) =>
  void (await annotate(writer, doc, { subtype: 'Text', rect: ON_EMPTY, content: FRAME }));
const evidence: Change = async (writer, doc) => {
  const certificate = writer.allocate();
  writer.put(certificate, PdfStream.of(PdfDict.of(), company.root));
  writer.put(doc.catalogRef, (await doc.catalog()).clone().set('DSS', PdfDict.of({ Certs: [certificate] })));
};
const metadata: Change = async (writer, doc) => {
  const xmp = writer.allocate();
  writer.put(xmp, PdfStream.of(PdfDict.of({ Type: name('Metadata') }), new Uint8Array()));
  writer.put(doc.catalogRef, (await doc.catalog()).clone().set('Metadata', xmp));
};

describe('without a certification', () => {
  it.each<[string, Change | 'seal', boolean]>([
    ['filling in', fill, true],
    ['a second seal', 'seal', true],
    ['evidence', evidence, true],
    ['metadata', metadata, true],
    ['a note', note, false],
  ])('%s: %s', async (_, change, expected) => {
    expect(await permitted({}, change)).toBe(expected);
  });
});

describe('with DocMDP', () => {
  it.each<[string, Change | 'seal', boolean[]]>([
    ['filling in', fill, [false, true, true]],
    ['a second seal in a field of its own', 'seal', [false, false, true]],
    ['evidence', evidence, [true, true, true]],
    ['metadata', metadata, [true, true, true]],
    ['a note', note, [false, false, true]],
  ])('%s is permitted as P says', async (_, change, expected) => {
    const found: boolean[] = [];
    for (const certify of [1, 2, 3] as const) {
      found.push(await permitted({ certify }, change));
    }
    expect(found).toEqual(expected);
  });
});

describe('with FieldMDP', () => {
  it.each<[string, Signing['lock'], boolean]>([
    ['All', { Action: 'All' }, false],
    ['Include of the field', { Action: 'Include', Fields: ['name'] }, false],
    ['Include of others', { Action: 'Include', Fields: ['other', 'na'] }, true],
    ['Exclude of the field', { Action: 'Exclude', Fields: ['name'] }, true],
    ['Exclude of others', { Action: 'Exclude', Fields: ['other'] }, false],
  ])('%s: filling in', async (_, lock, expected) => {
    expect(await permitted({ lock }, fill)).toBe(expected);
    expect(await permitted({ lock }, evidence)).toBe(true);
  });
});

describe('with the lock of the field that was signed', () => {
  const locked = (lock: string) =>
    twoPages({
      8: '<< /Fields [9 0 R 20 0 R] /DR << /Font << /F 7 0 R >> >> /DA (/F 12 Tf 0 g) >>',
      20: `<< /FT /Sig /T (Locked) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /Lock << /Type /SigFieldLock ${lock} >> >>`,
    });

  it.each<[string, string, boolean]>([
    ['all fields', '/Action /All', false],
    ['this field', '/Action /Include /Fields [(name)]', false],
    ['others', '/Action /Include /Fields [(other)]', true],
    ['nothing, but no changes', '/Action /Include /Fields [] /P 1', false],
    ['nothing, and filling in', '/Action /Include /Fields [] /P 2', true],
  ])('on %s: filling in', async (_, lock, expected) => {
    expect(await permitted({ into: 20 }, fill, locked(lock))).toBe(expected);
  });

  it('that somebody takes away later', async () => {
    const free: Change = async (writer, doc) => {
      const field = (await doc.dict(PdfRef.of(20)))?.clone() ?? PdfDict.of();
      field.delete('Lock');
      writer.put(PdfRef.of(20), field);
      await fill(writer, doc);
    };
    expect(await permitted({ into: 20 }, free, locked('/Action /All'))).toBe(false);
  });
});
