/**
 * Shadow attacks (Mainka, Mladenov, Rohlmann 2021): whoever writes the document prepares it, so that after somebody
 * else signed it a small change shows something else. Hide: something over the hidden content goes. Replace: fonts or
 * appearances of fields become others. Hide and replace: references, or the cross-reference section, lead elsewhere.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf, PdfDict, PdfName, PdfRef, PdfStream, type PdfObject } from '../syntax';
import { annotate, COVER, look, name, OVER_TEXT, sign, words, type Change } from './forging';
import { latin1, newCompany, revise, stream, textOf, twoPages, verify, type Company } from './testing';

let signer: Company;

beforeAll(async () => {
  signer = await newCompany('Signer');
});

function attack(prepared: Blob, change: Change) {
  return attackBytes(prepared, (signed) => revise(signed, change));
}

async function attackBytes(prepared: Blob, forge: (signed: Blob) => Promise<Blob>) {
  const { verdict, signatures } = await verify(
    await forge(await sign(prepared, signer, { field: 'Signer' })),
    [signer],
  );
  const [signature] = signatures;
  expect(signature?.intact).toBe(true);
  return { verdict, changes: signature?.laterChanges.flatMap(({ changes }) => changes) ?? [] };
}

const put =
  (num: number, entries: Record<string, PdfObject>): Change =>
  async (writer, doc) => {
    const dict = (await doc.dict(PdfRef.of(num)))?.clone() ?? PdfDict.of();
    for (const [key, value] of Object.entries(entries)) dict.set(key, value);
    writer.put(PdfRef.of(num), dict);
  };

const page = (entries: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Annots [9 0 R] ${entries} >>`;

const FONTS = '/Font << /F 7 0 R >>';
const OVERLAY = '/Type /XObject /Subtype /Form /BBox [0 0 595 842]';

describe('hide', () => {
  const covered = twoPages({
    3: page(`/Resources << ${FONTS} /XObject << /Over 30 0 R >> >>`),
    5: stream('BT /F 12 Tf 72 700 Td (Pay nothing) Tj ET /Over Do'),
    30: stream('1 1 1 rg 60 690 200 50 re f', OVERLAY),
  });

  it.each<[string, Change]>([
    ['is emptied', (writer) => writer.put(PdfRef.of(30), look(''))],
    ['becomes null', (writer) => writer.put(PdfRef.of(30), null)],
    ['becomes another kind of object', (writer) => writer.put(PdfRef.of(30), PdfDict.of({}))],
    [
      'is taken from the resources',
      put(3, { Resources: PdfDict.of({ Font: PdfDict.of({ F: PdfRef.of(7) }) }) }),
    ],
    [
      'is no longer drawn',
      (writer) => writer.put(PdfRef.of(5), look('BT /F 12 Tf 72 700 Td (Pay nothing) Tj ET')),
    ],
  ])('a cover in the page that %s is forbidden', async (_, change) => {
    expect(await attack(covered, change)).toMatchObject({ verdict: 'invalid' });
  });

  it('a cover that is freed in the cross-reference table is forbidden', async () => {
    const { verdict } = await attackBytes(covered, async (signed) => {
      const text = await textOf(signed);
      const start = text.length;
      const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? '';
      const size = (await openPdf(signed)).trailer.get('Size') as number;
      const table =
        `xref\n0 1\n0000000030 65535 f \n30 1\n0000000000 00001 f \n` +
        `trailer\n<< /Size ${size} /Root 1 0 R /Prev ${prev} >>\nstartxref\n${start}\n%%EOF\n`;
      return new Blob([signed, latin1(table)]);
    });
    expect(verdict).toBe('invalid');
  });

  it('a form field over text that lets go of its background is forbidden', async () => {
    const field = twoPages({
      9:
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [60 690 260 740] /P 3 0 R /F 4 ' +
        '/AP << /N 30 0 R >> >>',
      30: stream(COVER, '/Type /XObject /Subtype /Form /BBox [0 0 200 50]'),
    });
    const { verdict, changes } = await attack(field, async (writer, doc) => {
      const dict = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      const clear = writer.allocate();
      writer.put(clear, look(''));
      writer.put(PdfRef.of(9), dict.set('V', words('')).set('AP', PdfDict.of({ N: clear })));
    });
    expect(verdict).toBe('invalid');
    expect(changes).toContainEqual({
      ...{ kind: 'content-uncovered', page: 1, by: 'field', name: 'name' },
      permitted: false,
    });
    const inPlace = await attack(field, (writer) => writer.put(PdfRef.of(30), look('')));
    expect(inPlace.changes).toContainEqual(expect.objectContaining({ kind: 'content-uncovered' }));
  });

  it('a background that nobody can read is taken to have hidden something', async () => {
    const field = twoPages({
      9:
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [60 690 260 740] /P 3 0 R /F 4 ' +
        '/AP << /N 30 0 R >> >>',
      30: stream(`${'q '.repeat(1000)}${COVER}`, '/Type /XObject /Subtype /Form /BBox [0 0 200 50]'),
    });
    expect(await attack(field, (writer) => writer.put(PdfRef.of(30), look('')))).toMatchObject({
      verdict: 'invalid',
    });
  });

  it('a switch over text that is turned off is forbidden', async () => {
    const box = twoPages({
      9:
        '<< /Type /Annot /Subtype /Widget /FT /Btn /T (box) /Rect [60 690 260 740] /P 3 0 R /F 4 /V /On /AS /On ' +
        '/AP << /N << /On 30 0 R /Off 31 0 R >> >> >>',
      30: stream(COVER, '/Type /XObject /Subtype /Form /BBox [0 0 200 50]'),
      31: stream('', '/Type /XObject /Subtype /Form /BBox [0 0 200 50]'),
    });
    const { verdict } = await attack(box, put(9, { V: PdfName.of('Off'), AS: PdfName.of('Off') }));
    expect(verdict).toBe('invalid');
  });

  it('an annotation over text that is removed is forbidden', async () => {
    const over = await revise(twoPages(), async (writer, doc) => {
      await annotate(writer, doc, { subtype: 'FreeText', rect: OVER_TEXT, content: COVER });
    });
    expect(await attack(over, put(3, { Annots: [PdfRef.of(9)] }))).toMatchObject({ verdict: 'invalid' });
  });

  it('a layer that is switched off is forbidden', async () => {
    const layers = twoPages({
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R /OCProperties << /OCGs [30 0 R] /D << /ON [30 0 R] >> >> >>',
      30: '<< /Type /OCG /Name (cover) >>',
    });
    const off = PdfDict.of({ OCGs: [PdfRef.of(30)], D: PdfDict.of({ OFF: [PdfRef.of(30)] }) });
    expect(await attack(layers, put(1, { OCProperties: off }))).toMatchObject({ verdict: 'invalid' });
  });
});

describe('replace', () => {
  const differences = PdfDict.of({ Type: name('Encoding'), Differences: [48, name('nine'), name('eight')] });
  const formFont = twoPages({
    8: '<< /Fields [9 0 R] /DR << /Font << /Helv 30 0 R >> >> /DA (/Helv 12 Tf 0 g) >>',
    9:
      '<< /Type /Annot /Subtype /Widget /FT /Tx /T (sum) /V (10) /Rect [72 600 272 620] /P 3 0 R /F 4 ' +
      '/AP << /N 31 0 R >> >>',
    30: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    31: stream(
      'BT /Helv 12 Tf (10) Tj ET',
      '/Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /Helv 30 0 R >> >>',
    ),
  });

  it.each<[string, Record<string, PdfObject>]>([
    ['other glyphs', { Encoding: differences }],
    ['another face', { BaseFont: name('Evil') }],
    ['a file of its own', { FontDescriptor: PdfDict.of({ FontFile2: PdfRef.of(6) }) }],
  ])('a font of the form that gets %s is forbidden', async (_, entries) => {
    expect(await attack(formFont, put(30, entries))).toMatchObject({ verdict: 'invalid' });
  });

  it('a font without a /Type is one all the same', async () => {
    const untyped = twoPages({
      8: '<< /Fields [9 0 R] /DR 32 0 R /DA (/Helv 12 Tf 0 g) >>',
      30: '<< /Subtype /Type1 /BaseFont /Helvetica >>',
      32: '<< /Font 33 0 R >>',
      33: '<< /Helv 30 0 R >>',
    });
    expect(await attack(untyped, put(30, { Encoding: differences }))).toMatchObject({ verdict: 'invalid' });
    expect(await attack(untyped, put(33, { Helv: PdfRef.of(7) }))).toMatchObject({ verdict: 'invalid' });
    expect(await attack(untyped, put(32, { Font: PdfDict.of({ Helv: PdfRef.of(7) }) }))).toMatchObject({
      verdict: 'invalid',
    });
    // A further font beside the old ones is what filling in needs.
    expect(await attack(untyped, put(33, { Second: PdfRef.of(7) }))).toMatchObject({ verdict: 'valid' });
  });

  it('a font of the page that becomes another is forbidden', async () => {
    expect(await attack(twoPages(), put(7, { Encoding: differences }))).toMatchObject({ verdict: 'invalid' });
  });

  it('a field over text that is filled with something opaque is told', async () => {
    const over = twoPages({
      9: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [60 690 260 740] /P 3 0 R /F 4 >>',
    });
    const { changes } = await attack(over, async (writer, doc) => {
      const dict = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      const appearance = writer.allocate();
      writer.put(appearance, look(COVER));
      writer.put(PdfRef.of(9), dict.set('V', words('x')).set('AP', PdfDict.of({ N: appearance })));
    });
    expect(changes).toEqual([
      { kind: 'form-filled', field: 'name', page: 1, permitted: true },
      { kind: 'content-covered', page: 1, by: 'field', name: 'name', permitted: true },
    ]);
  });

  it('an appearance that the page shows too is page content', async () => {
    const shared = twoPages({
      3: page(`/Resources << ${FONTS} /XObject << /X 31 0 R >> >>`),
      9: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [72 600 272 620] /P 3 0 R /F 4 /AP << /N 31 0 R >> >>',
      31: stream('q Q', '/Subtype /Form /BBox [0 0 200 20]'),
    });
    expect(await attack(shared, (writer) => writer.put(PdfRef.of(31), look(COVER)))).toMatchObject({
      verdict: 'invalid',
    });
  });
});

describe('hide and replace', () => {
  /** A second page tree that nothing refers to yet. */
  const twin = twoPages({
    40: '<< /Type /Pages /Kids [41 0 R] /Count 1 >>',
    41: '<< /Type /Page /Parent 40 0 R /MediaBox [0 0 595 842] /Contents 42 0 R >>',
    42: stream('0 0 595 842 re f'),
    43: '<< /Type /Catalog /Pages 40 0 R >>',
  });

  it.each<[string, Change]>([
    ['a page', put(2, { Kids: [PdfRef.of(41)], Count: 1 })],
    ['the page tree', put(1, { Pages: PdfRef.of(40) })],
    ["a page's content", put(3, { Contents: PdfRef.of(42) })],
    ['what is beside the content', put(3, { Contents: [PdfRef.of(5), PdfRef.of(42)] })],
  ])('the hidden twin of %s that comes to light is forbidden', async (_, change) => {
    expect(await attack(twin, change)).toMatchObject({ verdict: 'invalid' });
  });

  it.each(['/Root 43 0 R', '/Root 1 0 R'])(
    'a cross-reference section with %s that exchanges objects is forbidden',
    async (root) => {
      const file = async (signed: Blob) => {
        const text = await textOf(signed);
        const at = (num: number) => text.indexOf(`\n${num} 0 obj`) + 1;
        const prev = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1] ?? '';
        const entry = (num: number, as: number) => `${num} 1\n${String(at(as)).padStart(10, '0')} 00000 n \n`;
        const size = (await openPdf(signed)).trailer.get('Size') as number;
        const table =
          `xref\n${root.includes('43') ? entry(6, 6) : entry(5, 42)}` +
          `trailer\n<< /Size ${size} ${root} /Prev ${prev} >>\nstartxref\n${text.length}\n%%EOF\n`;
        return new Blob([signed, latin1(table)]);
      };
      expect((await attackBytes(twin, file)).verdict).toBe('invalid');
    },
  );

  it('a reference to what does not exist yet is no room for later', async () => {
    const dangling = twoPages({ 3: page(`/Resources << ${FONTS} /XObject << /X 900 0 R >> >>`) });
    const file = await attack(dangling, (writer) => writer.put(PdfRef.of(900), look(COVER)));
    expect(file.verdict).toBe('invalid');
  });
});

