import { PdfDict, PdfRef, PdfStream, type PdfObject } from './objects';
import { lastOffsetOf, membersOf } from './section-index';
import type { ObjectStore } from './store';

/** Numbers of objects that stand at an offset or behind it, by what the newest section says of them. */
export function* numbersFrom(store: ObjectStore, offset: number): Generator<number> {
  for (const section of store.sections) {
    if (lastOffsetOf(section) < offset) continue;
    for (const entries of [section.entries, section.hidden ?? []]) {
      for (const [num, entry] of entries) {
        if (entry.kind !== 'offset' || entry.offset < offset) continue;
        const current = store.entryOf(num);
        if (current?.kind === 'offset' && current.offset === entry.offset) yield num;
      }
    }
  }
}

/**
 * Objects in object streams that read otherwise because other objects were written: the stream itself, or what it
 * is read with.
 */
export async function membersThrough(store: ObjectStore, written: ReadonlySet<number>): Promise<number[]> {
  const nums: number[] = [];
  const streams = new Map<number, (readonly number[])[]>();
  for (const section of store.sections) {
    for (const [stream, members] of membersOf(section)) {
      const others = streams.get(stream);
      if (others) others.push(members);
      else streams.set(stream, [members]);
    }
  }
  for (const [stream, lists] of streams) {
    store.source.throwIfAborted();
    if (!written.has(stream)) {
      const object = await store.load(stream);
      const refs = object instanceof PdfStream ? refsOf(object.dict) : [];
      if (!refs.some((num) => written.has(num))) continue;
    }
    for (const members of lists) {
      for (const num of members) {
        const entry = store.entryOf(num);
        if (entry?.kind === 'compressed' && entry.stream === stream) nums.push(num);
      }
    }
  }
  return nums;
}

/** The numbers of the objects that a value refers to, not of those that these refer to. */
function refsOf(object: PdfObject, refs: number[] = []): number[] {
  if (object instanceof PdfRef) refs.push(object.num);
  else if (Array.isArray(object)) for (const element of object) refsOf(element, refs);
  else if (object instanceof PdfDict) for (const [, value] of object.entries()) refsOf(value, refs);
  return refs;
}
