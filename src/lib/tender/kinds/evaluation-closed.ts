import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({ tender: fields.recordId });

/** An administrator closes the evaluation: no score changes from then on. */
export const evaluationClosed: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'evaluation.closed',
  schema,

  authority(state, { author, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const { opened, closedAt, evaluation, experts, declarations, scores } = state.tenders.get(body.tender)!;
    if (!opened) return 'not-recorded';
    if (closedAt !== undefined) return 'closed-already';
    if (evaluation.method === 'lowest-price' || opened.bids.every((one) => one.status !== 'opened')) return;
    const free = experts.filter((id) => declarations.get(id)?.conflict !== true);
    return free.length > 0 && free.every((id) => scores.has(id)) ? undefined : 'not-scored';
  },

  reduce(state, { receivedAt: at, body }) {
    state.tenders.get(body.tender)!.closedAt = at;
  },
};
