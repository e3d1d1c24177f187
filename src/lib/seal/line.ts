import type { Letter } from './lettering';
import { placeLetter, type PlacedLetter } from './outline';

/**
 * Sets a line of text, centred; condensed where it would be wider than `widthMm`.
 *
 * @param widest width of an ideograph in heights, at most
 * @param gapEm air between two letters, in their own ems
 */
export function setLine(
  letters: readonly Letter[],
  line: {
    centreX: number;
    bottomY: number;
    heightMm: number;
    widthMm: number;
    widest: number;
    gapEm: number;
  },
): { letters: PlacedLetter[]; widthMm: number } {
  const ems = letters.reduce((sum, { widthEm }) => sum + widthEm, 0) + line.gapEm * (letters.length - 1);
  const em = Math.min(line.heightMm * line.widest, line.widthMm / Math.max(ems, 1e-6));
  let x = line.centreX - (ems * em) / 2;
  const placed = letters.map((letter) => {
    const width = letter.widthEm * em;
    const at = placeLetter(letter, [x + width / 2, line.bottomY], [1, 0], width, line.heightMm);
    x += width + line.gapEm * em;
    return at;
  });
  return { letters: placed, widthMm: ems * em };
}
