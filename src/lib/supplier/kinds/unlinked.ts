import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../../platform';
import { lastingRefusal, unlink } from '../devices';
import type { SupplierRefusal } from '../error';
import { linkOf, type SupplierState } from '../state';

const schema = v.strictObject({ supplier: fields.recordId, device: fields.authorId });

/**
 * A device is a supplier's no more. Any lasting one may say so of any, be it the last: the password links others.
 * One that is linked for a while may only take its leave.
 */
export const unlinked: RecordKind<SupplierState, v.InferOutput<typeof schema>> = {
  kind: 'device.unlinked',
  schema,

  authority(state, { author, receivedAt, body }): SupplierRefusal | undefined {
    const supplier = state.suppliers.get(body.supplier);
    if (!supplier) return 'no-supplier';
    if (!linkOf(supplier, body.device, receivedAt)) return 'not-linked';
    return author === body.device ? undefined : lastingRefusal(supplier, author, receivedAt);
  },

  reduce(state, { id, body }) {
    unlink(state.suppliers.get(body.supplier)!, body.device, id);
  },
};
