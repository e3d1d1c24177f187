/** Fields that nobody signed, which show something nevertheless: by how they are nested, drawn, flagged or named. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfRef, PdfStream, type PdfObject } from '../syntax';
import {
  addField,
  annotate,
  COVER,
  FRAME,
  look,
  name,
  ON_EMPTY,
  OVER_TEXT,
  sign,
  words,
  type Change,
} from './forging';
import { latin1, newCompany, revise, stream, twoPages, verify, type Company } from './testing';

let author: Company;
let other: Company;
let signed: Blob;

beforeAll(async () => {
  [author, other] = await Promise.all([newCompany('Author'), newCompany('Other')]);
  signed = await sign(twoPages(), author);
});

async function verdictOf(change: Change, base = signed): Promise<string> {
  const { verdict, signatures } = await verify(await revise(base, change), [author, other]);
  expect(signatures[0]?.intact).toBe(true);
  return verdict;
}

const FONT = { Font: PdfDict.of({ F: PdfRef.of(7) }) };
const EVIL = '1 1 1 rg 0 0 200 50 re f 1 0 0 rg BT /F 18 Tf 5 20 Td (PAY 9000) Tj ET';

const field =
  (o: {
    rect?: typeof OVER_TEXT;
    content?: string;
    resources?: Record<string, PdfObject>;
    entries?: Record<string, PdfObject>;
  }): Change =>
  async (writer, doc) =>
    void (await addField(writer, doc, { rect: OVER_TEXT, ...o, field: 'x', type: 'Sig' }));

describe('a widget that is no signature field', () => {
  it.each<[string, Record<string, PdfObject>]>([
    ['with no kids', { Kids: [] }],
    ['with a name and no kids', { T: words('g'), Kids: [] }],
  ])('%s is forbidden', async (_, entries) => {
    const shown: Change = async (writer, doc) =>
      void (await annotate(writer, doc, {
        ...{ subtype: 'Widget', rect: OVER_TEXT, content: EVIL, resources: FONT },
        entries,
      }));
    expect(await verdictOf(shown)).toBe('invalid');
    expect(await verdictOf(shown, await sign(twoPages(), author, { certify: 1 }))).toBe('invalid');
  });

  it.each([
    ['its widget', { subtype: 'Widget' }],
    ['an annotation without a subtype', { subtype: 'None' }],
  ])('with an unseen signature field below it is forbidden as %s', async (_, { subtype }) => {
    const shown: Change = async (writer, doc) => {
      const kid = writer.allocate();
      const ref = await annotate(writer, doc, {
        ...{ subtype, rect: OVER_TEXT, content: EVIL, resources: FONT },
        entries: { T: words('g'), Kids: [kid], ...(subtype === 'None' ? { Subtype: null } : {}) },
      });
      writer.put(kid, PdfDict.of({ FT: name('Sig'), T: words('k'), Parent: ref }));
    };
    expect(await verdictOf(shown)).toBe('invalid');
  });

  it('is permitted where it only holds a signature field, and shows nothing', async () => {
    const honest: Change = async (writer, doc) => {
      const [parent, kid] = [writer.allocate(), writer.allocate()];
      writer.put(parent, PdfDict.of({ T: words('g'), Kids: [kid] }));
      writer.put(kid, PdfDict.of({ FT: name('Sig'), T: words('k'), Parent: parent }));
      const form = (await doc.dict(PdfRef.of(8)))?.clone() ?? PdfDict.of();
      writer.put(
        PdfRef.of(8),
        form.set('Fields', [...((await doc.array(form.get('Fields'))) ?? []), parent]),
      );
    };
    expect(await verdictOf(honest)).toBe('valid');
  });
});

describe('a new widget of an older field', () => {
  it('that the field does not have among its kids is forbidden', async () => {
    const base = await sign(
      twoPages({ 8: '<< /Fields [9 0 R 11 0 R] >>', 11: '<< /FT /Sig /T (s) /Kids [] >>' }),
      author,
    );
    const shown: Change = async (writer, doc) =>
      void (await annotate(writer, doc, {
        ...{ subtype: 'Widget', rect: ON_EMPTY, entries: { Parent: PdfRef.of(11) } },
      }));
    expect(await verdictOf(shown, base)).toBe('invalid');
  });
});

describe('a new field that nobody signed', () => {
  it.each<[string, Parameters<typeof field>[0]]>([
    ['letters in one thin line', { rect: ON_EMPTY, content: '10 10 m 10 40 l 40 40 l 40 25 l 10 25 l S' }],
    ['one upright line, a digit', { rect: [96, 699, 98, 709], content: '20 w 100 0 m 100 50 l S' }],
    ['a narrow frame, a digit', { rect: [96, 699, 98, 709], content: '0 0 200 50 re S' }],
    ['a frame away from its border', { rect: ON_EMPTY, content: '60 10 80 20 re S' }],
    ['two frames', { rect: ON_EMPTY, content: `${FRAME} ${FRAME}` }],
    ['a thick frame', { rect: ON_EMPTY, content: '12 w 2 2 196 46 re S' }],
    ['a frame that strikes a line out', { rect: [60, 703, 260, 740], content: '1 w 0 0 200 50 re S' }],
    ['white over a point', { rect: [118, 699, 121, 702], content: COVER }],
    ['a thick slanted line', { content: '1 1 1 RG 60 w -50 -12 m 250 62 l S' }],
    ['a fill whose turns cancel out', { content: '0 0 m 100 0 l 100 50 l 0 50 l 0 0 l 100 0 l 200 0 l f' }],
    ['a fill without a width', { rect: ON_EMPTY, content: '10 10 m 10 40 l f' }],
    [
      'fills that are half seen through',
      {
        content: `/H gs ${COVER.repeat(7)}`,
        resources: { ExtGState: PdfDict.of({ H: PdfDict.of({ ca: 0.5 }) }) },
      },
    ],
    [
      'a pattern',
      {
        rect: ON_EMPTY,
        content: '/Pattern cs /P scn 0 0 200 50 re f',
        resources: { Pattern: PdfDict.of({ P: PdfDict.of({ PatternType: 2 }) }) },
      },
    ],
    ['a shading', { rect: ON_EMPTY, content: '/S sh', resources: { Shading: PdfDict.of({}) } }],
    ['letters on paper only', { content: EVIL, resources: FONT, entries: { F: 4 + 32 } }],
    ['letters that come and go', { content: EVIL, resources: FONT, entries: { F: 32 + 256 } }],
    ['a background for readers to draw', { rect: ON_EMPTY, entries: { MK: PdfDict.of({ BG: [1, 0, 0] }) } }],
    ['a caption for readers to draw', { rect: ON_EMPTY, entries: { MK: PdfDict.of({ CA: words('9') }) } }],
  ])('shows %s: forbidden', async (_, o) => {
    expect(await verdictOf(field(o))).toBe('invalid');
  });

  it.each(['AS', undefined])('has states, with /AS %s: forbidden', async (state) => {
    const evil: Change = async (writer, doc) => {
      const form = writer.allocate();
      writer.put(form, look(EVIL, FONT));
      const entries = {
        AP: PdfDict.of({ N: PdfDict.of({ Off: form }) }),
        ...(state ? { AS: name('Off') } : {}),
      };
      await field({ entries })(writer, doc);
    };
    expect(await verdictOf(evil)).toBe('invalid');
  });

  it.each<[string, PdfObject]>([
    ['no box', null],
    ['a box that nobody can read', [0, 0, null, 200, 50]],
  ])('has an appearance with %s: forbidden', async (_, BBox) => {
    const evil: Change = async (writer, doc) => {
      const form = writer.allocate();
      const dict = PdfDict.of({ Type: name('XObject'), Subtype: name('Form'), BBox });
      writer.put(form, PdfStream.of(dict, latin1('0.005 0 0 0.02 0 0 cm 0 0 200 50 re f')));
      await field({ entries: { AP: PdfDict.of({ N: form }) } })(writer, doc);
    };
    expect(await verdictOf(evil)).toBe('invalid');
  });

  it.each<[string, Blob]>([
    ['strokes', twoPages({ 5: stream('2 w 80 700 m 100 720 l 120 700 l 140 730 l S') })],
    ['a large shape', twoPages({ 5: stream('0 0 1 rg 60 690 200 50 re f') })],
    ['letters far apart', twoPages({ 5: stream('BT /F 12 Tf 25 Tc 20 700 Td (Pay 9) Tj ET') })],
    ['letters after wide ones', twoPages({ 5: stream('BT /F 12 Tf 20 700 Td (WWWWWWWWWWWWWWWW 9) Tj ET') })],
  ])('crosses %s with its frame: forbidden', async (_, pages) => {
    const frame = field({ rect: [200, 705, 300, 760], content: '1 w 0 0 200 50 re S' });
    const over = field({ rect: [70, 705, 250, 740], content: '1 w 0 0 200 50 re S' });
    const base = await sign(pages, author);
    expect([await verdictOf(frame, base), await verdictOf(over, base)]).toContain('invalid');
  });

  it.each<[string, Parameters<typeof field>[0]]>([
    ['nothing', {}],
    ['an empty appearance', { content: '' }],
    ['a frame around text', { content: FRAME }],
    ['a frame around nothing', { rect: [300, 400, 500, 450], content: FRAME }],
  ])('shows %s: permitted', async (_, o) => {
    expect(await verdictOf(field(o))).toBe('valid');
  });
});

describe('a field under a parent with an empty name', () => {
  it('does not take the name of another', async () => {
    const evil: Change = async (writer, doc) => {
      const [parent, kid] = [writer.allocate(), writer.allocate()];
      writer.put(parent, PdfDict.of({ T: words(''), Kids: [kid] }));
      writer.put(kid, PdfDict.of({ FT: name('Sig'), T: words('Signature'), Parent: parent }));
      const form = (await doc.dict(PdfRef.of(8)))?.clone() ?? PdfDict.of();
      writer.put(
        PdfRef.of(8),
        form.set('Fields', [...((await doc.array(form.get('Fields'))) ?? []), parent]),
      );
    };
    expect(await verdictOf(evil)).toBe('invalid');
  });

  it.each([
    ['name', 'invalid'],
    ['else', 'valid'],
  ])('is locked by the name that others see: %s', async (locked, verdict) => {
    const tree = twoPages({
      8: '<< /Fields [11 0 R] /DA (/F 12 Tf 0 g) /DR << /Font << /F 7 0 R >> >> >>',
      11: '<< /T () /FT /Tx /Kids [9 0 R] >>',
      9: '<< /Type /Annot /Subtype /Widget /T (name) /Parent 11 0 R /Rect [72 600 272 620] /P 3 0 R /F 4 >>',
    });
    const base = await sign(tree, author, { lock: { Action: 'Include', Fields: [locked] } });
    const fill: Change = async (writer, doc) => {
      const dict = (await doc.dict(PdfRef.of(9)))?.clone() ?? PdfDict.of();
      writer.put(PdfRef.of(9), dict.set('V', words('9000')));
    };
    expect(await verdictOf(fill, base)).toBe(verdict);
  });
});

describe('an empty field that is signed', () => {
  const page3 =
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R ' +
    '/Resources << /Font << /F 7 0 R >> >> /Annots [9 0 R 11 0 R] >>';
  const withField = (more: string, content: string) =>
    twoPages({
      3: page3,
      5: stream(content),
      8: '<< /Fields [9 0 R 11 0 R] >>',
      11: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [130 690 260 740] /F 4 ${more} >>`,
    });

  it.each([
    ['a line of dots', 'BT /F 12 Tf 72 700 Td (Signature: ______________) Tj ET', 'valid'],
    ['words', 'BT /F 12 Tf 72 700 Td (Signature: of the buyer only) Tj ET', 'invalid'],
    ['dots that a font makes words of', 'BT /G 12 Tf 72 700 Td (Signature: ______________) Tj ET', 'invalid'],
  ])('was coloured over %s', async (_, content, verdict) => {
    const pages = await revise(withField('/MK << /BG [0.9 0.95 1] >>', content), async (writer, doc) => {
      const page = (await doc.dict(PdfRef.of(3)))?.clone() ?? PdfDict.of();
      const differences = PdfDict.of({ Differences: [95, name('nine')] });
      const G = PdfDict.of({ Subtype: name('Type1'), BaseFont: name('Helvetica'), Encoding: differences });
      writer.put(
        PdfRef.of(3),
        page.set('Resources', PdfDict.of({ Font: PdfDict.of({ F: PdfRef.of(7), G }) })),
      );
    });
    const base = await sign(pages, author);
    const report = await verify(await sign(base, other, { into: 11, content: FRAME }), [author, other]);
    expect(report.verdict).toBe(verdict);
  });

  it('that hid words by a hatching brings them to light: forbidden', async () => {
    const hatch = `1 1 1 RG 3.9 w ${Array.from({ length: 17 }, (_, i) => `0 ${i * 3} m 200 ${i * 3} l S`).join(' ')}`;
    const pages = twoPages({
      3: page3,
      8: '<< /Fields [9 0 R 11 0 R] >>',
      11: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect [60 690 260 740] /F 4 /AP << /N 12 0 R >> >>',
      12: stream(hatch, '/Type /XObject /Subtype /Form /BBox [0 0 200 50]'),
    });
    const base = await sign(pages, author);
    const report = await verify(await sign(base, other, { into: 11, content: FRAME }), [author, other]);
    expect(report.verdict).toBe('invalid');
  });
});
