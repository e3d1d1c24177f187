import { SvelteMap } from 'svelte/reactivity';
import type { RecordId } from '$lib/ledger';
import { openQuestion, type Question } from '$lib/tender';
import { office } from '../../../office.svelte';

/** Questions that this device has asked, opened again with its own key. To be made while a component is. */
export class OwnQuestions {
  /** by question; `undefined` of one that does not open here */
  texts = $state.raw<ReadonlyMap<RecordId, string | undefined>>(new SvelteMap());

  constructor(tender: () => RecordId, questions: () => readonly Question[]) {
    $effect(() => {
      const [id, own] = [tender(), questions().filter(({ by }) => by === office.device)];
      let isCurrent = true;
      void opened(id, own).then((texts) => {
        if (isCurrent) this.texts = texts;
      });
      return () => (isCurrent = false);
    });
  }
}

async function opened(
  tender: RecordId,
  questions: readonly Question[],
): Promise<ReadonlyMap<RecordId, string | undefined>> {
  if (questions.length === 0) return new SvelteMap();
  const key = await office.devicePrivateKey();
  return new SvelteMap(
    await Promise.all(
      questions.map(
        async (question) =>
          [question.id, await openQuestion(tender, question, key).catch(() => undefined)] as const,
      ),
    ),
  );
}
