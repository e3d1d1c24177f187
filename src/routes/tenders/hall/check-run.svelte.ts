import type { RecordId } from '$lib/ledger';
import { checkOpening, type OpeningDifference } from '$lib/tender';
import { describeError, type ErrorText } from '../../error-text';
import { office } from '../../office.svelte';

/** This device opens all envelopes once more and compares them with the opening record. */
export class CheckRun {
  isUnderWay = $state(false);
  /** 0 … 1 */
  done = $state(0);
  /** missing before it was checked; none: the record is complete and right */
  differences = $state.raw<OpeningDifference[] | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  #abort: AbortController | undefined;

  async run(tender: RecordId): Promise<void> {
    if (this.isUnderWay) return;
    const { signal } = (this.#abort = new AbortController());
    this.isUnderWay = true;
    this.done = 0;
    this.failure = this.differences = undefined;
    try {
      this.differences = await checkOpening({
        ...{ state: office.state, tender, signal },
        file: (id, o) => office.file(id, o),
        onProgress: (done, all) => (this.done = done / all),
      });
    } catch (error) {
      if (!signal.aborted) this.failure = describeError(error);
    } finally {
      this.isUnderWay = false;
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }
}