describe('honest form filling', () => {
  it('draws values where the page is empty', async () => {
    const { verdict, changes } = await attack(twoPages(), async (writer, doc) => {
      const dict = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      const appearance = writer.allocate();
      writer.put(appearance, look(`${COVER} 0 g BT /F 12 Tf 2 2 Td (Yunxi) Tj ET`));
      writer.put(PdfRef.of(9), dict.set('V', words('Yunxi')).set('AP', PdfDict.of({ N: appearance })));
    });
    expect(verdict).toBe('valid');
    expect(changes).toEqual([{ kind: 'form-filled', field: 'name', page: 1, permitted: true }]);
  });

  it('keeps a background that was there over a printed line', async () => {
    const lined = twoPages({
      5: stream('BT /F 12 Tf 72 605 Td (________________) Tj ET'),
      9:
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [72 600 272 620] /P 3 0 R /F 4 ' +
        '/MK << /BG [1 1 1] >> >>',
    });
    const { verdict, changes } = await attack(lined, async (writer, doc) => {
      const dict = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      const appearance = writer.allocate();
      writer.put(appearance, look(COVER));
      writer.put(PdfRef.of(9), dict.set('V', words('Yunxi')).set('AP', PdfDict.of({ N: appearance })));
    });
    expect(verdict).toBe('valid');
    expect(changes).toEqual([{ kind: 'form-filled', field: 'name', page: 1, permitted: true }]);
  });

  it('leaves streams that are written anew as they were', async () => {
    const same = await attack(twoPages(), async (writer, doc) => {
      const content = await doc.stream(PdfRef.of(5));
      writer.put(PdfRef.of(5), content ?? PdfStream.of(PdfDict.of(), latin1('')));
    });
    expect(same).toEqual({ verdict: 'valid', changes: [] });
  });
});
