import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../../platform';
import type { SupplierRefusal } from '../error';
import { changeSupplier, type SupplierState } from '../state';
import { judgeRefusal } from './judge-refusal';

const schema = v.strictObject({ supplier: fields.recordId, reason: fields.reason(500) });

/**
 * An administrator turns a registration away that never was approved, wherever it stands, as not of the company that it
 * names: what it holds is free for others. The account stays, and may submit what it can prove; until that is approved,
 * it keeps nobody out.
 */
export const dismissed: RecordKind<SupplierState, v.InferOutput<typeof schema>> = {
  kind: 'supplier.dismissed',
  schema,

  authority(state, { author, receivedAt, body }): SupplierRefusal | undefined {
    const refusal = judgeRefusal(state, author, body.supplier, receivedAt);
    if (refusal) return refusal;
    return state.suppliers.get(body.supplier)!.approved ? 'approved-already' : undefined;
  },

  reduce(state, { author: by, receivedAt: at, body }) {
    const supplier = state.suppliers.get(body.supplier)!;
    const { reason } = body;
    changeSupplier(state, supplier, () => {
      // What waited has its answer by this.
      if (supplier.standing.status === 'submitted') {
        supplier.reviews.push({ submission: supplier.latest!.id, by, reason, at });
      }
      supplier.standing = { status: 'rejected', since: at, reason, release: true };
      supplier.dismissed = { by, reason, at };
      supplier.released = true;
    });
  },
};
