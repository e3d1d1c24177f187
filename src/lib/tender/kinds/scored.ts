import * as v from 'valibot';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import type { Score, Tender } from '../state';
import { bounded, expertRefusal, shortId, whole, type TenderKind } from './pieces';

const score = v.strictObject({ envelope: fields.recordId, criterion: shortId, hundredths: whole(0, 10_000) });

const schema = bounded(
  v.strictObject({
    tender: fields.recordId,
    scores: v.pipe(v.array(score), v.maxLength(500)),
    comment: v.optional(fields.paragraph(2000, 0), ''),
  }),
);

/** An expert scores all opened bids by all criteria; again until the evaluation is closed. */
export const scored: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'evaluation.scored',
  schema,

  authority(state, { author, body }): TenderRefusal | undefined {
    const refusal = expertRefusal(state, author, body.tender);
    if (refusal) return refusal;
    const tender = state.tenders.get(body.tender)!;
    if (!tender.opened) return 'not-recorded';
    const declaration = tender.declarations.get(author);
    if (!declaration) return 'not-declared';
    if (declaration.conflict) return 'conflict';
    return isComplete(tender, body.scores) ? undefined : 'wrong-scores';
  },

  reduce(state, { author, receivedAt: at, body: { tender, scores, comment } }) {
    state.tenders.get(tender)!.scores.set(author, { scores: scores.map((one) => ({ ...one })), comment, at });
  },
};

/** Every opened bid by every criterion exactly once, within its points. */
function isComplete({ evaluation, opened }: Tender, scores: readonly Score[]): boolean {
  if (evaluation.method !== 'scored') return false;
  const max = new Map<string, number>();
  for (const bid of opened!.bids.filter(({ status }) => status === 'opened'))
    for (const one of evaluation.criteria) max.set(`${bid.envelope} ${one.id}`, one.max * 100);
  const named = new Set(scores.map((one) => `${one.envelope} ${one.criterion}`));
  return (
    named.size === scores.length &&
    named.size === max.size &&
    scores.every((one) => one.hundredths <= (max.get(`${one.envelope} ${one.criterion}`) ?? -1))
  );
}
