import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paint, type Composition } from './composition';
import { newDesign, type RoundDesign } from './design';
import { composeRound } from './round';
import { glyphs, inkBounds, inkBox, NAME_CHARACTERS, overlapMm, pointsOf } from './testing';

const COMPANY = '云溪测试有限公司';
const design = (over: Partial<RoundDesign> = {}): RoundDesign =>
  ({ ...newDesign('round', { companyName: COMPANY }), ...over }) as RoundDesign;

const anyDesign = fc
  .record({
    characters: fc.array(fc.constantFrom(...NAME_CHARACTERS), { minLength: 4, maxLength: 40 }),
    code: fc.constantFrom('', '3101150012345'),
    below: fc.constantFrom('', '合同专用章', '财务专用章（1）'),
    diameterMm: fc.integer({ min: 25, max: 58 }),
    star: fc.boolean(),
  })
  .map(({ characters, ...rest }) => design({ ...rest, name: characters.join('') }));

const inkBoxes = ({ letters }: Composition) =>
  letters
    .filter(({ commands }) => commands.length > 0)
    .map(({ box, commands }) => inkBox(box, pointsOf(commands)));

const distance = ([x, y]: readonly [number, number], size: number): number =>
  Math.hypot(x - size / 2, y - size / 2);

describe('a round seal', () => {
  it('is 40 mm wide and high, edge of the ring to edge of the ring', async () => {
    const picture = paint(await composeRound(design(), glyphs));
    expect([picture.widthMm, picture.heightMm]).toEqual([40, 40]);
    const ink = inkBounds(picture);
    expect(ink.left).toBeCloseTo(0, 2);
    expect(ink.top).toBeCloseTo(0, 2);
    expect(ink.right).toBeCloseTo(40, 2);
    expect(ink.bottom).toBeCloseTo(40, 2);
  });

  it('has the size that was asked for, and the same drawing', async () => {
    const small = await composeRound(design({ diameterMm: 30 }), glyphs);
    const large = await composeRound(design({ diameterMm: 60 }), glyphs);
    small.letters.forEach(({ box }, i) =>
      box.forEach(([x, y], j) => {
        const [lx, ly] = large.letters[i]!.box[j]!;
        expect(lx).toBeCloseTo(2 * x, 6);
        expect(ly).toBeCloseTo(2 * y, 6);
      }),
    );
  });

  it('has a star of 14 mm with one point up, in the middle', async () => {
    const { figures } = await composeRound(design(), glyphs);
    const points = pointsOf(figures[0]!);
    expect(points).toHaveLength(10);
    expect(points[0]).toEqual([20, 13]);
    for (const point of points.filter((_, i) => i % 2 === 0)) expect(distance(point, 40)).toBeCloseTo(7, 2);
  });

  it('has no star where none is wanted', async () => {
    expect((await composeRound(design({ star: false }), glyphs)).figures).toEqual([]);
  });

  it('keeps all lettering clear of the ring, whatever the name', () =>
    fc.assert(
      fc.asyncProperty(anyDesign, async (round) => {
        const { letters } = await composeRound(round, glyphs);
        const scale = round.diameterMm / 40;
        const farthest = Math.max(
          ...letters.flatMap(({ commands }) =>
            pointsOf(commands).map((at) => distance(at, round.diameterMm)),
          ),
        );
        expect(farthest).toBeLessThan((20 - 1.2 - 0.2) * scale);
      }),
      { numRuns: 60 },
    ));

  it('lets no two characters touch, for 4 to 40 characters of any width', () =>
    fc.assert(
      fc.asyncProperty(anyDesign, async (round) => {
        const boxes = inkBoxes(await composeRound(round, glyphs));
        boxes.forEach((box, i) => {
          for (const other of boxes.slice(0, i)) expect(overlapMm(box, other)).toBeLessThan(0);
        });
      }),
      { numRuns: 60 },
    ));

  it('lets no character touch the star', () =>
    fc.assert(
      fc.asyncProperty(anyDesign, async (round) => {
        const { letters, figures } = await composeRound({ ...round, star: true }, glyphs);
        const tips = pointsOf(figures[0]!).map((at) => distance(at, round.diameterMm));
        const nearest = letters
          .filter(({ box }) => box[0]![1] < round.diameterMm * 0.66)
          .flatMap(({ commands }) => pointsOf(commands).map((at) => distance(at, round.diameterMm)));
        expect(Math.min(...nearest)).toBeGreaterThan(Math.max(...tips));
      }),
      { numRuns: 40 },
    ));

  it.each([4, 5, 8, 12, 18, 25, 32, 40])(
    'is symmetric about its vertical axis with %i characters',
    async (n) => {
      const { letters } = await composeRound(design({ name: '王'.repeat(n) }), glyphs);
      // With two arcs each of them is symmetric by itself.
      const middles = letters.map(({ box }) => [
        box.reduce((sum, [x]) => sum + x, 0) / 4,
        box.reduce((sum, [, y]) => sum + y, 0) / 4,
      ]);
      for (const [x, y] of middles) {
        const twin = middles.some(([tx, ty]) => Math.abs(40 - x! - tx!) < 1e-6 && Math.abs(y! - ty!) < 1e-6);
        expect(twin).toBe(true);
      }
    },
  );

  it.each([12, 20, 30, 40])(
    'keeps %i characters readable: wider than 1.6 mm, taller than 3 mm',
    async (n) => {
      const { letters } = await composeRound(design({ name: '溪'.repeat(n), code: '3101150012345' }), glyphs);
      for (const { box } of letters.slice(0, n)) {
        expect(Math.hypot(box[1]![0] - box[0]![0], box[1]![1] - box[0]![1])).toBeGreaterThan(1.6);
        expect(Math.hypot(box[2]![0] - box[1]![0], box[2]![1] - box[1]![1])).toBeGreaterThan(3);
      }
    },
  );

  it('reads from left to right: the name over the top, the code along the bottom', async () => {
    const { letters } = await composeRound(design({ code: '3101150012345' }), glyphs);
    const middle = (i: number): [number, number] => [letters[i]!.box[0]![0], letters[i]!.box[0]![1]];
    expect(letters[0]!.codePoint).toBe('云'.codePointAt(0));
    expect(middle(0)[0]).toBeLessThan(middle(7)[0]);
    expect(middle(3)[1]).toBeLessThan(10);
    expect(middle(8)[0]).toBeLessThan(middle(20)[0]);
    expect(middle(14)[1]).toBeGreaterThan(35);
  });

  it('is drawn alike every time', async () => {
    const twice = await Promise.all([composeRound(design(), glyphs), composeRound(design(), glyphs)]);
    expect(paint(twice[0])).toEqual(paint(twice[1]));
  });

  it.each([
    ['', 'text-missing'],
    ['  ', 'text-missing'],
    ['云'.repeat(61), 'text-too-long'],
    ['云\u{2A6D6}溪', 'missing-glyph'],
  ])('refuses the name %j', async (name, code) => {
    await expect(composeRound(design({ name }), glyphs)).rejects.toMatchObject({ code });
  });
});
