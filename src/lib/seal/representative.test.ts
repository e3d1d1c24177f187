import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paint } from './composition';
import { newDesign } from './design';
import { composeRepresentative } from './representative';
import { glyphs, inkBounds, overlapMm } from './testing';

const design = { ...newDesign('legal-representative', { companyName: '' }), name: '李小明' };

/** The letters by the cell of a 2 × 2 square in which their middle lies. */
async function cells(name: string, withYin = true): Promise<Record<string, string>> {
  const { letters } = await composeRepresentative({ ...design, name, withYin }, glyphs);
  const found: Record<string, string> = {};
  for (const { box, codePoint } of letters) {
    const x = box.reduce((sum, [bx]) => sum + bx, 0) / 4;
    const y = box.reduce((sum, [, by]) => sum + by, 0) / 4;
    const row = Math.abs(y - 10) < 1 ? 'whole' : y < 10 ? 'upper' : 'lower';
    found[`${row} ${x > 10 ? 'right' : 'left'}`] = String.fromCodePoint(codePoint);
  }
  return found;
}

describe('a representative’s seal', () => {
  it('is a square of 20 mm', async () => {
    const picture = paint(await composeRepresentative(design, glyphs));
    const ink = inkBounds(picture);
    expect([picture.widthMm, picture.heightMm]).toEqual([20, 20]);
    expect([ink.left, ink.top]).toEqual([0, 0]);
    expect(ink.right).toBeCloseTo(20, 6);
    expect(ink.bottom).toBeCloseTo(20, 6);
  });

  it('reads in columns from the right, filled up with 印', async () => {
    expect(await cells('李小明')).toEqual({
      'upper right': '李',
      'lower right': '小',
      'upper left': '明',
      'lower left': '印',
    });
  });

  it('fills a name of two up with 之印', async () => {
    expect(await cells('张三')).toEqual({
      'upper right': '张',
      'lower right': '三',
      'upper left': '之',
      'lower left': '印',
    });
  });

  it('gives the family name the whole right column where there is no 印', async () => {
    expect(await cells('李小明', false)).toEqual({
      'whole right': '李',
      'upper left': '小',
      'lower left': '明',
    });
  });

  it('is white on red where that is wanted', async () => {
    const { paths } = paint(await composeRepresentative({ ...design, style: 'filled' }, glyphs));
    expect(paths.map(({ fill }) => fill)).toEqual(['#c8102e', '#ffffff']);
    expect(paths[0]!.commands).toHaveLength(5);
  });

  it('keeps its characters apart and within the frame, for 1 to 12 of them', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...'李小明欧阳修远买提·艾力一'), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (characters, withYin) => {
          const { letters } = await composeRepresentative(
            { ...design, name: characters.join(''), withYin },
            glyphs,
          );
          letters.forEach(({ box }, i) => {
            for (const [x, y] of box) {
              expect(Math.min(x, y)).toBeGreaterThan(1);
              expect(Math.max(x, y)).toBeLessThan(19);
            }
            for (const other of letters.slice(0, i)) expect(overlapMm(box, other.box)).toBeLessThan(0);
          });
        },
      ),
    ));
});
