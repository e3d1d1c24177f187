import type { PdfDict } from './objects';
import type { XrefEntries, XrefEntry } from './xref-entries';

/** A cross-reference section, ISO 32000-2 7.5.4 or 7.5.8. Offsets count from the file's first byte. */
export interface XrefSection {
  kind: 'table' | 'stream';
  /** where the section starts */
  offset: number;
  /** just behind its trailer, or behind its stream's data */
  end: number;
  trailer: PdfDict;
  entries: XrefEntries;
  /** of a hybrid file: what /XRefStm holds (7.5.8.4) */
  hidden?: XrefEntries;
}

/** What a section says of an object. In a hybrid file the stream speaks where the table has nothing to say. */
export function entryIn(section: XrefSection, num: number): XrefEntry | undefined {
  const entry = section.entries.get(num);
  if (!section.hidden || (entry && entry.kind !== 'free')) return entry;
  return section.hidden.get(num) ?? entry;
}
