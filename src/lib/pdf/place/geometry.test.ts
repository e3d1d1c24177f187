import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyMatrix,
  displayedFromUser,
  displaySize,
  unitsPerMm,
  userFromDisplayed,
  userRect,
  type PageGeometry,
} from './geometry';

const A4: PageGeometry = { index: 0, cropBox: [0, 0, 595.276, 841.89], rotate: 0, userUnit: 1 };
const ROTATIONS = [0, 90, 180, 270] as const;

const anyPage: fc.Arbitrary<PageGeometry> = fc
  .record({
    x: fc.double({ min: -500, max: 500, noNaN: true }),
    y: fc.double({ min: -500, max: 500, noNaN: true }),
    width: fc.double({ min: 10, max: 5000, noNaN: true }),
    height: fc.double({ min: 10, max: 5000, noNaN: true }),
    rotate: fc.constantFrom(...ROTATIONS),
    userUnit: fc.double({ min: 0.1, max: 10, noNaN: true }),
  })
  .map(({ x, y, width, height, rotate, userUnit }) => ({
    index: 0,
    cropBox: [x, y, x + width, y + height],
    rotate,
    userUnit,
  }));

describe('displayed page space', () => {
  it('has the true size of the paper', () => {
    const size = displaySize(A4);
    expect(size.widthMm).toBeCloseTo(210, 2);
    expect(size.heightMm).toBeCloseTo(297, 2);
  });

  it('swaps width and height of a page turned by a quarter', () => {
    expect(displaySize({ ...A4, rotate: 90 }).widthMm).toBeCloseTo(297, 2);
    expect(displaySize({ ...A4, rotate: 180 }).widthMm).toBeCloseTo(210, 2);
  });

  it('grows with UserUnit', () => {
    expect(displaySize({ ...A4, userUnit: 2 }).widthMm).toBeCloseTo(420, 2);
  });

  it.each([
    [0, 0, 841.89],
    [90, 0, 0],
    [180, 595.276, 0],
    [270, 595.276, 841.89],
  ] as const)('turned by %i it starts at the corner that is shown at the upper left', (rotate, x, y) => {
    const corner = applyMatrix(userFromDisplayed({ ...A4, rotate }), 0, 0);
    expect(corner[0]).toBeCloseTo(x, 6);
    expect(corner[1]).toBeCloseTo(y, 6);
  });

  it('maps the whole page to the whole crop box', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        const { widthMm, heightMm } = displaySize(page);
        const rect = userRect(page, { xMm: 0, yMm: 0, widthMm, heightMm });
        rect.forEach((value, i) => expect(value).toBeCloseTo(page.cropBox[i]!, 6));
      }),
    );
  });

  it('is left and entered again without a trace', () => {
    const coordinate = fc.double({ min: -2000, max: 2000, noNaN: true });
    fc.assert(
      fc.property(anyPage, coordinate, coordinate, (page, x, y) => {
        const user = applyMatrix(userFromDisplayed(page), x, y);
        const back = applyMatrix(displayedFromUser(page), ...user);
        expect(back[0]).toBeCloseTo(x, 6);
        expect(back[1]).toBeCloseTo(y, 6);
      }),
    );
  });

  it('keeps a seal at its true size on every page', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        const [x0, y0, x1, y1] = userRect(page, { xMm: 5, yMm: 7, widthMm: 40, heightMm: 40 });
        expect((x1 - x0) / unitsPerMm(page)).toBeCloseTo(40, 6);
        expect((y1 - y0) / unitsPerMm(page)).toBeCloseTo(40, 6);
      }),
    );
  });

  it('gives a turned seal a rectangle that holds it all', () => {
    const [x0, y0, x1, y1] = userRect(A4, { xMm: 50, yMm: 50, widthMm: 40, heightMm: 40 }, 45);
    const diagonal = 40 * Math.SQRT2 * unitsPerMm(A4);
    expect(x1 - x0).toBeCloseTo(diagonal, 6);
    expect(y1 - y0).toBeCloseTo(diagonal, 6);
  });
});
