import * as v from 'valibot';
import type { RecordId } from '$lib/ledger';
import { describeError } from '../../error-text';
import { session } from '../../session.svelte';

const kept = v.object({ points: v.record(v.string(), v.string()), comment: v.string() });

/** Scores as they are typed: kept on this device at once, under the tender's name. */
export class ScoreDraft {
  points = $state<Record<string, string>>({});
  comment = $state('');
  /** nothing was kept so far: what was submitted may be shown */
  isNew = $state(true);
  isSaved = $state(false);
  problem = $state<string | undefined>(undefined);
  readonly #name: string;

  constructor(tender: RecordId) {
    this.#name = `scores ${tender}`;
  }

  async load(): Promise<void> {
    const { drafts } = await session.workspace();
    const read = v.safeParse(kept, await drafts.draft(this.#name));
    if (!read.success) return;
    this.points = read.output.points;
    this.comment = read.output.comment;
    this.isNew = false;
  }

  async save(): Promise<void> {
    const value = { points: $state.snapshot(this.points), comment: this.comment };
    this.isNew = false;
    try {
      const { drafts } = await session.workspace();
      await drafts.changeDraft(this.#name, () => value);
      this.isSaved = true;
      this.problem = undefined;
    } catch (error) {
      this.isSaved = false;
      this.problem = describeError(error).text;
    }
  }

  /** Once they were submitted. */
  async drop(): Promise<void> {
    const { drafts } = await session.workspace();
    await drafts.changeDraft(this.#name, () => undefined);
    this.isSaved = false;
    this.isNew = true;
  }
}
