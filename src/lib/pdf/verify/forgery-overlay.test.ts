/** What later revisions put over pages and seals of documents that nobody certified. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfRef, PdfStream } from '../syntax';
import {
  addField,
  annotate,
  COVER,
  FRAME,
  INK,
  INKS,
  look,
  name,
  ON_EMPTY,
  OVER_TEXT,
  sign,
  type Change,
  type Signing,
} from './forging';
import { latin1, newCompany, revise, seal, stampOn, twoPages, verify, type Company } from './testing';

let yunxi: Company;
let other: Company;
let signed: Blob;

beforeAll(async () => {
  [yunxi, other] = await Promise.all([newCompany('云溪测试有限公司'), newCompany('Second company')]);
  signed = await sign(twoPages(), yunxi, { field: 'First', rect: ON_EMPTY, content: FRAME });
});

async function judge(file: Blob, field = 'First') {
  const { verdict, signatures } = await verify(file, [yunxi, other]);
  const signature = signatures.find((one) => one.field === field);
  expect(signature?.intact).toBe(true);
  return { verdict, changes: signature?.laterChanges.flatMap(({ changes }) => changes) ?? [] };
}

const second = (o: Signing) => sign(signed, other, { field: 'Second', ...o });

describe('an empty signature field', () => {
  const field =
    (rect: typeof OVER_TEXT, content?: string, entries = {}): Change =>
    async (writer, doc) =>
      void (await addField(writer, doc, { field: 'Empty', type: 'Sig', rect, content, entries }));

  it.each([
    ['hides text', OVER_TEXT, COVER],
    ['hides text by a picture', OVER_TEXT, 'q 200 0 0 50 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q'],
    ['says something', ON_EMPTY, 'BT /F 20 Tf 5 5 Td (approved) Tj ET'],
    ['has a background', [300, 400, 500, 450] as typeof OVER_TEXT, COVER],
    ['draws letters', ON_EMPTY, '10 10 m 20 20 l 30 10 l f '.repeat(20)],
  ])('that %s is forbidden', async (_, rect, content) => {
    const { verdict } = await judge(await revise(signed, field(rect, content)));
    expect(verdict).toBe('invalid');
  });

  it('that says something under the pointer is forbidden', async () => {
    const evil: Change = async (writer, doc) => {
      const [plain, over] = [writer.allocate(), writer.allocate()];
      writer.put(plain, look(''));
      writer.put(over, look(COVER));
      const entries = { AP: PdfDict.of({ N: plain, R: over }) };
      await addField(writer, doc, { field: 'Empty', type: 'Sig', rect: OVER_TEXT, entries });
    };
    expect((await judge(await revise(signed, evil))).verdict).toBe('invalid');
  });

  it('that readers fill with a background is forbidden over text', async () => {
    const { verdict } = await judge(
      await revise(signed, field(OVER_TEXT, undefined, { MK: PdfDict.of({ BG: [1, 1, 1] }) })),
    );
    expect(verdict).toBe('invalid');
  });

  it.each([
    ['without an appearance', OVER_TEXT, undefined],
    ['with an empty one', OVER_TEXT, ''],
    ['with a frame', OVER_TEXT, FRAME],
  ])('%s is permitted', async (_, rect, content) => {
    // ON_EMPTY has the first signature's frame: what is shown there is no text, and stays seen where nothing is filled.
    const where: typeof OVER_TEXT = rect === ON_EMPTY ? [300, 400, 500, 450] : rect;
    const { verdict, changes } = await judge(await revise(signed, field(where, content)));
    expect(changes).toEqual([{ kind: 'signature-field-added', field: 'Empty', page: 1, permitted: true }]);
    expect(verdict).toBe('valid');
  });
});

describe('a further signature', () => {
  it.each([
    ['a white box', COVER, {}],
    ['black ink, multiplied', '/M gs 0 g 0 0 200 50 re f', INKS],
    [
      'letters of any size',
      'BT /T 1 Tf (a) Tj ET',
      { Font: PdfDict.of({ T: PdfDict.of({ Subtype: name('Type3') }) }) },
    ],
    ['a shading over all', '/S sh', { Shading: PdfDict.of({ S: PdfDict.of({ ShadingType: 2 }) }) }],
  ])('over text by %s is told', async (_, content, resources) => {
    const { verdict, changes } = await judge(await second({ rect: OVER_TEXT, content, resources }));
    expect(verdict).toBe('valid');
    expect(changes).toContainEqual({
      ...{ kind: 'content-covered', page: 1, by: 'signature', name: 'Second' },
      permitted: true,
    });
  });

  it('that is seen only under the pointer is told', async () => {
    const { changes } = await judge(
      await sign(signed, other, {
        field: 'Second',
        rect: OVER_TEXT,
        entries: { AP: PdfDict.of({ N: PdfRef.of(200), R: PdfRef.of(201) }) },
        along: (writer) => {
          writer.put(PdfRef.of(200), look(FRAME));
          writer.put(PdfRef.of(201), look(COVER));
        },
      }),
    );
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'content-covered', by: 'signature' }));
  });

  it('that writes all over the page is told, even where nothing is opaque', async () => {
    const rect: typeof OVER_TEXT = [20, 300, 575, 800];
    const letters = '1 0 0 RG 1 w 0 0 m 200 50 l S 0 0 m 100 50 l S';
    const { changes } = await judge(await second({ rect, content: letters }));
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'content-covered', by: 'signature' }));
  });

  it('over the earlier signature is told with its name', async () => {
    const { changes } = await judge(await second({ rect: ON_EMPTY, content: COVER }));
    expect(changes).toContainEqual({
      ...{ kind: 'seal-covered', page: 1, by: 'signature', name: 'Second', seal: 'First' },
      permitted: true,
    });
  });

  it("over an earlier seal's stamp is told with its signature", async () => {
    const sealed = await seal(twoPages(), yunxi, stampOn(1));
    const box: [number, number, number, number] = [50, 640, 180, 770];
    const onSecondPage = await revise(sealed, async (writer, doc) => {
      await annotate(writer, doc, { subtype: 'Stamp', rect: box, content: COVER, pageIndex: 1 });
    });
    const { verdict, changes } = await judge(onSecondPage, 'Suiyin1');
    expect(verdict).toBe('invalid');
    expect(changes).toContainEqual({
      ...{ kind: 'seal-covered', page: 2, by: 'annotation', name: 'Stamp', seal: 'Suiyin1' },
      permitted: false,
    });
  });

  it.each([
    ['ink over text', OVER_TEXT, INK, INKS],
    ['a frame around text', OVER_TEXT, FRAME, {}],
    ['a box where the page is empty', [300, 400, 500, 450] as typeof OVER_TEXT, COVER, {}],
  ])('with %s hides nothing', async (_, rect, content, resources) => {
    const { verdict, changes } = await judge(await second({ rect, content, resources }));
    expect(verdict).toBe('valid');
    expect(changes).toEqual([
      { kind: 'signed', field: 'Second', permitted: true },
      { kind: 'seal-added', field: 'Second', page: 1, permitted: true },
    ]);
  });

  it('of ours, over the text and over our first seal, hides nothing', async () => {
    const twice = await seal(await seal(twoPages(), yunxi, stampOn(0)), other, stampOn(0, 25, 35));
    const { verdict, changes } = await judge(twice, 'Suiyin1');
    expect(verdict).toBe('valid');
    expect(changes.map(({ kind }) => kind)).toEqual(['signed', 'seal-added']);
  });

  it('whose appearance nobody can read is taken to hide', async () => {
    const { changes } = await judge(await second({ rect: OVER_TEXT, content: 'q '.repeat(1000) + COVER }));
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'content-covered' }));
  });

  it('whose appearance calls itself is judged in time', async () => {
    const loop = await second({
      rect: OVER_TEXT,
      content: '/X Do',
      resources: { XObject: PdfDict.of({ X: PdfRef.of(200) }) },
      along: (writer) =>
        writer.put(PdfRef.of(200), look('/X Do /X Do /X Do', { XObject: PdfDict.of({ X: PdfRef.of(200) }) })),
    });
    expect((await judge(loop)).changes).toContainEqual(expect.objectContaining({ kind: 'content-covered' }));
  });
});

describe('the page under a seal', () => {
  it('that is drawn anew is a forbidden change', async () => {
    const file = await revise(signed, (writer) =>
      writer.put(PdfRef.of(5), PdfStream.of(PdfDict.of({}), latin1('BT ET'))),
    );
    expect((await judge(file)).verdict).toBe('invalid');
  });

  it("is not covered by another form's field that someone signed", async () => {
    const file = await revise(signed, async (writer, doc) => {
      await addField(writer, doc, { field: 'Evil', type: 'Tx', rect: OVER_TEXT, content: COVER });
    });
    expect((await judge(file)).verdict).toBe('invalid');
  });

  it('does not get a further place for the old signature', async () => {
    const file = await revise(signed, async (writer, doc) => {
      const form = await doc.dict(PdfRef.of(8));
      const fields = (await doc.array(form?.get('Fields'))) ?? [];
      const old = fields[1] as PdfRef;
      const value = (await doc.dict(old))?.get('V') ?? null;
      await addField(writer, doc, {
        field: 'Evil',
        type: 'Sig',
        rect: OVER_TEXT,
        content: COVER,
        entries: { V: value },
      });
    });
    expect((await judge(file)).verdict).toBe('invalid');
  });

  it('does not get a second field of the same name', async () => {
    const { verdict, changes } = await judge(await sign(signed, other, { field: 'First' }));
    expect(verdict).toBe('invalid');
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'other', where: 'field' }));
  });

  it('does not get the old field under a new parent', async () => {
    const file = await revise(signed, async (writer, doc) => {
      const form = (await doc.dict(PdfRef.of(8)))?.clone() ?? PdfDict.of();
      const fields = (await doc.array(form.get('Fields'))) ?? [];
      const parent = writer.allocate();
      writer.put(parent, PdfDict.of({ FT: name('Sig'), Kids: [fields[1] ?? null] }));
      writer.put(PdfRef.of(8), form.set('Fields', [fields[0] ?? null, parent]));
    });
    const { verdict } = await verify(file, [yunxi]);
    expect(verdict).toBe('invalid');
  });
});
