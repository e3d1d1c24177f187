import { describe, expect, it } from 'vitest';
import { openPdf, PdfDict } from '../../syntax';
import { stream, twoPages } from '../testing';
import { annotationsOf, paintedByAnnotation, paintedByPage } from './index';

/** What the first page's content paints. */
async function painted(content: string, resources = '', objects: Record<number, string> = {}) {
  const doc = await openPdf(
    twoPages({
      3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << ${resources} >> >>`,
      5: stream(content),
      ...objects,
    }),
  );
  return paintedByPage(doc, await doc.page(0));
}

const RASTER = '/Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8';

describe('what content paints', () => {
  it.each([
    ['a rectangle', '10 20 30 40 re f', [10, 20, 40, 60]],
    ['one that is moved and scaled', 'q 2 0 0 3 100 200 cm 10 20 30 40 re f Q', [120, 260, 180, 380]],
    ['one that is turned', '0 1 -1 0 500 0 cm 10 20 30 40 re f', [440, 10, 480, 40]],
    ['a curve within its control points', '0 0 m 10 50 40 50 50 0 c f', [0, 0, 50, 50]],
    ['what a clip leaves of it', '0 0 20 20 re W n 10 10 30 40 re f', [10, 10, 20, 20]],
    ['a path with a hole', '0 0 50 50 re 10 10 5 5 re f*', [0, 0, 50, 50]],
    ['what the page leaves of it', '-100 -100 900 200 re f', [0, 0, 595, 100]],
  ])('%s', async (_, content, box) => {
    expect((await painted(content))[0]).toMatchObject({ kind: 'fill', box, hides: true });
  });

  it('is nothing where it is outside the clip, or blank, or not to be seen', async () => {
    expect(await painted('0 0 5 5 re W n 10 10 30 40 re f')).toEqual([]);
    expect(await painted('10 10 30 40 re n')).toEqual([]);
    expect(await painted('BT /F 12 Tf 10 10 Td (   ) Tj 3 Tr (Hidden) Tj ET')).toEqual([]);
  });

  it('q and Q keep colours, clips and matrices apart', async () => {
    const found = await painted('1 0 0 rg q 0 0 1 rg 0 0 5 5 re W n 2 0 0 2 0 0 cm Q 0 0 10 10 re f');
    expect(found).toEqual([{ kind: 'fill', box: [0, 0, 10, 10], hides: true, colour: [1, 0, 0] }]);
  });

  it.each([
    ['Td', 'BT /F 10 Tf 100 200 Td (ab) Tj ET', [100, 198, 110, 208]],
    ['Tm', 'BT /F 10 Tf 2 0 0 2 100 200 Tm (ab) Tj ET', [100, 196, 120, 216]],
    ['the next line', 'BT /F 10 Tf 14 TL 100 200 Td T* (ab) Tj ET', [100, 184, 110, 194]],
    ["'", "BT /F 10 Tf 14 TL 100 200 Td (ab) ' ET", [100, 184, 110, 194]],
    ['TJ', 'BT /F 10 Tf 100 200 Td [-1000 (ab)] TJ ET', [110, 198, 120, 208]],
  ])('text by %s', async (_, content, box) => {
    expect(await painted(content)).toMatchObject([{ kind: 'text', box }]);
  });

  it.each([
    ['by its widths', '/Widths [500 1000] /FirstChar 97', '(ab)', 15],
    ['by those of Helvetica', '', '(Wi)', 11.66],
    ['with space between letters', '', '2 Tc (ab)', 15.12],
    ['with space between words', '', '5 Tw (a b)', 18.9],
  ])('text reaches as far as its font says: %s', async (_, font, shown, width) => {
    const resources = `/Font << /F << /Subtype /Type1 /BaseFont /Helvetica ${font} >> >>`;
    const [first] = await painted(`BT /F 10 Tf 100 200 Td ${shown} Tj ET`, resources);
    expect(first?.box[2]).toBeCloseTo(100 + width);
  });

  it('text of two bytes a letter reaches as far as its font says', async () => {
    const resources =
      '/Font << /F << /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /W [1 [300] 2 4 700] >>] >> >>';
    const [first] = await painted('BT /F 10 Tf 100 200 Td <000100030009> Tj ET', resources);
    expect(first?.box[2]).toBeCloseTo(120);
  });

  it('dots to write on are lines, words are not', async () => {
    const font = '/Font << /F << /Subtype /Type1 /BaseFont /Helvetica >> >>';
    const found = await painted('BT /F 10 Tf 100 200 Td (Name: ____) Tj ET', font);
    expect(found.map(({ kind }) => kind)).toEqual(['text', 'stroke']);
    const own = font.replace('/BaseFont', '/Encoding << /Differences [95 /nine] >> /BaseFont');
    const other = await painted('BT /F 10 Tf 100 200 Td (Name: ____) Tj ET', own);
    expect(other.map(({ kind }) => kind)).toEqual(['text']);
  });

  it.each([
    ['half transparent', '/G gs 0 0 9 9 re f', '/ExtGState << /G << /ca 0.4 >> >>', false],
    ['multiplied and red', '/G gs 1 0 0 rg 0 0 9 9 re f', '/ExtGState << /G << /BM /Multiply >> >>', false],
    [
      'multiplied and black',
      '/G gs 0 0 0 rg 0 0 9 9 re f',
      '/ExtGState << /G << /BM [/Multiply] >> >>',
      true,
    ],
    [
      'multiplied with a pattern',
      '/G gs /P scn 0 0 9 9 re f',
      '/ExtGState << /G << /BM /Multiply >> >>',
      true,
    ],
    ['a thin triangle', '0 0 m 90 90 l 0 1 l f', '', false],
  ])('what is %s hides what is below: %s', async (_, content, resources, hides) => {
    expect(await painted(content, resources)).toMatchObject([{ hides }]);
  });

  it.each([
    ['opaque', RASTER, true],
    ['see-through', `${RASTER} /SMask 31 0 R`, false],
    ['covered by a mask that is opaque', `${RASTER} /SMask 32 0 R`, true],
    ['of a mask that nobody can read', `${RASTER} /SMask 33 0 R`, true],
  ])('an image that is %s', async (_, dict, hides) => {
    const found = await painted('q 50 0 0 20 10 10 cm /X Do Q', '/XObject << /X 30 0 R >>', {
      30: stream('\xff\x00\x00\xff\x00\x00', `${dict} /ColorSpace /DeviceRGB`),
      31: stream('\x00\x00', RASTER),
      32: stream('\xff\xff', RASTER),
      33: stream('\xff\xff', `${RASTER} /Filter /JPXDecode`),
    });
    expect(found).toMatchObject([{ kind: 'image', box: [10, 10, 60, 30], hides, colour: [1, 0, 0] }]);
  });

  it('forms have their own matrix, box and group', async () => {
    const group = '/Group << /S /Transparency >>';
    const form = (more: string) =>
      stream('1 0 0 rg 0 0 100 100 re f', `/Subtype /Form /BBox [0 0 10 10] /Matrix [2 0 0 2 5 5] ${more}`);
    const resources = '/XObject << /X 30 0 R >> /ExtGState << /G << /BM /Multiply >> >>';
    const [fill, outer] = await painted('/G gs /X Do', resources, { 30: form(group) });
    expect(fill).toMatchObject({ kind: 'fill', box: [5, 5, 25, 25], hides: false });
    expect(outer).toMatchObject({ kind: 'form', box: [5, 5, 25, 25] });
    const [plain] = await painted('/X Do', resources, { 30: form(group) });
    expect(plain).toMatchObject({ hides: true });
  });

  it('goes on behind inline images and what makes no sense', async () => {
    const content = 'BI /W 1 /H 1 /BPC 8 /CS /G ID \x00EI\x01 EI >> ] endobj 10 10 20 20 re f';
    expect((await painted(content)).at(-1)).toMatchObject({ kind: 'fill', box: [10, 10, 30, 30] });
  });

  it.each([
    ['states', 'q '.repeat(1000)],
    ['operators', '0 g '.repeat(600_000)],
    ['points', `0 0 m ${'1 1 l '.repeat(250_000)}`],
  ])('is not followed through too many %s', async (_, content) => {
    await expect(painted(content)).rejects.toMatchObject({ name: 'TooComplex' });
  });
});

describe('what an annotation paints', () => {
  async function shown(entries: string, form = '/BBox [0 0 10 10]') {
    const doc = await openPdf(
      twoPages({
        9: `<< /Type /Annot ${entries.includes('/Subtype') ? entries : `/Subtype /Stamp /AP << /N 30 0 R >> ${entries}`} /Rect [100 200 150 240] >>`,
        30: stream('0 0 5 5 re f', `/Subtype /Form ${form}`),
      }),
    );
    const [annotation] = await annotationsOf(doc, await doc.page(0));
    return paintedByAnnotation(doc, annotation?.dict ?? PdfDict.of());
  }

  it('is fitted to its rectangle', async () => {
    expect(await shown('')).toMatchObject([{ kind: 'fill', box: [100, 200, 125, 220] }, { kind: 'form' }]);
    const turned = await shown('', '/BBox [0 0 10 10] /Matrix [0 1 -1 0 0 0]');
    expect(turned[0]?.box.map(Math.round)).toEqual([125, 200, 150, 220]);
  });

  it('is all of its rectangle where it has no box', async () => {
    for (const form of ['', '/BBox [0 0 10]', '/BBox [0 0 null 10 10]', '/BBox [0 0 10 10] /Matrix [1 0]']) {
      expect(await shown('', form)).toMatchObject([{ box: [100, 200, 150, 240], hides: true }]);
    }
  });

  it('counts where it is only printed, or seen at times', async () => {
    expect(await shown('/F 36')).toHaveLength(2);
    expect(await shown('/F 288')).toHaveLength(2);
  });

  it.each([
    ['Ink', '/InkList [[90 210 160 220]]', [90, 200, 160, 240]],
    ['Highlight', '/QuadPoints [100 250 150 250 100 200 150 200]', [100, 200, 150, 250]],
    ['Line', '/L [100 200 150 240]', [100, 200, 150, 240]],
  ])('is what readers draw of it without an appearance: %s', async (subtype, entries, box) => {
    expect(await shown(`/Subtype /${subtype} ${entries}`)).toMatchObject([{ box, hides: true }]);
  });

  it('is nothing where it is hidden or has no area', async () => {
    expect(await shown('/F 2')).toEqual([]);
    expect(await shown('/F 32')).toEqual([]);
    expect(await shown('', '/BBox [0 0 0 10]')).toEqual([]);
  });
});
