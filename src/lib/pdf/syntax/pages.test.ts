import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PdfDocument } from './document';
import { openPdf } from './open';
import type { PageInfo } from './pages';
import { blobOf, pdfText } from './test-documents';

const open = (objects: Record<number, string>) =>
  openPdf(blobOf(pdfText({ objects: { 1: '<</Type/Catalog/Pages 2 0 R>>', ...objects } })));

async function all(doc: PdfDocument): Promise<PageInfo[]> {
  const pages: PageInfo[] = [];
  for await (const page of doc.pages()) pages.push(page);
  return pages;
}

const keys = (pages: readonly PageInfo[]) => pages.map((page) => page.ref.num);

interface Tree {
  kids?: Tree[];
}

/** Objects of a tree, from number 2 on; pages in order. */
function objectsOf(
  tree: Tree,
  countOf: (right: number) => number,
): { objects: Record<number, string>; pages: number[] } {
  const objects: Record<number, string> = {};
  const pages: number[] = [];
  let next = 2;
  const add = (node: Tree): { num: number; count: number } => {
    const num = next++;
    if (!node.kids) {
      objects[num] = '<</Type/Page>>';
      pages.push(num);
      return { num, count: 1 };
    }
    const kids = node.kids.map(add);
    const count = kids.reduce((sum, kid) => sum + kid.count, 0);
    objects[num] =
      `<</Type/Pages/Count ${countOf(count)}/Kids[${kids.map((kid) => `${kid.num} 0 R`).join(' ')}]>>`;
    return { num, count };
  };
  add(tree);
  return { objects, pages };
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    fc.constant<Tree>({}),
    fc.record({ kids: fc.array(tie('tree'), { maxLength: 5 }) }),
  ),
}));
const root = fc.record({ kids: fc.array(tree, { maxLength: 6 }) });

