import type { Composition } from './composition';
import type { DateFormat, DesignOf } from './design';
import { SealDesignError } from './error';
import type { GlyphSource } from './glyph-source';
import { lettersOf } from './lettering';
import { setLine } from './line';

const NUMERALS = '〇一二三四五六七八九';

/**
 * @param date `YYYY-MM-DD`
 * @returns 2026年11月24日, 2026-11-24, 2026.11.24 or 二〇二六年十一月二十四日 (GB/T 15835-2011 §5)
 */
export function formatDate(date: string, format: DateFormat): string {
  const [year = '', month = '', day = ''] = date.split('-');
  switch (format) {
    case 'chinese':
      return `${year}年${Number(month)}月${Number(day)}日`;
    case 'iso':
      return date;
    case 'dots':
      return `${year}.${month}.${day}`;
    case 'numerals': {
      const digits = [...year].map((digit) => NUMERALS[Number(digit)]).join('');
      return `${digits}年${counted(Number(month))}月${counted(Number(day))}日`;
    }
  }
}

/** 1..99 in words: 十, 十一, 二十, 二十四. */
function counted(value: number): string {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  const front = tens === 0 ? '' : tens === 1 ? '十' : `${NUMERALS[tens]}十`;
  return front + (ones === 0 ? '' : NUMERALS[ones]);
}

/** A line of text exactly as wide as it needs to be. */
export async function composeDate(
  design: DesignOf<'date'>,
  glyphs: GlyphSource,
  today: string | undefined,
): Promise<Composition> {
  const date = design.date ?? today;
  if (!date) throw new SealDesignError('no-date');
  const { heightMm } = design;
  const letters = await lettersOf(formatDate(date, design.format), glyphs);
  const style = { bottomY: heightMm, heightMm, widthMm: Infinity, widest: 1, gapEm: 0.02 };
  const { widthMm } = setLine(letters, { ...style, centreX: 0 });
  return {
    widthMm,
    heightMm,
    color: design.color,
    frames: [],
    figures: [],
    letters: setLine(letters, { ...style, centreX: widthMm / 2 }).letters,
  };
}
