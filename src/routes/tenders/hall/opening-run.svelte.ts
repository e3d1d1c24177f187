import type { RecordId } from '$lib/ledger';
import { OfficeError } from '$lib/office';
import { bidsOf, openTender, recordOpening } from '$lib/tender';
import { m } from '$messages';
import { office } from '../../office.svelte';
import { HallAct } from './hall-act.svelte';
import { openingPaper } from './opening-paper';

/** The administrator opens all envelopes and records the list. Nothing is recorded before all of them were opened. */
export class OpeningRun {
  readonly hall = new HallAct();
  step = $state<'opening' | 'composing' | 'recording' | undefined>(undefined);
  /** of the step `opening`: 0 … 1 */
  done = $state(0);
  #abort: AbortController | undefined;

  async run(tender: RecordId): Promise<void> {
    const abort = (this.#abort = new AbortController());
    this.done = 0;
    await this.hall.run(() => this.#open(tender, abort.signal));
    this.step = undefined;
  }

  cancel(): void {
    this.#abort?.abort(new OfficeError('cancelled'));
  }

  async #open(tender: RecordId, signal: AbortSignal): Promise<RecordId> {
    const why = m.tenderhall_open_pin();
    await office.staffDesk(why); // the PIN first: the room should not wait for it in the middle
    this.step = 'opening';
    const { outcomes } = await openTender({
      ...{ state: office.state, tender, signal },
      file: (id, o) => office.file(id, o),
      onProgress: (done, all) => (this.done = done / all),
    });
    this.step = 'composing';
    const bids = bidsOf(office.state.tenders.get(tender)!, outcomes);
    const paper = await openingPaper(tender, bids, why);
    signal.throwIfAborted();
    this.step = 'recording';
    return recordOpening(await office.staffDesk(why), { tender, blob: paper.id, bids }, [paper]);
  }
}
