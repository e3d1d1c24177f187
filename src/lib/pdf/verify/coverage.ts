import type { ByteSource, PdfDocument } from '../syntax';
import { isBlank, type ByteRange } from './byte-range';
import type { Coverage } from './report';

/** Line ends and blanks that may stand between %%EOF and the end of a revision. */
const MAX_BLANK = 1024;

/**
 * How far signed bytes reach, and which revision they make up.
 *
 * @returns revision: 0-based, the last that ends within the signed bytes; -1 where none does
 */
export async function coverageOf(
  doc: PdfDocument,
  range: ByteRange,
): Promise<{ covers: Coverage; revision: number }> {
  const { revisions, source } = doc;
  // By where they end: a section that was put in the chain afterwards need not stand where it comes.
  let revision = -1;
  let most = 0;
  for (const [i, { endOffset }] of revisions.entries()) {
    const isWithin = endOffset <= range.end || (await onlyBlank(source, range.end, endOffset));
    if (!isWithin || endOffset < most) continue;
    revision = i;
    most = endOffset;
  }
  if (range.end === source.size) return { covers: 'whole-file', revision: revisions.length - 1 };
  const end = revisions[revision]?.endOffset;
  if (end === undefined) return { covers: 'partial', revision };
  const exact = await onlyBlank(source, Math.min(end, range.end), Math.max(end, range.end));
  if (!exact) return { covers: 'partial', revision };
  const isLast = revision === revisions.length - 1 && (await onlyBlank(source, range.end, source.size));
  return { covers: isLast ? 'whole-file' : 'revision', revision };
}

/** Whether something that belongs to no revision stands behind the last one. */
export async function hasTrailingData(doc: PdfDocument): Promise<boolean> {
  const end = doc.revisions.at(-1)?.endOffset ?? 0;
  return end < doc.source.size && !(await onlyBlank(doc.source, end, doc.source.size));
}

async function onlyBlank(source: ByteSource, start: number, end: number): Promise<boolean> {
  return end - start <= MAX_BLANK && isBlank(await source.read(start, Math.max(0, end - start)));
}
