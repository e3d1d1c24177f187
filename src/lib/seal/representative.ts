import type { Composition } from './composition';
import type { DesignOf } from './design';
import type { GlyphSource } from './glyph-source';
import { charactersOf, lettersOf, type Letter } from './lettering';
import { placeLetter, rectangle, type PlacedLetter } from './outline';
import { requireText } from './text-rules';

/* Measures of a 20 mm seal, in millimetres. */
const NOMINAL_MM = 20;
const FRAME = 1;
const LONGEST = 12;
const MIDDLE_DOT = /[·•・‧]/u;
/** A middle dot of a transcribed name takes this part of an ideograph's height. */
const DOT_HEIGHT = 0.3;

/**
 * The representative's square seal: columns from right to left, each from above, as seals have always been
 * cut. With 印 a name of two or three characters fills two by two.
 */
export async function composeRepresentative(
  design: DesignOf<'legal-representative'>,
  glyphs: GlyphSource,
): Promise<Composition> {
  const name = charactersOf(requireText('name', design.name, LONGEST)).filter((c) => c !== ' ');
  const text = [...name, ...(design.withYin ? ending(name.length) : [])].join('');
  const letters = await lettersOf(text, glyphs);
  const scale = design.sizeMm / NOMINAL_MM;
  const filled = design.style === 'filled';
  const margin = filled ? 1.1 : FRAME + 0.75;
  return {
    widthMm: design.sizeMm,
    heightMm: design.sizeMm,
    color: design.color,
    frames: filled
      ? []
      : [
          {
            commands: rectangle((FRAME / 2) * scale, (FRAME / 2) * scale, 19 * scale, 19 * scale),
            widthMm: FRAME * scale,
          },
        ],
    figures: filled ? [rectangle(0, 0, design.sizeMm, design.sizeMm)] : [],
    letters: layColumns(letters, margin * scale, design.sizeMm - 2 * margin * scale),
    // Paper shows through: seals are multiplied with the page.
    ...(filled ? { letterColor: '#ffffff' } : {}),
  };
}

function ending(nameLength: number): string[] {
  if (nameLength === 2) return ['之', '印'];
  return nameLength === 1 || nameLength === 3 || nameLength === 5 ? ['印'] : [];
}

function layColumns(letters: readonly Letter[], startMm: number, lengthMm: number): PlacedLetter[] {
  const columns = intoColumns(letters);
  const gap = lengthMm * 0.035;
  const width = (lengthMm - gap * (columns.length - 1)) / columns.length;
  return columns.flatMap((column, index) => {
    const x = startMm + lengthMm - index * (width + gap) - width / 2;
    const heights = column.map((letter) => (isDot(letter) ? DOT_HEIGHT : 1));
    const unit = (lengthMm - gap * (column.length - 1)) / heights.reduce((sum, height) => sum + height, 0);
    let y = startMm;
    return column.map((letter, i) => {
      const height = heights[i]! * unit;
      const foot = y + height;
      y = foot + gap;
      if (isDot(letter)) return placeDot(letter, x, foot - height / 2, width, height);
      // A Latin letter is not stretched over the whole column.
      const own = letter.widthEm < 0.9 ? Math.min(width, letter.widthEm * unit) : width;
      return placeLetter(letter, [x, foot], [1, 0], own, height);
    });
  });
}

function isDot({ codePoint }: Letter): boolean {
  return MIDDLE_DOT.test(String.fromCodePoint(codePoint));
}

/** The dot keeps its form: it is set in an em of its own size, whose middle is the dot. */
function placeDot(letter: Letter, x: number, y: number, widthMm: number, heightMm: number): PlacedLetter {
  const em = Math.min(heightMm / DOT_HEIGHT, widthMm);
  const width = letter.widthEm * em;
  const { codePoint, commands } = placeLetter(letter, [x, y + em / 2], [1, 0], width, em);
  const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - heightMm / 2, y + heightMm / 2];
  return {
    codePoint,
    commands,
    box: [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ],
  };
}

/** As square as can be; the first column, on the right, is the shorter one. */
function intoColumns(letters: readonly Letter[]): Letter[][] {
  const count = Math.max(1, Math.ceil(Math.sqrt(letters.length)));
  const columns = letters.length <= 6 ? Math.min(count, 2) : count;
  const result: Letter[][] = [];
  let done = 0;
  for (let i = 0; i < columns; i++) {
    const size = Math.floor((letters.length - done) / (columns - i));
    result.push(letters.slice(done, done + size));
    done += size;
  }
  return result;
}
