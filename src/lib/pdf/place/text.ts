import type { PDFDocumentProxy } from 'pdfjs-dist';
import {
  applyMatrix,
  boundsOf,
  displaySize,
  displayedFromUser,
  type BoxMm,
  type Matrix,
  type PageGeometry,
} from './geometry';
import type { TextHit } from './placement';

/** A run of text as pdf.js's `getTextContent` gives it, in default user space. */
export interface TextRun {
  text: string;
  /** text space (1 em) to user space; its origin is the run's start on the base line */
  transform: Matrix;
  /** advance along the line (horizontal writing) or the line's thickness (vertical) */
  width: number;
  /** the line's thickness (horizontal writing) or the advance (vertical) */
  height: number;
  vertical: boolean;
  rightToLeft: boolean;
  /** share of the font size above and below the base line; descent is negative */
  ascent: number;
  descent: number;
}

/** Where a character that counts comes from. */
interface Origin {
  run: number;
  /** share of the run's advance before and after the character */
  from: number;
  to: number;
}

/**
 * Finds texts by the positions that pdf.js reports.
 *
 * Matches run across text items and lines, and ignore white space and the differences that NFKC removes
 * (full and half width, radicals that some producers write for the characters themselves).
 *
 * @param pages geometry of every page, in order
 */
export function createTextFinder(
  pdf: Pick<PDFDocumentProxy, 'getPage'>,
  pages: readonly PageGeometry[],
): (text: string, pages: number[]) => Promise<TextHit[]> {
  const cache = new Map<number, Promise<TextRun[]>>();
  const runsOf = (index: number) => {
    const cached = cache.get(index);
    if (cached) return cached;
    const loading = loadRuns(pdf, index).catch((error: unknown) => {
      cache.delete(index); // a file that could not be read now may be readable at the next search
      throw error;
    });
    cache.set(index, loading);
    return loading;
  };
  return async (text, indices) => {
    const hits: TextHit[] = [];
    for (const index of indices) {
      const page = pages[index];
      if (page) hits.push(...findInRuns(text, await runsOf(index), page));
    }
    return hits;
  };
}

async function loadRuns(pdf: Pick<PDFDocumentProxy, 'getPage'>, index: number): Promise<TextRun[]> {
  const page = await pdf.getPage(index + 1);
  const content = await page.getTextContent({ disableNormalization: true });
  const runs: TextRun[] = [];
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') continue;
    const style = content.styles[item.fontName];
    runs.push({
      text: item.str,
      transform: item.transform as unknown as Matrix,
      width: item.width,
      height: item.height,
      vertical: style?.vertical ?? false,
      rightToLeft: item.dir === 'rtl',
      ascent: style?.ascent || 0.8,
      descent: style?.descent || -0.2,
    });
  }
  return runs;
}

/** Every occurrence of a text in the runs of one page; those outside the page as shown are left out. */
export function findInRuns(text: string, runs: readonly TextRun[], page: PageGeometry): TextHit[] {
  const wanted = fold(text);
  if (wanted === '') return [];
  const { folded, origins } = foldRuns(runs);
  const hits: TextHit[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const box = boxOf(origins.slice(at, at + wanted.length), runs, page);
    if (isOnPage(box, page)) hits.push({ pageIndex: page.index, ...box });
  }
  return hits;
}

function fold(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '');
}

/** All runs as one folded text; `origins[i]` tells where UTF-16 unit i comes from. */
function foldRuns(runs: readonly TextRun[]): { folded: string; origins: Origin[] } {
  let folded = '';
  const origins: Origin[] = [];
  runs.forEach((run, index) => {
    const characters = [...run.text];
    const weights = characters.map(advanceWeight);
    const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    let before = 0;
    characters.forEach((character, i) => {
      const after = before + (weights[i] ?? 0);
      const unit = fold(character);
      const span = { run: index, from: before / total, to: after / total };
      if (run.rightToLeft) [span.from, span.to] = [1 - span.to, 1 - span.from];
      for (let k = 0; k < unit.length; k++) origins.push(span);
      folded += unit;
      before = after;
    });
  });
  return { folded, origins };
}

