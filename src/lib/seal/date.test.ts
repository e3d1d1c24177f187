import { describe, expect, it } from 'vitest';
import { formatDate } from './date';
import { newDesign } from './design';
import { drawSeal } from './draw';
import { glyphs, inkBounds } from './testing';

const design = newDesign('date', { companyName: '' });

describe('a date stamp', () => {
  it.each([
    ['2026-11-24', 'chinese', '2026年11月24日'],
    ['2026-01-05', 'chinese', '2026年1月5日'],
    ['2026-11-24', 'iso', '2026-11-24'],
    ['2026-01-05', 'dots', '2026.01.05'],
    ['2026-11-24', 'numerals', '二〇二六年十一月二十四日'],
    ['2030-10-10', 'numerals', '二〇三〇年十月十日'],
    ['2026-02-20', 'numerals', '二〇二六年二月二十日'],
    ['2026-12-31', 'numerals', '二〇二六年十二月三十一日'],
  ] as const)('of %s as %s reads %s', (date, format, text) => {
    expect(formatDate(date, format)).toBe(text);
  });

  it('is as high as was asked for and as wide as its text', async () => {
    const picture = await drawSeal({ ...design, heightMm: 8 }, glyphs, { today: '2026-11-24' });
    const ink = inkBounds(picture);
    expect(picture.heightMm).toBe(8);
    expect(ink.top).toBeGreaterThanOrEqual(0);
    expect(ink.bottom).toBeLessThanOrEqual(8);
    expect(ink.left).toBeGreaterThanOrEqual(0);
    expect(ink.right).toBeLessThanOrEqual(picture.widthMm);
    expect(ink.right - ink.left).toBeGreaterThan(picture.widthMm * 0.95);
  });

  it('shows its own date before today', async () => {
    const fixed = { ...design, date: '2025-05-06' };
    const own = await drawSeal(fixed, glyphs, { today: '2026-11-24' });
    expect(own).toEqual(await drawSeal(design, glyphs, { today: '2025-05-06' }));
  });

  it('cannot be drawn without any date', async () => {
    await expect(drawSeal(design, glyphs)).rejects.toMatchObject({ code: 'no-date' });
  });
});
