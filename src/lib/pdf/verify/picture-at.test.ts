import { beforeAll, describe, expect, it } from 'vitest';
import { PdfDict, PdfRef } from '../syntax';
import { addField, annotate, COVER, FRAME, look, sign } from './forging';
import { pictureAt } from './picture-at';
import { newCompany, revise, seal, stampOn, stream, twoPages, type Company } from './testing';

const MM = 72 / 25.4;

let company: Company;
let sealed: Blob;

beforeAll(async () => {
  company = await newCompany('Yunxi');
  sealed = await seal(twoPages(), company, stampOn(0), stampOn(1, 100, 200));
});

/** A page with something in its content. */
function drawn(content: string, objects: Record<number, string> = {}, xobjects = ''): Blob {
  return twoPages({
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << ${xobjects} >> >> >>`,
    5: stream(content),
    ...objects,
  });
}

const RED_SQUARE = '1 0 0 RG 2 w 0 0 100 100 re S';

describe('the picture under a place', () => {
  it('is the seal of a signature', async () => {
    const box = { xMm: 20, yMm: 30, widthMm: 40, heightMm: 40 };
    const found = await pictureAt(sealed, 1, 40, 50);
    expect(found).toMatchObject({ signature: 'Suiyin1', looksLikeSeal: true });
    for (const key of ['xMm', 'yMm', 'widthMm', 'heightMm'] as const)
      expect(found?.box[key]).toBeCloseTo(box[key], 2);
    expect(await pictureAt(sealed, 2, 120, 220)).toMatchObject({ signature: 'Suiyin1', looksLikeSeal: true });
  });

  it('is nothing beside the seal, and on pages that are not there', async () => {
    expect(await pictureAt(sealed, 1, 80, 50)).toBeUndefined();
    for (const page of [0, 3, 1.5, NaN]) expect(await pictureAt(sealed, page, 40, 50)).toBeUndefined();
    expect(await pictureAt(new Blob(['no pdf']), 1, 40, 50)).toBeUndefined();
  });

  it('of a second company is its own', async () => {
    const twice = await seal(sealed, await newCompany('Second'), stampOn(0, 120, 30));
    expect(await pictureAt(twice, 1, 40, 50)).toMatchObject({ signature: 'Suiyin1' });
    expect(await pictureAt(twice, 1, 140, 50)).toMatchObject({ signature: 'Suiyin2', looksLikeSeal: true });
  });

  it('that a later revision puts over the seal belongs to none', async () => {
    const over = await revise(sealed, async (writer, doc) => {
      await annotate(writer, doc, {
        subtype: 'Stamp',
        rect: [50, 640, 180, 770],
        content: `1 0 0 rg 0 0 200 50 re f`,
      });
    });
    const found = await pictureAt(over, 1, 40, 50);
    expect(found?.looksLikeSeal).toBe(true);
    expect(found).not.toHaveProperty('signature');
  });

  it('that a later field shows for the old signature belongs to none', async () => {
    const evil = await revise(sealed, async (writer, doc) => {
      const form = await doc.dict(PdfRef.of(8));
      const old = await doc.dict(((await doc.array(form?.get('Fields'))) ?? [])[1]);
      const entries = { V: old?.get('V') ?? null };
      await addField(writer, doc, {
        field: 'Evil',
        type: 'Sig',
        rect: [300, 300, 413, 413],
        content: RED_SQUARE,
        entries,
      });
    });
    expect(await pictureAt(evil, 1, 350 / MM, (842 - 350) / MM)).not.toHaveProperty('signature');
  });

  it('that was changed after it was signed belongs to none', async () => {
    const signed = await sign(twoPages(), company, { rect: [300, 300, 413, 413], content: FRAME });
    const place = [350 / MM, (842 - 301.5) / MM] as const;
    expect(await pictureAt(signed, 1, ...place)).toMatchObject({ signature: 'Signature' });
    const changed = await revise(signed, async (writer, doc) => {
      const form = await doc.dict(PdfRef.of(8));
      const ref = ((await doc.array(form?.get('Fields'))) ?? [])[1] as PdfRef;
      const [field, evil] = [(await doc.dict(ref))?.clone(), writer.allocate()];
      writer.put(evil, look(COVER));
      writer.put(ref, field?.set('AP', PdfDict.of({ N: evil })) ?? null);
    });
    expect(await pictureAt(changed, 1, ...place)).not.toHaveProperty('signature');
  });

  it('is seen through marks on the text and what is hidden', async () => {
    const marked = await revise(sealed, async (writer, doc) => {
      await annotate(writer, doc, { subtype: 'Highlight', rect: [50, 640, 180, 770], content: FRAME });
    });
    expect(await pictureAt(marked, 1, 40, 50)).toMatchObject({ signature: 'Suiyin1' });
    const hidden = await revise(sealed, async (writer, doc) => {
      const rect: [number, number, number, number] = [50, 640, 180, 770];
      await annotate(writer, doc, { subtype: 'Stamp', rect, content: FRAME, entries: { F: 2 } });
    });
    expect(await pictureAt(hidden, 1, 40, 50)).toMatchObject({ signature: 'Suiyin1' });
  });
});

describe("the picture in a page's content", () => {
  const image = (pixel: string) =>
    stream(
      pixel.repeat(4),
      '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8',
    );
  const form = (content: string) => stream(content, '/Type /XObject /Subtype /Form /BBox [0 0 100 100]');
  const at = (x: number, y: number) => [x / MM, (842 - y) / MM] as const;

  it.each([
    ['a red image', 'q 110 0 0 110 300 300 cm /X Do Q', image('\xe0\x10\x20'), true],
    [
      'an image that nobody can look into',
      'q 110 0 0 110 300 300 cm /X Do Q',
      stream('?', '/Subtype /Image /Filter /DCTDecode'),
      true,
    ],
    ['a blue image', 'q 110 0 0 110 300 300 cm /X Do Q', image('\x10\x20\xe0'), false],
    ['a red image as large as the page', 'q 595 0 0 842 0 0 cm /X Do Q', image('\xe0\x10\x20'), false],
    ['a small red image', 'q 20 0 0 20 340 340 cm /X Do Q', image('\xe0\x10\x20'), false],
    ['a red banner', 'q 300 0 0 60 200 320 cm /X Do Q', image('\xe0\x10\x20'), false],
    ['a red drawing', 'q 1 0 0 1 300 300 cm /X Do Q', form(RED_SQUARE), true],
    ['a black drawing', 'q 1 0 0 1 300 300 cm /X Do Q', form('0 0 100 100 re S'), false],
  ])('%s', async (_, content, object, looksLikeSeal) => {
    const found = await pictureAt(drawn(content, { 30: object }, '/X 30 0 R'), 1, ...at(350, 350));
    expect(found).toMatchObject({ looksLikeSeal });
    expect(found).not.toHaveProperty('signature');
  });

  it('is where q, cm and Q put it', async () => {
    const nested = 'q 2 0 0 2 10 10 cm q 50 0 0 50 100 100 cm /X Do Q Q';
    const found = await pictureAt(
      drawn(nested, { 30: image('\xe0\x10\x20') }, '/X 30 0 R'),
      1,
      ...at(250, 250),
    );
    expect(found?.box.widthMm).toBeCloseTo(100 / MM, 2);
    expect(found?.box.xMm).toBeCloseTo(210 / MM, 2);
    expect(found?.box.yMm).toBeCloseTo((842 - 310) / MM, 2);
  });

  it('may be drawn by red shapes and letters of the page itself', async () => {
    const shapes =
      '1 0 0 rg 1 0 0 RG 3 w 300 350 m 300 377 323 400 350 400 c 377 400 400 377 400 350 c 400 323 377 300 350 300 c ' +
      '323 300 300 323 300 350 c S 340 340 20 20 re f 0 g 0 0 595 20 re f';
    const found = await pictureAt(drawn(shapes), 1, ...at(350, 350));
    expect(found?.looksLikeSeal).toBe(true);
    expect(found?.box.widthMm).toBeCloseTo(103 / MM, 1);
    expect(await pictureAt(drawn(shapes), 1, ...at(100, 100))).toBeUndefined();
  });

  it('a strip at the edge is part of a straddle seal', async () => {
    const found = await pictureAt(
      drawn('q 30 0 0 113 565 300 cm /X Do Q', { 30: image('\xe0\x10\x20') }, '/X 30 0 R'),
      1,
      ...at(580, 350),
    );
    expect(found?.looksLikeSeal).toBe(true);
  });

  it('is given up where the content is hostile', async () => {
    const bomb = `${'q '.repeat(300)}/X Do`;
    const self = {
      30: form('/X Do /X Do').replace('/BBox', '/Resources << /XObject << /X 30 0 R >> >> /BBox'),
    };
    expect(await pictureAt(drawn(bomb, { 30: image('\x00\x00\x00') }, '/X 30 0 R'), 1, 1, 1)).toBeUndefined();
    expect(await pictureAt(drawn('/X Do', self, '/X 30 0 R'), 1, 1, 1)).toBeUndefined();
  });
});
