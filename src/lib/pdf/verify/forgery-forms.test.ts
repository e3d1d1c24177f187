/** What a form says of all its fields, or a parent of those below it: changed so that others show something else. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfRef, type PdfObject } from '../syntax';
import { look, name, sign, words, type Change, type Signing } from './forging';
import { newCompany, revise, stream, twoPages, verify, type Company } from './testing';

let author: Company;

beforeAll(async () => {
  author = await newCompany('Author');
});

async function verdictOf(objects: Record<number, string>, change: Change, o: Signing = {}): Promise<string> {
  const base = await sign(twoPages(objects), author, o);
  return (await verify(await revise(base, change), [author])).verdict;
}

/** Puts an object with some of its entries changed; null takes one away. */
const put =
  (num: number, entries: Record<string, PdfObject>, then?: Change): Change =>
  async (writer, doc) => {
    const dict = (await doc.dict(PdfRef.of(num)))?.clone() ?? PdfDict.of();
    for (const [key, value] of Object.entries(entries)) {
      if (value === null) dict.delete(key);
      else dict.set(key, value);
    }
    writer.put(PdfRef.of(num), dict);
    await then?.(writer, doc);
  };

const field = (more: string) =>
  `<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 600 272 620] /P 3 0 R /F 4 ${more} >>`;
const form = (more: string) => `<< /Fields [9 0 R] /DR << /Font << /F 7 0 R >> >> ${more} >>`;
const APPEARANCE = stream(
  'BT /F 12 Tf 2 5 Td (PAY 9000) Tj ET',
  '/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F 7 0 R >> >>',
);
const FONT = PdfDict.of({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') });
const fonts = (key: string) => ({ DR: PdfDict.of({ Font: PdfDict.of({ F: PdfRef.of(7), [key]: FONT }) }) });

const DA = '/DA (/F 12 Tf 0 g)';
const VALUE = '/V (Pay 100)';

describe("a form's entries", () => {
  it.each<[string, Record<number, string>, Record<string, PdfObject>]>([
    [
      'by which readers no longer draw values, but what was drawn before',
      {
        8: form(`${DA} /NeedAppearances true`),
        9: field(`${VALUE} ${DA} /AP << /N 10 0 R >>`),
        10: APPEARANCE,
      },
      { NeedAppearances: null },
    ],
    [
      'by which readers draw values, no longer what was drawn before',
      { 8: form(DA), 9: field(`${VALUE} ${DA} /AP << /N 10 0 R >>`), 10: APPEARANCE },
      { NeedAppearances: true },
    ],
    [
      'with a font that a field asked for',
      { 8: form(DA), 9: field(`${VALUE} /DA (/X 12 Tf 0 g)`) },
      fonts('X'),
    ],
    ['with a font that all fields ask for', { 8: form('/DA (/#58 12 Tf 0 g)'), 9: field(VALUE) }, fonts('X')],
    ['that write in white', { 8: form(''), 9: field(VALUE) }, { DA: words('/F 12 Tf 1 g') }],
    ['that align values elsewhere', { 8: form(DA), 9: field(VALUE) }, { Q: 2 }],
  ])('%s: forbidden', async (_, objects, entries) => {
    expect(await verdictOf(objects, put(8, entries))).toBe('invalid');
  });

  it.each<[string, Record<number, string>, Change]>([
    ['with a font that no field asked for', { 8: form(DA), 9: field(VALUE) }, put(8, fonts('X'))],
    [
      'by which readers draw the value that is filled in now',
      { 8: form(DA), 9: field(`${VALUE} /AP << /N 10 0 R >>`), 10: APPEARANCE },
      put(8, { NeedAppearances: true }, put(9, { V: words('随印'), AP: null })),
    ],
    [
      'of readers that drew all values themselves',
      { 8: form(`${DA} /NeedAppearances true`), 9: field('') },
      put(8, { NeedAppearances: null }, async (writer, doc) => {
        const appearance = writer.allocate();
        writer.put(appearance, look(''));
        await put(9, { V: words('x'), AP: PdfDict.of({ N: appearance }) })(writer, doc);
      }),
    ],
    ['where no field has a value', { 8: form(''), 9: field('') }, put(8, { DA: words('/F 12 Tf 0 g') })],
  ])('%s: permitted', async (_, objects, change) => {
    expect(await verdictOf(objects, change)).toBe('valid');
  });

  it('by which readers draw anew do not get around a certification', async () => {
    const change = put(8, { NeedAppearances: true }, put(9, { V: words('x') }));
    expect(await verdictOf({ 8: form(DA) }, change, { certify: 1 })).toBe('invalid');
    expect(await verdictOf({ 8: form(DA) }, change, { certify: 2 })).toBe('valid');
  });
});

describe('a field that is filled in', () => {
  it.each<[string, Record<string, PdfObject>]>([
    ['its font', { DA: words('/F 10 Tf 0 g') }],
    ['its alignment', { Q: 1 }],
    ['its turn', { MK: PdfDict.of({ R: 0 }) }],
  ])('may change %s', async (_, entries) => {
    expect(await verdictOf({}, put(9, { V: words('x'), ...entries }))).toBe('valid');
    const alone = await verdictOf(
      { 9: field(`${VALUE} /AP << /N 10 0 R >>`), 10: APPEARANCE },
      put(9, entries),
    );
    expect(alone).toBe('MK' in entries ? 'valid' : 'invalid');
  });

  it.each([
    ['zoomed', 8],
    ['turned', 16],
    ['hidden', 2],
  ])('is not %s', async (_, flag) => {
    expect(await verdictOf({ 9: field(VALUE) }, put(9, { F: 4 + flag }))).toBe('invalid');
  });
});

describe('a parent of fields', () => {
  const tree = {
    8: '<< /Fields [11 0 R] /DR << /Font << /F 7 0 R >> >> /DA (/F 12 Tf 0 g) >>',
    11: '<< /T (group) /FT /Tx /Kids [9 0 R] >>',
    9: '<< /Type /Annot /Subtype /Widget /T (name) /Parent 11 0 R /Rect [72 600 272 620] /P 3 0 R /F 4 >>',
  };

  it.each<[string, Record<string, PdfObject>, NonNullable<Signing['lock']>, string]>([
    ['a value', { V: words('9000') }, { Action: 'Include', Fields: ['group.name'] }, 'invalid'],
    ['a flag', { Ff: 1 }, { Action: 'Include', Fields: ['group.name'] }, 'invalid'],
    ['a value', { V: words('9000') }, { Action: 'Exclude', Fields: ['group.name'] }, 'invalid'],
    ['a value', { V: words('9000') }, { Action: 'Exclude', Fields: ['group'] }, 'valid'],
    ['a value', { V: words('9000') }, { Action: 'Include', Fields: ['else'] }, 'valid'],
  ])('that gets %s %j where %j is locked: %s', async (_, entries, lock, verdict) => {
    expect(await verdictOf(tree, put(11, entries), { lock })).toBe(verdict);
  });
});
