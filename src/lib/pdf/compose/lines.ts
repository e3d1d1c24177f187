/** What may not begin a line, and what may not end one (the usual rules of Chinese setting). */
const NOT_FIRST = /^[，。、；：？！）》」』】〉”’…—·%,.;:?!)\]}]/u;
const NOT_LAST = /[（《「『【〈“‘([{]$/u;
/** Pieces that stay together: a word with the marks after it, a space, or one other character. */
const PIECES = /\s+|[\p{Script=Latin}\p{N}\p{M}]+(?:[.,'’\-/:@_][\p{Script=Latin}\p{N}\p{M}]+)*|./gu;

/**
 * Breaks a text into lines: between any two Chinese characters, between words, and within a word only where it is
 * longer than a line.
 *
 * @param widthOf measures a text, in the unit of `width`
 */
export function breakLines(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, width, widthOf));
}

function breakParagraph(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const unit of unbreakable(text)) {
    if (widthOf(line + unit.trimEnd()) <= width) {
      line += unit;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = unit.trimStart();
    while (widthOf(line) > width) {
      const fitting = longestFitting(line, width, widthOf);
      lines.push(fitting);
      line = line.slice(fitting.length);
    }
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Joins pieces that no line may end or begin with to their neighbours. */
function unbreakable(text: string): string[] {
  const units: string[] = [];
  for (const piece of text.match(PIECES) ?? []) {
    const last = units.at(-1);
    if (last !== undefined && (NOT_FIRST.test(piece) || NOT_LAST.test(last)))
      units[units.length - 1] += piece;
    else units.push(piece);
  }
  return units;
}

function longestFitting(text: string, width: number, widthOf: (text: string) => number): string {
  let fitting = '';
  for (const character of text) {
    if (fitting !== '' && widthOf(fitting + character) > width) break;
    fitting += character;
  }
  return fitting;
}
