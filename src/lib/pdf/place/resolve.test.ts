import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlacementError } from './error';
import { displaySize, type PageGeometry } from './geometry';
import type { Placement, PlacementContext, Stamp } from './placement';
import { resolvePlacements } from './resolve';

const MM = 72 / 25.4;

function pageOf(index: number, widthMm = 210, heightMm = 297): PageGeometry {
  return { index, cropBox: [0, 0, widthMm * MM, heightMm * MM], rotate: 0, userUnit: 1 };
}

function pagesOf(count: number): PageGeometry[] {
  return Array.from({ length: count }, (_, index) => pageOf(index));
}

const context: PlacementContext = {
  sizeOf: () => ({ widthMm: 40, heightMm: 40 }),
  findText: async (text, pages) =>
    text === '盖章处'
      ? pages.map((pageIndex) => ({ pageIndex, xMm: 100, yMm: 200, widthMm: 20, heightMm: 5 }))
      : [],
};

function resolve(placement: Placement, pages: PageGeometry[]): Promise<Stamp[]> {
  return resolvePlacements([placement], pages, context);
}

async function codeOf(placement: Placement, pages: PageGeometry[]): Promise<string> {
  return resolve(placement, pages).then(
    () => 'none',
    (error: PlacementError) => error.code,
  );
}

const base = { id: 'p1', sealId: 's1' };
const straddle = (more: Partial<Extract<Placement, { kind: 'straddle' }>> = {}): Placement => ({
  ...base,
  kind: 'straddle',
  edge: 'right',
  yMm: 100,
  pagesPerSeal: 4,
  ...more,
});

describe('a single seal', () => {
  it('stands where it was put, turned as it was turned', async () => {
    const [stamp] = await resolve(
      { ...base, kind: 'single', page: 1, xMm: 10, yMm: 20, rotationDeg: 15 },
      pagesOf(2),
    );
    expect(stamp).toEqual({
      placementId: 'p1',
      sealId: 's1',
      pageIndex: 1,
      xMm: 10,
      yMm: 20,
      widthMm: 40,
      heightMm: 40,
      rotationDeg: 15,
    });
  });

  it.each([
    [{ page: 2, xMm: 0, yMm: 0 }, 'page-out-of-range'],
    [{ page: 0, xMm: 300, yMm: 0 }, 'outside-page'],
    [{ page: 0, xMm: -41, yMm: 0 }, 'outside-page'],
    [{ page: 0, xMm: Number.NaN, yMm: 0 }, 'bad-placement'],
  ])('is refused at %o', async (where, code) => {
    expect(await codeOf({ ...base, kind: 'single', ...where }, pagesOf(2))).toBe(code);
  });
});

describe('a batch', () => {
  it('counts from the corner it is anchored to, whatever the page measures', async () => {
    const pages = [pageOf(0), pageOf(1, 420, 297), pageOf(2, 148, 210)];
    const stamps = await resolve(
      { ...base, kind: 'batch', pages: 'all', xMm: 12, yMm: 9, anchor: 'lower-right' },
      pages,
    );
    stamps.forEach((stamp, i) => {
      const size = displaySize(pages[i]!);
      expect(size.widthMm - stamp.xMm - stamp.widthMm).toBeCloseTo(12, 6);
      expect(size.heightMm - stamp.yMm - stamp.heightMm).toBeCloseTo(9, 6);
    });
  });

  it('moves a seal that would hang over a small page inside it', async () => {
    const pages = [pageOf(0, 60, 50), pageOf(1, 30, 30)];
    const stamps = await resolve({ ...base, kind: 'batch', pages: 'all', xMm: 150, yMm: 240 }, pages);
    expect(stamps[0]!.xMm).toBeCloseTo(20, 6);
    expect(stamps[0]!.yMm).toBeCloseTo(10, 6);
    expect(stamps[1]).toMatchObject({ xMm: 0, yMm: 0, widthMm: 40 });
  });
});

