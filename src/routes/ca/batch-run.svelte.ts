import { queuesOf, type Order, type SealToSign } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import { m } from '$messages';
import { describeError, type ErrorText } from '../error-text';
import { office } from '../office.svelte';
import { ownRecords } from '../phone/own-records.svelte';
import { drawWishes, issue } from './issuing';
import { operator, type Decided } from './review-desk.svelte';

interface Entry {
  order: Order;
  seals: SealToSign[];
  /** indices of seals that are left out */
  refused: readonly number[];
  isChosen: boolean;
  /** why it cannot be issued here together with others */
  problem?: string;
}

/** Issuing for all orders that wait, one after the other. What was issued before a failure stays issued. */
export class BatchRun {
  phase = $state<'closed' | 'opening' | 'open' | 'issuing' | 'done'>('closed');
  entries = $state.raw<readonly Entry[]>([]);
  done = $state(0);
  /** how many are issued in this run */
  all = $state(0);
  failure = $state.raw<ErrorText | undefined>(undefined);
  decided = $state.raw<readonly Decided[]>([]);

  /** Draws the seals of all orders. */
  async open(): Promise<void> {
    this.phase = 'opening';
    this.failure = undefined;
    try {
      const key = await office.staffPrivateKey(m.ca_why_open_seals());
      const underWay = ownRecords.underWay('certificate.issued').map(({ body }) => body.order);
      const orders = queuesOf(office.state, operator(), office.now()).issues;
      const waiting = orders.filter(({ id }) => !underWay.includes(id)).map((order) => ({ ...order }));
      this.entries = await Promise.all(waiting.map((order) => entryOf(order, key)));
      this.phase = 'open';
    } catch (error) {
      this.#fail(error, 'closed');
    }
  }

  toggle(id: RecordId): void {
    this.#change(id, (entry) => ({ isChosen: !entry.isChosen }));
  }

  refuse(id: RecordId, refused: readonly number[]): void {
    this.#change(id, () => ({ refused }));
  }

  async issue(): Promise<void> {
    this.phase = 'issuing';
    this.failure = undefined;
    const chosen = this.entries.filter(({ isChosen }) => isChosen);
    this.done = 0;
    this.all = chosen.length;
    try {
      for (const { order, seals, refused } of chosen) {
        const agreed = seals.filter((_, index) => !refused.includes(index));
        const record = await issue(order.id, agreed);
        const title = m.ca_decided_issued({ company: order.subject.companyName, n: agreed.length });
        this.decided = [{ record, about: order.id, title }, ...this.decided];
        this.entries = this.entries.filter((entry) => entry.order.id !== order.id);
        this.done++;
      }
      this.phase = 'done';
    } catch (error) {
      this.#fail(error, 'open');
    }
  }

  #change(id: RecordId, change: (entry: Entry) => Partial<Entry>): void {
    this.entries = this.entries.map((entry) =>
      entry.order.id === id ? { ...entry, ...change(entry) } : entry,
    );
  }

  #fail(error: unknown, phase: 'closed' | 'open'): void {
    const text = describeError(error);
    if (text.code !== 'cancelled') this.failure = text;
    this.phase = phase;
  }
}

async function entryOf(order: Order, key: CryptoKey): Promise<Entry> {
  try {
    return { order, seals: await drawWishes(order, key), refused: [], isChosen: true };
  } catch (error) {
    return { order, seals: [], refused: [], isChosen: false, problem: describeError(error).text };
  }
}
