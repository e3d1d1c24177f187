import type { XrefSection } from './xref-section';

/** What is asked of a section again and again. */
interface SectionIndex {
  lastOffset: number;
  members: ReadonlyMap<number, readonly number[]>;
}

const indices = new WeakMap<XrefSection, SectionIndex>();

/** The greatest file offset that a section has an object at. */
export function lastOffsetOf(section: XrefSection): number {
  return indexOf(section).lastOffset;
}

/** Object numbers by the number of the object stream that a section has them in. */
export function membersOf(section: XrefSection): ReadonlyMap<number, readonly number[]> {
  return indexOf(section).members;
}

function indexOf(section: XrefSection): SectionIndex {
  let index = indices.get(section);
  if (index) return index;
  let lastOffset = 0;
  const members = new Map<number, number[]>();
  for (const entries of [section.entries, section.hidden ?? []]) {
    for (const [num, entry] of entries) {
      if (entry.kind === 'offset') {
        lastOffset = Math.max(lastOffset, entry.offset);
      } else if (entry.kind === 'compressed') {
        const others = members.get(entry.stream);
        if (others) others.push(num);
        else members.set(entry.stream, [num]);
      }
    }
  }
  index = { lastOffset, members };
  indices.set(section, index);
  return index;
}
