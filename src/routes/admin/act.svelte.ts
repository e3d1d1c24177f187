import type { RecordId } from '$lib/ledger';
import { describeError, type ErrorText } from '../error-text';

/** Something that is written as a record: under way, failed, or written, from where `Delivery` tells what became of it. */
export class Act {
  busy = $state(false);
  failure = $state.raw<ErrorText | undefined>(undefined);
  record = $state<RecordId | undefined>(undefined);

  /**
   * @param write gives the record
   * @returns whether it was written; not where the person closed the question for their PIN, or something went wrong
   */
  async run(write: () => Promise<RecordId>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = undefined;
    this.record = undefined;
    try {
      this.record = await write();
      return true;
    } catch (error) {
      const text = describeError(error);
      if (text.code !== 'cancelled') this.failure = text;
      return false;
    } finally {
      this.busy = false;
    }
  }

  clear(): void {
    this.failure = undefined;
    this.record = undefined;
  }
}
