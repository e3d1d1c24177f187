import { isLinearized } from './linearized';
import { indexOfText } from './search';
import type { BlobSource } from './source';
import type { XrefEntry } from './xref-entries';
import { entryIn, type XrefSection } from './xref-section';

/** A state of the document: what one incremental update made of it (ISO 32000-2 7.5.6). */
export interface Revision {
  /** file offset of its cross-reference section, the first-page one of a linearized file; 0 after recovery */
  startxref: number;
  /** just behind the line of its `%%EOF` */
  endOffset: number;
  /** what its sections say of objects; made when first asked for */
  readonly entries: ReadonlyMap<number, XrefEntry>;
}

/** A revision, and which sections it is made of. */
export interface RevisionSections extends Revision {
  /** newest first, of this revision only */
  own: readonly XrefSection[];
  /** newest first, of this and all earlier ones */
  all: readonly XrefSection[];
}

/** How far behind a section its `%%EOF` is looked for. */
const EOF_SEARCH = 2048;

/**
 * Groups sections into revisions, oldest first. The two oldest are one where the file is linearized (ISO 32000-2
 * annex F); any other section that comes before its predecessor in the file is out of order, and no part of it.
 */
export async function revisionsOf(
  source: BlobSource,
  base: number,
  sections: readonly XrefSection[],
  recovered: boolean,
): Promise<RevisionSections[]> {
  const revisions: RevisionSections[] = [];
  const [first, main] = sections.slice(-2);
  const isPair = !recovered && first && main && (await isLinearized(source, base, first, main));
  for (let i = 0; i < sections.length;) {
    const start = i;
    i = isPair && i === sections.length - 2 ? sections.length : i + 1;
    const own = sections.slice(start, i);
    const end = Math.max(...own.map((section) => section.end));
    const endOffset = recovered ? source.size : await endOfFileLine(source, end, revisions.length === 0);
    revisions.push(revision(own, sections.slice(start), endOffset));
  }
  return revisions.reverse();
}

function revision(
  own: readonly XrefSection[],
  all: readonly XrefSection[],
  endOffset: number,
): RevisionSections {
  let entries: ReadonlyMap<number, XrefEntry> | undefined;
  return {
    startxref: own[0]?.offset ?? 0,
    endOffset,
    own,
    all,
    get entries() {
      entries ??= entriesOf(own);
      return entries;
    },
  };
}

function entriesOf(sections: readonly XrefSection[]): Map<number, XrefEntry> {
  const all = new Map<number, XrefEntry>();
  for (const section of sections) {
    for (const entries of [section.entries, section.hidden ?? []]) {
      for (const [num] of entries) {
        const entry = all.has(num) ? undefined : entryIn(section, num);
        if (entry) all.set(num, entry);
      }
    }
  }
  return all;
}

async function endOfFileLine(source: BlobSource, from: number, newest: boolean): Promise<number> {
  const bytes = await source.read(from, EOF_SEARCH);
  const at = indexOfText(bytes, '%%EOF');
  if (at < 0) return newest ? source.size : from;
  let end = at + 5;
  if (bytes[end] === 0x0d) end += 1;
  if (bytes[end] === 0x0a) end += 1;
  return from + end;
}
