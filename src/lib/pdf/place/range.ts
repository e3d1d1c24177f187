import { PlacementError } from './error';

/** `1-3,8,10-`, `-5`, `all`, `odd`, `even`; parts joined by commas. Page numbers count from 1. */
export type PageRange = string;

/**
 * Reads a page range.
 *
 * Full-width digits, commas (，、；), dashes (－—～~至) and spaces are taken as people type them.
 *
 * @returns 0-based page indices, ascending, each once
 * @throws PlacementError `bad-range` for what cannot be read or names no page, `page-out-of-range`
 */
export function parsePageRange(range: PageRange, pageCount: number): number[] {
  const parts = range
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(/[、;]/g, ',')
    .replace(/[–—−~至到]/g, '-')
    .split(',')
    .filter((part) => part !== '');
  const chosen = new Set<number>();
  for (const part of parts) {
    const [first, last, step] = boundsOfPart(part, range, pageCount);
    for (const page of [first, last]) {
      if (page < 1 || page > pageCount)
        throw new PlacementError('page-out-of-range', { page, pageCount, range });
    }
    for (let page = first; page <= last; page += step) chosen.add(page - 1);
  }
  if (chosen.size === 0) throw new PlacementError('bad-range', { range, part: range });
  return [...chosen].sort((a, b) => a - b);
}

/** First and last page (1-based) and the step of one part of a range. */
function boundsOfPart(part: string, range: string, pageCount: number): [number, number, number] {
  if (part === 'all' || part === '全部') return [1, pageCount, 1];
  if (part === 'odd' || part === '奇数页') return [1, pageCount, 2];
  if (part === 'even' || part === '偶数页') {
    if (pageCount < 2) throw new PlacementError('bad-range', { range, part });
    return [2, pageCount, 2];
  }
  const match = /^(\d{1,9})?(-)?(\d{1,9})?$/.exec(part);
  if (!match || (match[1] === undefined && match[3] === undefined)) {
    throw new PlacementError('bad-range', { range, part });
  }
  const first = match[1] === undefined ? 1 : Number(match[1]);
  if (match[2] === undefined) return [first, first, 1];
  const last = match[3] === undefined ? Math.max(pageCount, first) : Number(match[3]);
  if (last < first) throw new PlacementError('bad-range', { range, part });
  return [first, last, 1];
}
