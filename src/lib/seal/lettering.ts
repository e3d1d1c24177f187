import { SealDesignError } from './error';
import type { Glyph } from './glyph-block';
import type { GlyphSource } from './glyph-source';

/** A character ready to be set: its outline and the part of the em square that it takes. */
export interface Letter {
  readonly codePoint: number;
  readonly glyph: Glyph;
  /** width in ems that the letter is given; 1 for an ideograph */
  readonly widthEm: number;
  /** font units: left edge of that width */
  readonly left: number;
}

/** Bottom of the ideographic em square below the baseline, in ems (the face's own metrics). */
export const DESCENT_EM = 0.12;

const HALFWIDTH_BRACKETS: Readonly<Record<string, string>> = { '(': '（', ')': '）', '[': '（', ']': '）' };
/** Air on both sides of what is narrower than an ideograph, in ems. */
const SIDE_EM = 0.05;
/** A bracket's fullwidth form is half empty. */
const BRACKETS = /[（）〔〕［］「」《》〈〉【】]/u;

/**
 * Characters of a text as seals are cut: brackets in one form, no variation selectors (the face has one form
 * of each ideograph) and nothing invisible.
 */
export function charactersOf(text: string): string[] {
  const visible = text.replace(/[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\p{Cf}\p{Cc}]/gu, '').trim();
  return [...visible.replace(/\s+/gu, ' ')].map((character) => HALFWIDTH_BRACKETS[character] ?? character);
}

/**
 * @throws SealDesignError `missing-glyph` naming every character that the face lacks
 */
export async function lettersOf(text: string, glyphs: GlyphSource): Promise<Letter[]> {
  const missing = new Set<string>();
  const letters: Letter[] = [];
  for (const character of charactersOf(text)) {
    // Compatibility ideographs that the face lacks are drawn in their unified form.
    const glyph =
      (await outlineOf(character, glyphs)) ?? (await outlineOf(character.normalize('NFC'), glyphs));
    if (glyph) letters.push(letter(character, glyph));
    else missing.add(character);
  }
  if (missing.size > 0) throw new SealDesignError('missing-glyph', { characters: [...missing].join('') });
  return letters;
}

function outlineOf(character: string, glyphs: GlyphSource): Promise<Glyph | undefined> {
  return glyphs.outline(character.codePointAt(0)!);
}

function letter(character: string, glyph: Glyph): Letter {
  const codePoint = character.codePointAt(0)!;
  const { unitsPerEm } = glyph;
  const ideographic = glyph.advance >= unitsPerEm && !BRACKETS.test(character);
  const ink = inkOf(glyph);
  if (ideographic || !ink) return { codePoint, glyph, widthEm: glyph.advance / unitsPerEm, left: 0 };
  const widthEm = (ink.right - ink.left) / unitsPerEm + 2 * SIDE_EM;
  return { codePoint, glyph, widthEm, left: ink.left - SIDE_EM * unitsPerEm };
}

/** Bounds of the outline's points, font units; undefined for a space. */
function inkOf(glyph: Glyph): { left: number; right: number; bottom: number; top: number } | undefined {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const contour of glyph.contours) {
    for (const { x, y } of [contour, ...contour.segments]) {
      xs.push(x);
      ys.push(y);
    }
  }
  if (xs.length === 0) return undefined;
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
}
