import * as v from 'valibot';
import { fields, hasRole } from '../../platform';
import type { TenderRefusal } from '../error';
import { administratorRefusal, distinct, type TenderKind } from './pieces';

const schema = v.strictObject({
  tender: fields.recordId,
  experts: distinct(fields.authorId, 30, 1),
});

/** An administrator says which experts evaluate; what one who is left out has scored counts no more. */
export const expertsAssigned: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'tender.experts-assigned',
  schema,

  authority(state, { author, body }): TenderRefusal | undefined {
    const refusal = administratorRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const { closedAt, award } = state.tenders.get(body.tender)!;
    if (award) return 'awarded-already';
    if (closedAt !== undefined) return 'closed-already';
    return body.experts.every((id) => hasRole(state, id, 'expert')) ? undefined : 'not-expert';
  },

  reduce(state, { body }) {
    state.tenders.get(body.tender)!.experts = [...body.experts];
  },
};
