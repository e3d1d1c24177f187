import { untrack } from 'svelte';
import type { RecordId } from '$lib/ledger';
import { Act } from '../admin/act.svelte';
import { office } from '../office.svelte';
import { ownRecords } from '../phone/own-records.svelte';
import type { PrivateParts } from './private-parts.svelte';

/** A decision that was written here. */
export interface Decided {
  record: RecordId;
  /** the case */
  about: RecordId;
  /** what it was about and what was decided, in words */
  title: string;
}

/** A queue as this operator works through it. */
export class ReviewDesk<Case extends { id: RecordId }, Details> {
  selected = $state<string | undefined>(undefined);
  /** the newest first */
  decided = $state.raw<readonly Decided[]>([]);
  readonly act = new Act();
  readonly #queue: () => Case[];
  readonly #isDecidedBy: (one: Case, body: Readonly<Record<string, unknown>>) => boolean;
  readonly #kinds: readonly string[];
  readonly #partsOf: (one: Case) => PrivateParts<Details>;

  /**
   * @param o.kinds       of the records that decide
   * @param o.queue       read anew with each change
   * @param o.isDecidedBy whether the body of such a record is about a case
   * @param o.partsOf     what of a case is encrypted
   */
  constructor(o: {
    kinds: readonly string[];
    queue(): Case[];
    isDecidedBy(one: Case, body: Readonly<Record<string, unknown>>): boolean;
    partsOf(one: Case): PrivateParts<Details>;
  }) {
    this.#kinds = o.kinds;
    this.#queue = o.queue;
    this.#isDecidedBy = o.isDecidedBy;
    this.#partsOf = o.partsOf;
  }

  /** Without those that were decided here: they come back if the decision is refused. */
  readonly waiting = $derived.by((): Case[] => this.#queue().filter((one) => !this.#isDecided(one)));

  readonly current = $derived(this.waiting.find(({ id }) => id === this.selected));
  readonly #currentId = $derived(this.current?.id);

  /** What of the current case is encrypted; the same as long as it is the current one. */
  readonly parts = $derived(
    this.#currentId === undefined ? undefined : untrack(() => this.current && this.#partsOf(this.current)),
  );

  #isDecided(one: Case): boolean {
    const isOf = ({ body }: { body: Readonly<Record<string, unknown>> }): boolean =>
      this.#isDecidedBy(one, body);
    if (this.#kinds.some((kind) => ownRecords.underWay(kind).some(isOf))) return true;
    // Accepted, and the state here does not know it yet.
    const hasFailed = this.#kinds.some((kind) => ownRecords.failed(kind, isOf));
    return this.decided.some(({ about }) => about === one.id) && !hasFailed;
  }

  /** On a wide screen the first case stands beside the queue at once; on a phone it would hide the queue. */
  selectFirst(): void {
    if (matchMedia('(min-width: 900px)').matches) this.selected ??= this.waiting[0]?.id;
  }

  /**
   * Decides on the current case and goes on to the next one.
   *
   * @param write gives the record of the decision
   */
  async decide(title: string, write: (current: Case) => Promise<RecordId>): Promise<boolean> {
    const { current } = this;
    if (!current) return false;
    const index = this.waiting.indexOf(current);
    const isWritten = await this.act.run(async () => {
      const record = await write(current);
      await ownRecords.read(); // before the next key is pressed: nothing is decided twice
      return record;
    });
    const { record } = this.act;
    if (!isWritten || record === undefined) return false;
    this.act.clear();
    this.decided = [{ record, about: current.id, title }, ...this.decided];
    const left = this.waiting.filter(({ id }) => id !== current.id);
    this.selected = (left[index] ?? left.at(-1))?.id;
    return true;
  }
}

/** This operator, on pages that only operators see. */
export function operator() {
  return office.staff!.author;
}
