import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paint } from './composition';
import { newDesign } from './design';
import { composeInvoice } from './invoice';
import { glyphs, inkBounds, inkBox, NAME_CHARACTERS, overlapMm, pointsOf } from './testing';

const design = newDesign('invoice', { companyName: '云溪测试有限公司', creditCode: '91310115MA1K4XYZ0W' });

const anyDesign = fc
  .record({
    characters: fc.array(fc.constantFrom(...NAME_CHARACTERS), { minLength: 4, maxLength: 40 }),
    serial: fc.constantFrom('', '(1)', '(12)'),
    doubleRing: fc.boolean(),
    size: fc.constantFrom({ widthMm: 40, heightMm: 30 }, { widthMm: 45, heightMm: 30 }),
  })
  .map(({ characters, size, ...rest }) => ({ ...design, ...rest, ...size, name: characters.join('') }));

describe('an invoice seal', () => {
  it('is an oval of 40 by 30 mm', async () => {
    const picture = paint(await composeInvoice(design, glyphs));
    const ink = inkBounds(picture);
    expect([picture.widthMm, picture.heightMm]).toEqual([40, 30]);
    expect(ink.left).toBeCloseTo(0, 2);
    expect(ink.right).toBeCloseTo(40, 2);
    expect(ink.top).toBeCloseTo(0, 2);
    expect(ink.bottom).toBeCloseTo(30, 2);
  });

  it('has the name above, the number in the middle, 发票专用章 below', async () => {
    const { letters } = await composeInvoice(design, glyphs);
    const heights = (from: number, to: number): number[] =>
      letters.slice(from, to).map(({ box }) => box.reduce((sum, [, y]) => sum + y, 0) / 4);
    expect(letters).toHaveLength(8 + 18 + 5);
    expect(Math.min(...heights(0, 8))).toBeLessThan(6);
    for (const y of heights(8, 26)) expect(y).toBeCloseTo(15.6, 6);
    for (const y of heights(26, 31)) expect(y).toBeGreaterThan(20);
  });

  it('has a second, thin ring where that is wanted', async () => {
    const { frames } = await composeInvoice({ ...design, doubleRing: true }, glyphs);
    expect(frames.map(({ widthMm }) => widthMm)).toEqual([1, 0.3]);
  });

  it('keeps its lettering apart and off the border, for 4 to 40 characters', () =>
    fc.assert(
      fc.asyncProperty(anyDesign, async (oval) => {
        const { letters } = await composeInvoice(oval, glyphs);
        const ink = letters.filter(({ commands }) => commands.length > 0);
        const [rx, ry] = [oval.widthMm / 2 - 1.1, oval.heightMm / 2 - 1.1];
        for (const [x, y] of ink.flatMap(({ commands }) => pointsOf(commands))) {
          const [dx, dy] = [(x - oval.widthMm / 2) / rx, (y - oval.heightMm / 2) / ry];
          expect(dx * dx + dy * dy).toBeLessThan(1);
        }
        const boxes = ink.map(({ box, commands }) => inkBox(box, pointsOf(commands)));
        boxes.forEach((box, i) => {
          for (const other of boxes.slice(0, i)) expect(overlapMm(box, other)).toBeLessThan(0);
        });
      }),
      { numRuns: 60 },
    ));
});
