import { PdfName, PdfString, type PdfDocument, type PdfObject } from '../syntax';
import { checkGap, hexBytes, parseByteRange, type ByteRange, type Span } from './byte-range';
import { coverageOf } from './coverage';
import type { FoundSignature } from './find-signatures';
import type { History } from './history';
import type { Coverage, ProblemCode } from './report';

/** A signature value beyond this is hostile. */
const MAX_CONTENTS_BYTES = 32 << 20;

/** A signature as it was found: what its dictionary says, and where it stands. */
export interface LocatedSignature {
  found: FoundSignature;
  /** the newest revision that still has it */
  seenIn: number;
  subFilter: string;
  contents: Uint8Array;
  range?: ByteRange;
  covers: Coverage;
  /** the revision that it signs */
  revision: number;
  problems: ProblemCode[];
}

/** Reads a signature's dictionary and checks its byte range. */
export async function locate(
  { doc, history }: { doc: PdfDocument; history: History },
  found: FoundSignature,
  seenIn: number,
): Promise<LocatedSignature> {
  const then = await history.at(seenIn);
  const { value, holder } = found;
  const numbers: unknown[] = [];
  const array = await then.array(value.get('ByteRange'));
  for (const element of array?.slice(0, 5) ?? []) numbers.push(await then.resolve(element));
  const { range, problems } = parseByteRange(array && numbers, doc.source.size);
  const all: ProblemCode[] = [...problems];

  const valuePath: [string, ...string[]] = found.ref ? ['Contents'] : ['V', 'Contents'];
  const span = holder && (await then.entrySpan(holder, ...valuePath));
  const spanBytes = span && (await readSpan(doc, span));
  // Readers that take another one of two /ByteRange, or find no key behind an escape, check something else.
  if (span && !(await then.isWellFormed(holder))) all.push('signature-unreadable');
  let covers: Coverage = 'partial';
  let revision = seenIn;
  if (range) {
    const gap = checkGap(range, span, spanBytes);
    all.push(...gap);
    const rewritten = doc.revisions.filter(({ entries }) => holder && entries.has(holder.num)).length > 1;
    if (gap.includes('byte-range-gap') && rewritten) all.push('value-replaced');
    ({ covers, revision } = await coverageOf(doc, range));
    if (covers === 'partial') all.push('byte-range-partial');
    revision = Math.max(0, revision);
  }
  const string = await then.resolve(value.get('Contents') ?? null);
  const fromFile = spanBytes && hexBytes(spanBytes);
  return {
    found,
    seenIn,
    subFilter: await nameOf(then, value.get('SubFilter')),
    contents: fromFile ?? (string instanceof PdfString ? string.bytes : new Uint8Array()),
    ...(range ? { range } : {}),
    covers,
    revision,
    problems: all,
  };
}

async function readSpan(doc: PdfDocument, { start, end }: Span): Promise<Uint8Array | undefined> {
  return end - start <= 2 * MAX_CONTENTS_BYTES ? doc.source.read(start, end - start) : undefined;
}

async function nameOf(doc: PdfDocument, entry: PdfObject | undefined): Promise<string> {
  const name = await doc.resolve(entry ?? null);
  return name instanceof PdfName ? name.value : '';
}
