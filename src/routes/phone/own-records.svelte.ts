import { parseRecord, type RecordId } from '$lib/ledger';
import type { OutboxEntry } from '$lib/sync';
import { office } from '../office.svelte';

/** A record of this device on its way, or one that was not taken. */
export interface OwnRecord {
  id: RecordId;
  kind: string;
  body: Readonly<Record<string, unknown>>;
  /** ms since the epoch, by this device's clock */
  addedAt: number;
  entry: OutboxEntry;
}

/** So far back a refusal is still of interest. */
const NEWEST = 50;

/**
 * What this phone has written and the platform has not accepted yet: the state knows nothing of it, and pages must not
 * ask for it again.
 */
class OwnRecords {
  /** the outbox was read */
  loaded = $state(false);
  #list = $state.raw<readonly OwnRecord[]>([]);
  #readings = 0;

  /** Reads the outbox anew; of several readings the last counts. */
  async read(): Promise<void> {
    const reading = ++this.#readings;
    const entries = await office.outbox({ limit: NEWEST });
    if (reading !== this.#readings) return;
    this.#list = entries.flatMap((entry) => readable(entry) ?? []);
    this.loaded = true;
  }

  /** Newest first. */
  underWay(kind: string): OwnRecord[] {
    return this.#list.filter((own) => own.kind === kind && isUnderWay(own));
  }

  /** The newest of a kind, where it came to nothing. */
  failed(kind: string, about: (own: OwnRecord) => boolean = () => true): OwnRecord | undefined {
    const newest = this.#list.find((own) => own.kind === kind && about(own));
    return newest && ['rejected', 'refused'].includes(newest.entry.state) ? newest : undefined;
  }
}

export const ownRecords = new OwnRecords();

function isUnderWay({ entry }: OwnRecord): boolean {
  return entry.state === 'waiting' || entry.state === 'sending' || entry.state === 'delivered';
}

function readable(entry: OutboxEntry): OwnRecord | undefined {
  try {
    const { id, kind, body } = parseRecord(entry.jws);
    return { id, kind, body: body as OwnRecord['body'], addedAt: entry.addedAt, entry };
  } catch {
    return undefined; // the outbox itself tells of it
  }
}
