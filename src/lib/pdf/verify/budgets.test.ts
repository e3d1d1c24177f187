/** Files that ask for more work than they are worth, and what is counted wrong in page trees. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfName, PdfRef, PdfString } from '../syntax';
import { RangeDigests } from './digests';
import { Draft, signatureValue, signed } from './draft';
import { sameValue, valueKey } from './equality';
import { annotate, COVER, FRAME, look, name, ON_EMPTY, sign, words, type Change } from './forging';
import { latin1, newCompany, revise, stream, twoPages, verify, type Company } from './testing';

let company: Company;

beforeAll(async () => {
  company = await newCompany('Yunxi');
});

const page = (annots: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [${annots}] >>`;
const body = (changes: Readonly<Record<number, string>>): Record<number, string> => ({
  1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R >>',
  2: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  3: page('20 0 R'),
  8: '<< /Fields [20 0 R] /SigFlags 3 >>',
  20: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Sig) /Rect [0 0 0 0] /P 3 0 R /V 21 0 R >>',
  21: signatureValue(company),
  ...changes,
});
const judged = (text: string) => verify(new Blob([latin1(text)]), [company]);

describe('work that is out of proportion', () => {
  it('more revisions than honest files have are not compared', async () => {
    const draft = new Draft().objects(body({})).table();
    let later = draft.after(await signed(draft.text, company));
    for (let i = 0; i < 300; i++) {
      later = later.object(99, `<< /Producer (${i}) >>`).table({ trailer: '/Root 1 0 R /Info 99 0 R' });
    }
    const { verdict, signatures, revisions } = await judged(later.text);
    expect(verdict).toBe('invalid');
    expect(signatures[0]?.problems).toContain('changes-unknown');
    expect(revisions?.filter(({ unknown }) => unknown).length).toBe(301 - 256 - 1);
  });

  it('owners of what many fields share are not asked for without end', async () => {
    const fields = Array.from({ length: 3000 }, (_, i) => 1000 + i);
    const parts = Array.from({ length: 100 }, (_, i) => 20_000 + i);
    const objects = body({
      8: `<< /Fields [20 0 R ${fields.map((num) => `${num} 0 R`).join(' ')}] /SigFlags 3 >>`,
      50: `<< /N 51 0 R /X [${parts.map((num) => `${num} 0 R`).join(' ')}] >>`,
      51: stream('', '/Type /XObject /Subtype /Form /BBox [0 0 1 1]'),
    });
    for (const num of fields) objects[num] = `<< /FT /Tx /T (f${num}) /AP 50 0 R >>`;
    for (const num of parts) objects[num] = '<< /A 1 >>';
    const draft = new Draft().objects(objects).table();
    let later = draft.after(await signed(draft.text, company));
    for (const num of parts) later = later.object(num, '<< /A 2 >>');
    const { signatures } = await judged(later.table().text);
    expect(signatures[0]?.problems).toContain('changes-unknown');
  });

  it('ranges that are broken anyway are hashed a few times only', () => {
    const input = new Blob([new Uint8Array(1 << 20)]);
    const digests = new RangeDigests(input, () => undefined, undefined);
    const range = { gapStart: 10, gapEnd: 20, end: input.size };
    const asked = Array.from({ length: 100 }, () => digests.isWorthIt(range));
    expect(asked.filter(Boolean)).toHaveLength(36);
  });

  it('no more is hashed than the file is worth', async () => {
    const input = new Blob([new Uint8Array(64 << 20)]);
    const digests = new RangeDigests(input, () => undefined, undefined);
    const all = Array.from({ length: 25 }, (_, i) =>
      digests.content({ gapStart: i, gapEnd: 64 << 20, end: 64 << 20 }),
    );
    const outcomes = await Promise.allSettled(all);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});

describe('arrays of annotations', () => {
  it('of many direct values are compared by what they say', async () => {
    const all = Array.from({ length: 3000 }, (_, i) => `<< /A ${i} >>`);
    const draft = new Draft().objects(body({ 3: page(`${all.join(' ')} 20 0 R`) })).table();
    const later = draft.after(await signed(draft.text, company));
    const turned = later.object(3, page(`${all.reverse().join(' ')} 20 0 R`)).table();
    expect((await judged(turned.text)).signatures[0]?.problems).toEqual(['forbidden-change']);
  });

  it('values have the same key where they say the same', () => {
    const text = PdfString.ofText('x');
    const a = PdfDict.of({ A: [1, PdfRef.of(3), null], B: text, C: null, D: PdfName.of('x') });
    const b = PdfDict.of({ D: PdfName.of('x'), B: PdfString.ofText('x'), A: [1, PdfRef.of(3), null] });
    expect(sameValue(a, b)).toBe(true);
    expect(valueKey(a)).toBe(valueKey(b));
    const others = [
      a,
      PdfDict.of({ A: [1, PdfRef.of(3, 1)] }),
      text,
      PdfName.of('x'),
      [text],
      [[text]],
      1,
      true,
      null,
    ];
    expect(new Set(others.map(valueKey)).size).toBe(others.length);
  });
});

describe('pages', () => {
  const addField =
    (index: number): Change =>
    async (writer, doc) => {
      const entries = { FT: name('Sig'), T: words('x') };
      await annotate(writer, doc, {
        ...{ subtype: 'Widget', rect: ON_EMPTY, content: FRAME, entries },
        pageIndex: index,
      });
    };

  it.each<[string, Record<number, string>, number]>([
    ['listed twice', { 2: '<< /Type /Pages /Kids [4 0 R 4 0 R 3 0 R] /Count 3 >>', 6: stream('') }, 2],
    [
      'with kids of their own',
      {
        2: '<< /Type /Pages /Kids [4 0 R 3 0 R] /Count 2 >>',
        4: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Kids [] >>',
      },
      1,
    ],
  ])('%s count as the page tree counts them', async (_, changes, index) => {
    const file = await revise(await sign(twoPages(changes), company, {}), addField(index));
    const [signature] = (await verify(file, [company])).signatures;
    const told = signature?.laterChanges.flatMap((later) => later.changes) ?? [];
    expect(told).toContainEqual(expect.objectContaining({ kind: 'signature-field-added', page: index + 1 }));
  });

  it('that show the same field are all looked at', async () => {
    const base = twoPages({
      2: '<< /Type /Pages /Kids [4 0 R 3 0 R] /Count 2 >>',
      3: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F 7 0 R >> >> /Annots [9 0 R] >>',
      4: '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Annots [9 0 R] >>',
      6: stream(''),
      8: '<< /Fields [9 0 R] >>',
      9: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [60 690 260 740] /F 4 /AP << /N 12 0 R >> >>',
      12: stream(COVER, '/Type /XObject /Subtype /Form /BBox [0 0 200 50]'),
    });
    const file = await revise(await sign(base, company, {}), async (writer, doc) => {
      const appearance = writer.allocate();
      writer.put(appearance, look(''));
      const field = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      writer.put(PdfRef.of(9), field.set('V', words(' ')).set('AP', PdfDict.of({ N: appearance })));
    });
    expect((await verify(file, [company])).verdict).toBe('invalid');
  });
});
