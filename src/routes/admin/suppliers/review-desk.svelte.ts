import type { RecordId } from '$lib/ledger';
import { review, reviewQueue } from '$lib/supplier';
import { m } from '$messages';
import { office } from '../../office.svelte';
import { Act } from '../act.svelte';

type Waiting = ReturnType<typeof reviewQueue>['waiting'][number];
type Decision = Parameters<typeof review>[3];

/** A decision that was written here, from when on its case is out of the queue. */
export interface Decided {
  /** of the decision */
  record: RecordId;
  submission: RecordId;
  companyName: string;
  decision: Decision['decision'];
}

/** The queue of submissions as this administrator works through it. */
export class ReviewDesk {
  selected = $state<string | undefined>(undefined);
  /** the newest first */
  decided = $state.raw<readonly Decided[]>([]);
  readonly act = new Act();
  /** decisions that came to nothing: their cases are there again */
  #void = $state.raw<readonly RecordId[]>([]);

  readonly waiting = $derived.by((): Waiting[] => {
    const done = this.decided
      .filter(({ record }) => !this.#void.includes(record))
      .map(({ submission }) => submission);
    return reviewQueue(office.state)
      .waiting.filter(({ submission }) => !done.includes(submission.id))
      .map((one) => ({ ...one }));
  });

  readonly current = $derived(this.waiting.find(({ submission }) => submission.id === this.selected));

  async decide(decision: Decision): Promise<boolean> {
    const { current } = this;
    if (!current) return false;
    const { supplier, submission, companyName } = current;
    const why =
      decision.decision === 'approved'
        ? m.admin_why_approve({ company: companyName })
        : m.admin_why_reject({ company: companyName });
    const index = this.waiting.findIndex((one) => one.submission.id === submission.id);
    const isWritten = await this.act.run(async () => {
      const { writer } = await office.staffDesk(why);
      const ports = { writer, now: () => office.now() };
      return review(ports, office.state, { supplier, submission: submission.id }, decision);
    });
    const { record } = this.act;
    if (!isWritten || record === undefined) return false;
    this.act.clear();
    this.decided = [
      { record, submission: submission.id, companyName, decision: decision.decision },
      ...this.decided,
    ];
    void this.#follow(record);
    const left = this.waiting;
    this.selected = (left[index] ?? left.at(-1))?.submission.id;
    return true;
  }

  async #follow(record: RecordId): Promise<void> {
    const { state } = await office.settled(record);
    if (state !== 'accepted') this.#void = [...this.#void, record];
  }
}
