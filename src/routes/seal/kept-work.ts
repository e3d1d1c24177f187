import type { Placement } from '$lib/pdf/place';
import type { History } from './history';
import type { ShelfSeal } from './shelf.svelte';

/** Placements of a document that waits while the person makes a seal or a certificate elsewhere. */
interface KeptWork {
  /** with the way back and forth */
  history: History<readonly Placement[]>;
  /** dates that were made for them */
  dates: readonly ShelfSeal[];
}

/** As long as the document itself is kept; a document that is opened anew starts empty. */
const kept = new WeakMap<File, KeptWork>();

export function keepWork(file: File, work: KeptWork): void {
  kept.set(file, work);
}

/** Hands the work over once. */
export function takeWork(file: File): KeptWork | undefined {
  const work = kept.get(file);
  kept.delete(file);
  return work;
}
