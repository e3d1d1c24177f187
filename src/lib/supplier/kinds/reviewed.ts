import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../../platform';
import type { SupplierRefusal } from '../error';
import { changeSupplier, takenRefusal, type SupplierState } from '../state';
import { judgeRefusal } from './judge-refusal';

/** Which submission is judged is said, so that nobody approves what they have not seen. */
const which = { supplier: fields.recordId, submission: fields.recordId };

const schema = v.variant('decision', [
  v.strictObject({ ...which, decision: v.literal('approved') }),
  v.strictObject({
    ...which,
    decision: v.literal('rejected'),
    reason: fields.reason(500),
    /** The account is not of this company: until one is approved, what it submits keeps nobody out. */
    release: v.optional(v.literal(true)),
  }),
]);

export type Reviewed = v.InferOutput<typeof schema>;

/** An administrator answers a submission (manual 2.6). */
export const reviewed: RecordKind<SupplierState, Reviewed> = {
  kind: 'supplier.reviewed',
  schema,

  authority(state, { author, receivedAt, body }): SupplierRefusal | undefined {
    const refusal = judgeRefusal(state, author, body.supplier, receivedAt);
    if (refusal) return refusal;
    const supplier = state.suppliers.get(body.supplier)!;
    if (supplier.latest && supplier.latest.id !== body.submission) return 'outdated';
    if (supplier.standing.status !== 'submitted') return 'not-submitted';
    // Of an account that was released others may have submitted the same meanwhile.
    return body.decision === 'approved'
      ? takenRefusal(state, supplier.latest!.profile, supplier.id)
      : undefined;
  },

  reduce(state, { author: by, receivedAt: at, body }) {
    const supplier = state.suppliers.get(body.supplier)!;
    const { submission } = body;
    changeSupplier(state, supplier, () => {
      delete supplier.dismissed;
      if (body.decision === 'approved') {
        delete supplier.released;
        supplier.approved = supplier.latest!;
        supplier.standing = { status: 'approved', since: at };
        supplier.reviews.push({ submission, by, at });
      } else {
        const { reason, release } = body;
        supplier.standing = { status: 'rejected', since: at, reason, ...(release && { release }) };
        supplier.reviews.push({ submission, by, reason, at });
        if (release) supplier.released = release;
      }
    });
  },
};
