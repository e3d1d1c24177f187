import { SvelteSet } from 'svelte/reactivity';
import type { Tender } from '$lib/tender';
import type { BlobId } from '$lib/sync';
import { m } from '$messages';
import { describeError } from '../../../error-text';
import { office } from '../../../office.svelte';
import { session } from '../../../session.svelte';

type TenderDocument = Tender['documents'][number];

/** What this page draws itself; anything else is saved and opened by its own program. */
const SHOWN = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'];

export function mayBeShown({ type }: Pick<TenderDocument, 'type'>): boolean {
  return SHOWN.includes(type);
}

/** Documents as far as they are on this device. To be made while a component is. */
export class KeptDocuments {
  readonly ids = new SvelteSet<BlobId>();
  /** which one is fetched */
  busy = $state<BlobId | undefined>(undefined);
  problem = $state<string | undefined>(undefined);

  constructor(blobs: () => readonly BlobId[]) {
    $effect(() => {
      for (const blob of blobs()) void this.#look(blob);
    });
  }

  /** @returns the document, kept here from now on; undefined where it cannot be had: see `problem` */
  async open({ name, blob, bytes, type }: TenderDocument): Promise<Blob | undefined> {
    if (this.busy !== undefined) return undefined;
    this.busy = blob;
    this.problem = undefined;
    try {
      const content = await office.file(blob, { maxBytes: bytes });
      await this.#look(blob); // there may have been no room for it
      return new Blob([content], { type });
    } catch (error) {
      this.problem = m.tender_document_failed({ name, problem: describeError(error).text });
      return undefined;
    } finally {
      this.busy = undefined;
    }
  }

  async #look(blob: BlobId): Promise<void> {
    try {
      const { files } = (await session.workspace()).office;
      if ((await files.file(blob)) instanceof Blob) this.ids.add(blob);
    } catch {
      // Then nothing is said of it.
    }
  }
}