/** pdf.js gives the advance of a run, not of its characters: ideographs are an em wide, others about half. */
function advanceWeight(character: string): number {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3ffff}]/u.test(
    character,
  )
    ? 1
    : 0.52;
}

/**
 * The box of a match. One that was broken over lines has no box of its own: the line that holds most of it
 * stands for it.
 */
function boxOf(origins: readonly Origin[], runs: readonly TextRun[], page: PageGeometry): BoxMm {
  const lines: { points: [number, number][]; characters: number; run: TextRun }[] = [];
  for (const [index, from, to, characters] of spansOf(origins)) {
    const run = runs[index];
    if (!run) continue;
    const points = cornersOfSpan(run, from, to);
    const line = lines.find((candidate) => onSameLine(candidate.run, run));
    if (line) {
      line.points.push(...points);
      line.characters += characters;
    } else {
      lines.push({ points, characters, run });
    }
  }
  const main = lines.reduce((best, line) => (line.characters > best.characters ? line : best));
  const toDisplayed = displayedFromUser(page);
  const [x0, y0, x1, y1] = boundsOf(main.points.map(([x, y]) => applyMatrix(toDisplayed, x, y)));
  return { xMm: x0, yMm: y0, widthMm: x1 - x0, heightMm: y1 - y0 };
}

/** The matched part of each run: run, share of the advance before and after, characters. */
function spansOf(origins: readonly Origin[]): [run: number, from: number, to: number, characters: number][] {
  const spans: [number, number, number, number][] = [];
  for (const origin of origins) {
    const last = spans.at(-1);
    if (last && last[0] === origin.run) {
      last[1] = Math.min(last[1], origin.from);
      last[2] = Math.max(last[2], origin.to);
      last[3] += 1;
    } else {
      spans.push([origin.run, origin.from, origin.to, 1]);
    }
  }
  return spans;
}

/** Unit vectors along the base line and upwards from it, in user space. */
function axesOf(run: TextRun): { along: [number, number]; up: [number, number]; size: number } {
  const [a, b, c, d] = run.transform;
  const lengthAlong = Math.hypot(a, b) || 1;
  const lengthUp = Math.hypot(c, d) || 1;
  return { along: [a / lengthAlong, b / lengthAlong], up: [c / lengthUp, d / lengthUp], size: lengthUp };
}

function cornersOfSpan(run: TextRun, from: number, to: number): [number, number][] {
  const { along, up, size } = axesOf(run);
  const [, , , , x, y] = run.transform;
  // Vertical writing advances downwards from the middle of the glyph's top, ISO 32000-2 9.7.4.3.
  const [x0, x1, y0, y1] = run.vertical
    ? [-run.width / 2, run.width / 2, -run.height * to, -run.height * from]
    : [run.width * from, run.width * to, run.descent * size, run.ascent * size];
  const corner = (s: number, t: number): [number, number] => [
    x + along[0] * s + up[0] * t,
    y + along[1] * s + up[1] * t,
  ];
  return [corner(x0, y0), corner(x1, y0), corner(x1, y1), corner(x0, y1)];
}

function onSameLine(one: TextRun, other: TextRun): boolean {
  const { along, up, size } = axesOf(one);
  const dx = other.transform[4] - one.transform[4];
  const dy = other.transform[5] - one.transform[5];
  const across = one.vertical ? along : up;
  return one.vertical === other.vertical && Math.abs(dx * across[0] + dy * across[1]) < size / 2;
}

function isOnPage(box: BoxMm, page: PageGeometry): boolean {
  const { widthMm, heightMm } = displaySize(page);
  const x = box.xMm + box.widthMm / 2;
  const y = box.yMm + box.heightMm / 2;
  return x >= 0 && x <= widthMm && y >= 0 && y <= heightMm;
}
