import type { RecordId } from '$lib/ledger';
import { Act } from '../../admin/act.svelte';
import { office } from '../../office.svelte';

/** An act that is not done twice: it is under way until it is known what became of its record. */
export class HallAct {
  readonly act = new Act();
  isUnderWay = $state(false);

  /** @returns whether it was written */
  async run(write: () => Promise<RecordId>): Promise<boolean> {
    if (this.isUnderWay) return false;
    this.isUnderWay = true;
    try {
      const isWritten = await this.act.run(write);
      if (this.act.record !== undefined) void this.#settle(this.act.record);
      return isWritten;
    } finally {
      if (this.act.record === undefined) this.isUnderWay = false;
    }
  }

  async #settle(record: RecordId): Promise<void> {
    try {
      await office.settled(record);
    } finally {
      this.isUnderWay = false;
    }
  }
}
