import { SvelteMap } from 'svelte/reactivity';
import type { RecordId } from '$lib/ledger';
import { openQuestion, type Question } from '$lib/tender';
import { m } from '$messages';
import { describeError } from '../../../error-text';
import { office } from '../../../office.svelte';
import { session } from '../../../session.svelte';

/** Questions of a tender, which only administrators can read: opened by the PIN, and kept as long as the page. */
export class OpenedQuestions {
  isOpening = $state(false);
  /** why the PIN did not open them */
  problem = $state<string | undefined>(undefined);
  readonly #texts = new SvelteMap<RecordId, { text: string } | { problem: string }>();

  /** Whether they can be opened without asking for the PIN. */
  get isUnlocked(): boolean {
    const vaultId = office.staff?.vaultIds.staff;
    return vaultId !== undefined && session.unlockedFor({ vaultId }) !== undefined;
  }

  of(question: RecordId): { text: string } | { problem: string } | undefined {
    return this.#texts.get(question);
  }

  /** Opens those that are not opened so far. */
  async open(tender: RecordId, questions: readonly Question[]): Promise<void> {
    const shut = questions.filter(({ id }) => !this.#texts.has(id));
    if (this.isOpening || shut.length === 0) return;
    this.isOpening = true;
    this.problem = undefined;
    try {
      const key = await office.staffPrivateKey(m.tenderadmin_why_questions());
      for (const question of shut) {
        const opened = await openQuestion(tender, question, key).then(
          (text) => ({ text }),
          (error: unknown) => ({ problem: describeError(error).text }),
        );
        this.#texts.set(question.id, opened);
      }
    } catch (error) {
      const { code, text } = describeError(error);
      if (code !== 'cancelled') this.problem = text;
    } finally {
      this.isOpening = false;
    }
  }
}
