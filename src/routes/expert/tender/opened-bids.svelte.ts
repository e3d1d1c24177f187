import { SvelteMap } from 'svelte/reactivity';
import type { RecordId } from '$lib/ledger';
import {
  compareOpenings,
  openFileKeys,
  openTender,
  type BidBody,
  type OpenedBid,
  type TenderState,
} from '$lib/tender';
import type { BlobId } from '$lib/sync';
import { describeError, type ErrorText } from '../../error-text';
import { office } from '../../office.svelte';

export interface ReadBid {
  recorded: OpenedBid;
  body: BidBody;
}

/** The bids of a tender as their companies have signed them: opened anew here, and compared with the opening record. */
export class OpenedBids {
  phase = $state<'idle' | 'opening' | 'ready' | 'failed'>('idle');
  bids = $state.raw<readonly ReadBid[]>([]);
  /** what was recorded is not what the envelopes say */
  differs = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** keys of the attachments, once the expert has unlocked theirs */
  keys = $state.raw<ReadonlyMap<BlobId, CryptoKey> | undefined>(undefined);
  unlocking = $state(false);
  unlockFailure = $state.raw<ErrorText | undefined>(undefined);

  async open(id: RecordId): Promise<void> {
    if (this.phase === 'opening' || this.phase === 'ready') return;
    this.phase = 'opening';
    try {
      const state: TenderState = office.state;
      const { bids: recorded, at } = state.tenders.get(id)!.opened!;
      const file = office.file.bind(office);
      const { outcomes, bids } = await openTender({ state, tender: id, file, asOf: at });
      this.differs = compareOpenings(recorded, bids).length > 0;
      this.bids = outcomes.flatMap((outcome) => {
        const bid = recorded.find(({ envelope }) => envelope === outcome.envelope);
        if (outcome.status !== 'opened' || bid?.status !== 'opened') return [];
        return [{ recorded: { ...bid }, body: outcome.body }];
      });
      this.phase = 'ready';
    } catch (error) {
      this.failure = describeError(error);
      this.phase = 'failed';
    }
  }

  /** Asks for the expert's PIN, where their key is locked, and opens the keys of all attachments. */
  async unlock(why: string): Promise<void> {
    if (this.unlocking) return;
    this.unlocking = true;
    this.unlockFailure = undefined;
    try {
      const own = await office.staffPrivateKey(why);
      const keys = new SvelteMap<BlobId, CryptoKey>();
      for (const { body } of this.bids) {
        if (body.files.length === 0) continue;
        for (const [blob, key] of await openFileKeys(body, own)) keys.set(blob, key);
      }
      this.keys = keys;
    } catch (error) {
      const text = describeError(error);
      if (text.code !== 'cancelled') this.unlockFailure = text;
    } finally {
      this.unlocking = false;
    }
  }
}
