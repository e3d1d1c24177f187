import { SvelteSet } from 'svelte/reactivity';
import * as v from 'valibot';
import type { RecordId } from '$lib/ledger';
import { office } from '../../office.svelte';
import { session } from '../../session.svelte';

const ids = v.array(v.custom<RecordId>((value) => typeof value === 'string'));

/** Which clarifications of a tender somebody has confirmed on this device. */
export class ClarificationsRead {
  readonly ids = new SvelteSet<RecordId>();
  readonly #name: string;

  constructor(tender: RecordId, supplier: RecordId) {
    this.#name = `read ${office.platformId ?? ''} ${tender} ${supplier}`;
  }

  async load(): Promise<void> {
    const { drafts } = await session.workspace();
    for (const id of read(await drafts.draft(this.#name))) this.ids.add(id);
  }

  async confirm(id: RecordId): Promise<void> {
    const { drafts } = await session.workspace();
    await drafts.changeDraft(this.#name, (kept) => [...read(kept).filter((one) => one !== id), id]);
    this.ids.add(id);
  }
}

function read(kept: unknown): RecordId[] {
  const parsed = v.safeParse(ids, kept);
  return parsed.success ? parsed.output : [];
}
