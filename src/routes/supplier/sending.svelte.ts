import { parseRecord, type RecordId } from '$lib/ledger';
import type { OutboxEntry } from '$lib/sync';
import { office } from '../office.svelte';

/** So far back is looked for what was sent. */
const NEWEST = 50;

/**
 * The newest record of a kind that this device has written for a supplier, be it on its way still: the state knows
 * nothing of it until the platform has it, and pages must not ask for it again. To be made while a component is.
 */
export class Sending {
  #newest = $state.raw<OutboxEntry | undefined>(undefined);

  constructor(kind: string, supplier: () => RecordId | undefined) {
    $effect(() => {
      void office.outboxVersion;
      const about = supplier();
      let isCurrent = true;
      void office.outbox({ limit: NEWEST }).then((entries) => {
        if (isCurrent) this.#newest = entries.find((entry) => entry.kind === kind && speaksOf(entry, about));
      });
      return () => (isCurrent = false);
    });
  }

  get underWay(): OutboxEntry | undefined {
    const { state } = this.#newest ?? {};
    return state === 'waiting' || state === 'sending' || state === 'delivered' ? this.#newest : undefined;
  }

  /** It came to nothing. */
  get failed(): OutboxEntry | undefined {
    const { state } = this.#newest ?? {};
    return state === 'rejected' || state === 'refused' ? this.#newest : undefined;
  }
}

function speaksOf({ jws }: OutboxEntry, supplier: RecordId | undefined): boolean {
  try {
    return (parseRecord(jws).body as { supplier?: unknown } | null)?.supplier === supplier;
  } catch {
    return false; // the outbox itself tells of it
  }
}
