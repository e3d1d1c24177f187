import { describe, expect, test } from 'vitest';
import { resolvePlacements, type PageGeometry, type Placement } from '$lib/pdf/place';
import { centredAt, changeAnchor, moveStamp, turn } from './editing';

const POINT = 72 / 25.4;
const page = (index: number, widthMm: number, heightMm: number): PageGeometry => ({
  index,
  cropBox: [0, 0, widthMm * POINT, heightMm * POINT],
  rotate: 0,
  userUnit: 1,
});
const pages = [page(0, 210, 297), page(1, 297, 210)];
const size = { widthMm: 40, heightMm: 40 };
const resolve = (placement: Placement) =>
  resolvePlacements([placement], pages, {
    sizeOf: () => size,
    findText: () =>
      Promise.resolve([
        { pageIndex: 0, xMm: 50, yMm: 50, widthMm: 20, heightMm: 5 },
        { pageIndex: 1, xMm: 80, yMm: 90, widthMm: 20, heightMm: 5 },
      ]),
  });

/** Moves the stamp on a page and gives all stamps afterwards. */
async function moved(placement: Placement, pageIndex: number, to: { xMm: number; yMm: number }) {
  const stamp = (await resolve(placement)).find((one) => one.pageIndex === pageIndex);
  const geometry = pages[pageIndex];
  if (!stamp || !geometry) throw new Error('no stamp on this page');
  return resolve(moveStamp(placement, stamp, to, geometry));
}

describe('moving one stamp', () => {
  test.each(['upper-left', 'upper-right', 'lower-left', 'lower-right'] as const)(
    'of a batch counted from the %s corner puts it where it was dropped',
    async (anchor) => {
      const batch: Placement = {
        id: 'b',
        sealId: 's',
        kind: 'batch',
        pages: 'all',
        xMm: 10,
        yMm: 10,
        anchor,
      };
      const stamps = await moved(batch, 1, { xMm: 200, yMm: 30 });
      expect(stamps[1]).toMatchObject({ xMm: 200, yMm: 30 });
      const inner = anchor.endsWith('right') ? 210 - 40 - (297 - 40 - 200) : 200;
      expect(stamps[0]?.xMm).toBeCloseTo(Math.min(inner, 170));
    },
  );

  test('of a keyword moves all by as much', async () => {
    const keyword: Placement = { id: 'k', sealId: 's', kind: 'keyword', text: '盖章' };
    const before = await resolve(keyword);
    const after = await moved(keyword, 0, { xMm: (before[0]?.xMm ?? 0) + 7, yMm: (before[0]?.yMm ?? 0) + 3 });
    expect(after[1]?.xMm).toBeCloseTo((before[1]?.xMm ?? 0) + 7);
    expect(after[1]?.yMm).toBeCloseTo((before[1]?.yMm ?? 0) + 3);
  });

  test('of a straddle seal keeps it at the edge', async () => {
    const straddle: Placement = {
      id: 'e',
      sealId: 's',
      kind: 'straddle',
      edge: 'right',
      yMm: 10,
      pagesPerSeal: 20,
    };
    const stamps = await moved(straddle, 0, { xMm: 3, yMm: 120 });
    expect(stamps.map((stamp) => [stamp.xMm, stamp.yMm])).toEqual([
      [190, 120],
      [277, 120],
    ]);
  });

  test('off the page leaves a part to take hold of', async () => {
    const single: Placement = { id: 'o', sealId: 's', kind: 'single', page: 0, xMm: 10, yMm: 10 };
    expect((await moved(single, 0, { xMm: -500, yMm: 900 }))[0]).toMatchObject({ xMm: -35, yMm: 292 });
  });
});

test('counting from another corner leaves the stamp where it is', async () => {
  const batch = { id: 'b', sealId: 's', kind: 'batch', pages: 'all', xMm: 10, yMm: 20 } as const;
  const [stamp] = await resolve(batch);
  const changed = changeAnchor(batch, 'lower-right', stamp, pages[0]);
  expect(changed).toMatchObject({ anchor: 'lower-right', xMm: 160, yMm: 237 });
  expect((await resolve(changed))[0]).toMatchObject({ xMm: 10, yMm: 20 });
});

test('turning goes round and stays between -180 and 180', () => {
  const single: Placement = {
    id: 'o',
    sealId: 's',
    kind: 'single',
    page: 0,
    xMm: 10,
    yMm: 10,
    rotationDeg: 175,
  };
  expect(turn(single, 10)).toMatchObject({ rotationDeg: -175 });
  expect(turn({ ...single, rotationDeg: 0 }, -5)).toMatchObject({ rotationDeg: -5 });
});

test('a seal placed near the edge lies on the page as a whole', () => {
  expect(centredAt(205, 100, size, { widthMm: 210, heightMm: 297 })).toEqual({ xMm: 170, yMm: 80 });
});
