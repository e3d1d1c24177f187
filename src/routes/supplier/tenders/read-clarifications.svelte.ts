import { SvelteSet } from 'svelte/reactivity';
import * as v from 'valibot';
import type { RecordId } from '$lib/ledger';
import { fields } from '$lib/platform';
import { office } from '../../office.svelte';
import { session } from '../../session.svelte';

const stored = v.array(fields.recordId);

/**
 * The clarifications that a supplier has confirmed to have read, on this device. To be made while a component is; two
 * tabs that confirm keep both.
 */
export class ReadClarifications {
  /** `undefined` until the device has told: what is not known is neither read nor unread */
  ids = $state.raw<ReadonlySet<RecordId> | undefined>(undefined);

  constructor() {
    $effect(() => {
      const name = keptName();
      let isCurrent = true;
      if (name !== undefined) {
        void load(name).then((ids) => {
          if (isCurrent) this.ids = ids;
        });
      }
      return () => (isCurrent = false);
    });
  }

  /** @throws what the database throws */
  async confirm(id: RecordId): Promise<void> {
    const name = keptName();
    if (name === undefined) return;
    const { drafts } = await session.workspace();
    await drafts.changeDraft(name, (kept) => [...parsed(kept).filter((one) => one !== id), id]);
    this.ids = await load(name);
  }
}

function keptName(): string | undefined {
  const { platformId, supplier } = office;
  return platformId && supplier && `clarifications ${platformId} ${supplier}`;
}

async function load(name: string): Promise<ReadonlySet<RecordId>> {
  const { drafts } = await session.workspace();
  return new SvelteSet(parsed(await drafts.draft(name)));
}

function parsed(kept: unknown): RecordId[] {
  const read = v.safeParse(stored, kept);
  return read.success ? read.output : [];
}
