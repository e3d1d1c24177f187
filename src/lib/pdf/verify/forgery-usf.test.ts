/**
 * Universal signature forgery (Mladenov, Mainka, Meyer zu Selhausen, Grothe, Schwenk 2019): the signature is there, but
 * what is needed to check it is missing or makes no sense, in the hope that nothing is checked then.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf, PdfName, type PdfObject, type PdfRef } from '../syntax';
import { sign, words } from './forging';
import { latin1, newCompany, revise, seal, textOf, twoPages, verify, type Company } from './testing';

let signer: Company;
let signed: Blob;
let text: string;

beforeAll(async () => {
  signer = await newCompany('Signer');
  signed = await sign(twoPages(), signer, { field: 'Signer' });
  text = await textOf(signed);
});

async function expectFound(file: Blob) {
  const report = await verify(file, [signer]);
  expect(['invalid', 'unsigned', 'unreadable']).toContain(report.verdict);
  for (const signature of report.signatures) {
    expect(signature.intact && signature.problems.length === 0).toBe(false);
  }
  return report;
}

const CONTENTS = /\/Contents ?<[0-9a-f]*>/;
const RANGE = /\/ByteRange ?\[[^\]]*\]/;

/** Overwritten in place: all other bytes stay where they are. */
function overwritten(pattern: RegExp, by: string): Blob {
  const changed = text.replace(pattern, (match) => by.padEnd(match.length).slice(0, match.length));
  expect(changed).not.toBe(text);
  return new Blob([latin1(changed.replace('Page one', 'Page 0ne'))]);
}

const NOTHING = ['', 'null', '0', '<>', '<00>', '()', '[]', '/None', 'true', '<< >>', '999 0 R'];

describe('a /Contents', () => {
  it.each(['', ...NOTHING.map((value) => `/Contents ${value}`)])('that is %j in place', async (entry) => {
    await expectFound(overwritten(CONTENTS, entry));
  });

  it('that lacks its last bytes, or its first', async () => {
    await expectFound(overwritten(CONTENTS, '/Contents <30>'));
    await expectFound(
      new Blob([latin1(text.replace(/\/Contents ?<30/, (match) => `${match.slice(0, -2)}00`))]),
    );
  });
});

describe('a /ByteRange', () => {
  const HUGE = '99999999999999999999';
  it.each([
    '',
    ...NOTHING.map((value) => `/ByteRange ${value}`),
    '/ByteRange [0]',
    '/ByteRange [0 0]',
    '/ByteRange [0 0 0]',
    '/ByteRange [0 0 0 0]',
    '/ByteRange [0 1 2 3 4]',
    '/ByteRange [0 -1 -1 -1]',
    '/ByteRange [-1 1 1 1]',
    `/ByteRange [0 ${HUGE} ${HUGE} 1]`,
    '/ByteRange [0 99999999 0 0]',
    '/ByteRange [null null null null]',
    '/ByteRange [(a) (b) (c) (d)]',
    '/ByteRange [0 1.5 2.5 3]',
    '/ByteRange [[0 1 2 3]]',
    '/ByteRange 5 0 R',
  ])('that is %j in place', async (entry) => {
    await expectFound(overwritten(RANGE, entry));
  });
});

describe('a signature that an update writes anew', () => {
  it.each<[string, Record<string, PdfObject | undefined>]>([
    ['without a /Contents', { Contents: undefined }],
    ['without a /ByteRange', { ByteRange: undefined }],
    ['without either', { Contents: undefined, ByteRange: undefined }],
    ['with a /Contents of null', { Contents: null }],
    ['with an empty /Contents', { Contents: words('') }],
    ['with a /ByteRange of null', { ByteRange: null }],
    ['with a /ByteRange of nothing', { ByteRange: [0, 0, 0, 0] }],
    ['with another /SubFilter', { SubFilter: PdfName.of('adbe.none') }],
    ['without a /SubFilter', { SubFilter: undefined }],
    ['without a /Filter', { Filter: undefined }],
    ['with another /Type', { Type: PdfName.of('None') }],
  ])('%s', async (_, entries) => {
    const file = await revise(signed, async (writer, doc) => {
      const form = await doc.dict((await doc.catalog()).get('AcroForm'));
      const fields = (await doc.array(form?.get('Fields'))) ?? [];
      const ref = (await doc.dict(fields.at(-1)))?.get('V') as PdfRef;
      const value = (await doc.dict(ref))?.clone();
      for (const [key, entry] of Object.entries(entries)) {
        if (entry === undefined) value?.delete(key);
        else value?.set(key, entry);
      }
      writer.put(ref, value ?? null);
    });
    const { verdict, signatures } = await expectFound(file);
    expect(verdict).toBe('invalid');
    expect(signatures.length).toBeGreaterThan(0);
  });

  it('with a /V that is gone', async () => {
    const file = await revise(signed, async (writer, doc) => {
      const form = await doc.dict((await doc.catalog()).get('AcroForm'));
      const ref = ((await doc.array(form?.get('Fields'))) ?? []).at(-1) as PdfRef;
      const field = (await doc.dict(ref))?.clone();
      field?.delete('V');
      writer.put(ref, field ?? null);
    });
    expect((await expectFound(file)).signatures[0]?.problems).toContain('signature-removed');
  });
});

describe('honest signatures', () => {
  it('of ours and of others are valid', async () => {
    expect(await verify(signed, [signer])).toMatchObject({ verdict: 'valid' });
    expect(await verify(await seal(twoPages(), signer), [signer])).toMatchObject({ verdict: 'valid' });
    expect((await openPdf(signed)).recovered).toBe(false);
  });
});