describe('the page tree', () => {
  it('gives each page by its index as in a walk', async () => {
    await fc.assert(
      fc.asyncProperty(root, async (shape) => {
        const { objects, pages } = objectsOf(shape, (count) => count);
        const doc = await open(objects);
        expect(await doc.pageCount()).toBe(pages.length);
        for (const [index, num] of pages.entries()) expect((await doc.page(index)).ref.num).toBe(num);
        expect(keys(await all(doc))).toEqual(pages);
      }),
      { numRuns: 60 },
    );
  });

  it('is walked where its counts are missing or negative', async () => {
    await fc.assert(
      fc.asyncProperty(root, fc.constantFrom(-1, 0), async (shape, count) => {
        const { objects, pages } = objectsOf(shape, () => count);
        const doc = await open(objects);
        expect(await doc.pageCount()).toBe(pages.length);
        expect(keys(await all(doc))).toEqual(pages);
        for (const [index, num] of pages.entries()) expect((await doc.page(index)).ref.num).toBe(num);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['too great', '<</Type/Pages/Count 99/Kids[3 0 R 4 0 R]>>'],
    ['too small', '<</Type/Pages/Count 1/Kids[3 0 R 4 0 R]>>'],
    ['no number', '<</Type/Pages/Count/X/Kids[3 0 R 4 0 R]>>'],
    ['too great, with kids that are not there', '<</Type/Pages/Count 4/Kids[3 0 R 9 0 R null 4 0 R]>>'],
  ])('a count that is %s is not believed', async (_, pages) => {
    const doc = await open({ 2: pages, 3: '<</Type/Page>>', 4: '<</Type/Page>>' });
    expect(await doc.pageCount()).toBe(2);
    expect((await doc.page(1)).ref.num).toBe(4);
    await expect(doc.page(2)).rejects.toMatchObject({ code: 'no-such-page' });
    await expect(doc.page(-1)).rejects.toMatchObject({ code: 'no-such-page' });
  });

  it('that comes back to itself ends', async () => {
    const doc = await open({
      2: '<</Type/Pages/Count 3/Kids[3 0 R 4 0 R]>>',
      3: '<</Type/Page>>',
      4: '<</Type/Pages/Count 2/Kids[4 0 R 2 0 R]>>',
    });
    expect(keys(await all(doc))).toEqual([3]);
    expect(await doc.pageCount()).toBe(1);
    await expect(doc.page(1)).rejects.toMatchObject({ code: 'no-such-page' });
  });

  it('may be one page alone, or lack types', async () => {
    expect(keys(await all(await open({ 2: '<</Type/Page>>' })))).toEqual([2]);
    expect(keys(await all(await open({ 2: '<</Kids[3 0 R]>>', 3: '<<>>' })))).toEqual([3]);
  });

  it('may hold pages that are no objects; these cannot be written', async () => {
    const [page] = await all(await open({ 2: '<</Type/Pages/Count 1/Kids[<</Type/Page/Rotate 90>>]>>' }));
    expect(page).toMatchObject({ rotate: 90, ref: { num: 0 } });
  });

  it('is given up when asked to', async () => {
    const giveUp = new AbortController();
    const text = pdfText({ objects: { 1: '<</Type/Catalog/Pages 2 0 R>>', 2: '<</Kids[]/Type/Pages>>' } });
    giveUp.abort(new Error('enough'));
    await expect(openPdf(blobOf(text), { signal: giveUp.signal })).rejects.toThrow('enough');
  });
});

describe('a page', () => {
  const page = async (own: string, above = '') =>
    (
      await open({
        2: `<</Type/Pages/Count 1/Kids[3 0 R]${above}>>`,
        3: `<</Type/Page${own}>>`,
        4: '200',
        5: '[0 0 9 9]',
      })
    ).page(0);

  it.each([
    ['its own', '/MediaBox[0 0 100 200]', '', [0, 0, 100, 200]],
    ['inherited', '', '/MediaBox[0 0 100 200]', [0, 0, 100, 200]],
    ['its own before what is inherited', '/MediaBox[0 0 1 1]', '/MediaBox[0 0 100 200]', [0, 0, 1, 1]],
    ['put in order', '/MediaBox[100 200 0 -10]', '', [0, -10, 100, 200]],
    ['of references', '/MediaBox[0 0 100 4 0 R]', '', [0, 0, 100, 200]],
    ['a reference', '/MediaBox 5 0 R', '', [0, 0, 9, 9]],
    ['missing', '', '', [0, 0, 612, 792]],
    ['empty', '/MediaBox[0 0 0 100]', '', [0, 0, 612, 792]],
    ['too short', '/MediaBox[0 0 100]', '', [0, 0, 612, 792]],
    ['insane', '/MediaBox[0 0 1e9 99999999999]', '', [0, 0, 612, 792]],
  ])('has a MediaBox: %s', async (_, own, above, box) => {
    expect((await page(own, above)).mediaBox).toEqual(box);
  });

  it.each([
    ['within', '[10 10 50 50]', [10, 10, 50, 50]],
    ['clipped', '[-10 50 999 999]', [0, 50, 100, 100]],
    ['outside', '[200 200 300 300]', [0, 0, 100, 100]],
    ['empty', '[1 1 1 1]', [0, 0, 100, 100]],
  ])('has a CropBox %s', async (_, crop, box) => {
    expect((await page(`/MediaBox[0 0 100 100]/CropBox${crop}`)).cropBox).toEqual(box);
  });

  it.each([
    ['90', 90],
    ['-90', 270],
    ['450', 90],
    ['-360', 0],
    ['45', 0],
    ['/X', 0],
    ['180.0', 180],
  ])('/Rotate %s', async (value, rotate) => {
    expect((await page(`/Rotate ${value}`)).rotate).toBe(rotate);
    expect((await page('', `/Rotate ${value}`)).rotate).toBe(rotate);
  });

  it('has its own unit, which is not inherited', async () => {
    expect((await page('/UserUnit 2.5')).userUnit).toBe(2.5);
    expect((await page('', '/UserUnit 2.5')).userUnit).toBe(1);
    expect((await page('/UserUnit -1')).userUnit).toBe(1);
  });

  it('inherits resources without their showing in its own dictionary', async () => {
    const { resources, dict } = await page('', '/Resources<</Font<<>>>>');
    expect(resources).toMatchObject({ size: 1 });
    expect([...dict.keys()]).toEqual(['Type']);
  });
});
