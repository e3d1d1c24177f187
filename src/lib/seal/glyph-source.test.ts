import { readFile } from 'node:fs/promises';
import { create, type FontPathCommand } from 'fontkit';
import { describe, expect, it } from 'vitest';
import { parseGlyphBlock } from './glyph-block';
import { glyphSource } from './glyph-source';
import { outlineCommands } from './outline';
import { glyphs, pointsOf } from './testing';

const FONT = 'node_modules/@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf';
const read = async (file: string): Promise<Uint8Array> =>
  Uint8Array.from(await readFile(new URL(`../../../${file}`, import.meta.url)));

/** Left, bottom, right, top of a TrueType outline, its quadratics followed in small steps. */
function boundsOf(commands: readonly FontPathCommand[]): number[] {
  const xs: number[] = [];
  const ys: number[] = [];
  let [x, y] = [0, 0];
  for (const { args } of commands) {
    const [a = x, b = y, c = a, d = b] = args;
    for (let i = 1; i <= 8; i++) {
      const t = i / 8;
      xs.push(args.length === 4 ? x * (1 - t) ** 2 + 2 * a * t * (1 - t) + c * t * t : c);
      ys.push(args.length === 4 ? y * (1 - t) ** 2 + 2 * b * t * (1 - t) + d * t * t : d);
    }
    [x, y] = [c, d];
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

describe('the bundled outlines', () => {
  it('are those of the font, to a unit or two of its thousand', async () => {
    const font = create(Buffer.from(await read(FONT)));
    for (const character of '云溪测试有限公司（）Ag0·龘〇𠃌') {
      const codePoint = character.codePointAt(0)!;
      const glyph = await glyphs.outline(codePoint);
      const expected = font.glyphForCodePoint(codePoint);
      const points = pointsOf(outlineCommands(glyph!, [1, 0, 0, 1, 0, 0]));
      const xs = points.map(([x]) => x);
      const ys = points.map(([, y]) => y);
      expect(glyph!.advance, character).toBe(expected.advanceWidth);
      const bounds = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      boundsOf(expected.path.commands).forEach((value, i) =>
        expect(Math.abs(bounds[i]! - value), character).toBeLessThan(2),
      );
    }
  });

  it('have no glyph where the font has none, without asking for a block that is not there', async () => {
    expect(await glyphs.outline(0x10ffff)).toBeUndefined();
    expect(await glyphs.outline(0xe000)).toBeUndefined();
  });

  it('are loaded once', async () => {
    const asked: string[] = [];
    const source = glyphSource((file) => {
      asked.push(file);
      return read(`static/glyphs/${file}`);
    });
    await Promise.all([source.outline(0x4e91), source.outline(0x4e00), source.outline(0x4e91)]);
    expect(asked.sort()).toEqual(['4e.bin', 'index.json']);
  });

  it('are asked for again after a load that failed', async () => {
    let broken = true;
    const source = glyphSource((file) =>
      broken ? Promise.reject(new Error('offline')) : read(`static/glyphs/${file}`),
    );
    await expect(source.outline(0x4e91)).rejects.toMatchObject({ code: 'glyph-data' });
    broken = false;
    expect(await source.outline(0x4e91)).toBeDefined();
  });

  it.each([0, 3, 40])('are refused where a block ends after %i bytes', (length) => {
    const block = Uint8Array.from([0xe8, 7, 9, 20, 1, 8, 8, ...Array<number>(33).fill(0x80)]);
    expect(() => parseGlyphBlock(block.subarray(0, length))).toThrow(
      expect.objectContaining({ code: 'glyph-data' }) as Error,
    );
  });
});
