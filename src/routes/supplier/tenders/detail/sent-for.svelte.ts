import { parseRecord, type RecordId } from '$lib/ledger';
import type { OutboxEntry } from '$lib/sync';
import { office } from '../../../office.svelte';

/** So far back is looked for what was sent. */
const NEWEST = 100;

/** Records of a kind that this device has written for a tender, the newest first. To be made while a component is. */
export class SentFor {
  #entries = $state.raw<readonly OutboxEntry[]>([]);

  constructor(kind: string, tender: () => RecordId) {
    $effect(() => {
      void office.outboxVersion;
      const about = tender();
      let isCurrent = true;
      void office.outbox({ limit: NEWEST }).then((entries) => {
        if (isCurrent) this.#entries = entries.filter((one) => one.kind === kind && tenderOf(one) === about);
      });
      return () => (isCurrent = false);
    });
  }

  /** What the state does not have yet. */
  get underWay(): readonly OutboxEntry[] {
    return this.#entries.filter(
      ({ state }) => state === 'waiting' || state === 'sending' || state === 'delivered',
    );
  }

  /** What came to nothing. */
  get failed(): readonly OutboxEntry[] {
    return this.#entries.filter(({ state }) => state === 'rejected' || state === 'refused');
  }
}

function tenderOf({ jws }: OutboxEntry): unknown {
  try {
    return (parseRecord(jws).body as { tender?: unknown } | null)?.tender;
  } catch {
    return undefined; // the outbox itself tells of it
  }
}