describe('a keyword', () => {
  it('gets the seal centred on every occurrence, moved by the offset', async () => {
    const stamps = await resolve({ ...base, kind: 'keyword', text: '盖章处', dyMm: -2 }, pagesOf(3));
    expect(stamps).toHaveLength(3);
    expect(stamps[0]!.xMm + 20).toBeCloseTo(110, 6);
    expect(stamps[0]!.yMm + 20).toBeCloseTo(200.5, 6);
  });

  it('that is not there is an error', async () => {
    expect(await codeOf({ ...base, kind: 'keyword', text: '没有' }, pagesOf(1))).toBe('keyword-not-found');
  });
});

describe('a straddle seal', () => {
  const groupSizes = (stamps: Stamp[]) =>
    stamps.filter((stamp) => stamp.slice!.from === 0 || stamp.slice!.to === 1).length / 2;

  it('cuts the seal over each group of pages', async () => {
    const stamps = await resolve(straddle(), pagesOf(8));
    expect(groupSizes(stamps)).toBe(2);
    expect(stamps.map((stamp) => stamp.widthMm)).toEqual(Array(8).fill(10));
    stamps.forEach((stamp) => expect(stamp.xMm + stamp.widthMm).toBeCloseTo(210, 9));
  });

  it('leaves no page alone: the last two groups share', async () => {
    const stamps = await resolve(straddle(), pagesOf(9));
    expect(stamps.map((stamp) => Math.round(40 / stamp.widthMm))).toEqual([4, 4, 4, 4, 3, 3, 3, 2, 2]);
  });

  it('runs right to left over the left edge', async () => {
    const stamps = await resolve(straddle({ edge: 'left' }), pagesOf(4));
    expect(stamps.map((stamp) => stamp.slice!.from)).toEqual([0.75, 0.5, 0.25, 0]);
    stamps.forEach((stamp) => expect(stamp.xMm).toBe(0));
  });

  it('takes odd pages only, where asked to', async () => {
    const stamps = await resolve(straddle({ oddOnly: true }), pagesOf(6));
    expect(stamps.map((stamp) => stamp.pageIndex)).toEqual([0, 2, 4]);
  });

  it.each([
    [straddle(), 1],
    [straddle({ pagesPerSeal: 2 }), 3],
    [straddle({ pages: '2' }), 5],
  ])('of %o over %i pages has too few', async (placement, count) => {
    expect(await codeOf(placement, pagesOf(count))).toBe('straddle-too-few-pages');
  });

  it.each([1, 0, 2.5])('of %d pages a seal makes no sense', async (pagesPerSeal) => {
    expect(await codeOf(straddle({ pagesPerSeal }), pagesOf(5))).toBe('bad-placement');
  });

  it('joins without gap or overlap to whole seals of at most so many strips', async () => {
    const cases = fc.record({
      count: fc.integer({ min: 2, max: 60 }),
      pagesPerSeal: fc.integer({ min: 3, max: 12 }),
      edge: fc.constantFrom('left' as const, 'right' as const),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ count, pagesPerSeal, edge }) => {
        const stamps = await resolve(straddle({ pagesPerSeal, edge }), pagesOf(count));
        expect(stamps.map((stamp) => stamp.pageIndex)).toEqual(pagesOf(count).map((page) => page.index));
        let strips = 0;
        let end = edge === 'right' ? 0 : 1;
        for (const stamp of stamps) {
          const { from, to } = stamp.slice!;
          expect(edge === 'right' ? from : to).toBe(end);
          expect(stamp.widthMm).toBeCloseTo(40 * (to - from), 9);
          end = edge === 'right' ? to : from;
          strips += 1;
          if (end === (edge === 'right' ? 1 : 0)) {
            expect(strips).toBeGreaterThanOrEqual(2);
            expect(strips).toBeLessThanOrEqual(pagesPerSeal);
            strips = 0;
            end = edge === 'right' ? 0 : 1;
          }
        }
        expect(strips).toBe(0);
      }),
    );
  });
});
