import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../../platform';
import { lastingRefusal, unlinkOthers } from '../devices';
import type { SupplierRefusal } from '../error';
import { passwordRecord } from '../password';
import type { SupplierState } from '../state';

const schema = v.strictObject({
  supplier: fields.recordId,
  password: passwordRecord,
  /** whether all devices but the author have to be linked anew */
  unlinkOthers: v.boolean(),
});

/**
 * A supplier's password is another one from now on. A lasting device is enough: it could link and unlink any device
 * as well, and whoever has forgotten the password has nothing else. Pages ask for the old one, or a one-time code.
 */
export const passwordChanged: RecordKind<SupplierState, v.InferOutput<typeof schema>> = {
  kind: 'supplier.password-changed',
  schema,

  authority(state, { author, receivedAt, body }): SupplierRefusal | undefined {
    const supplier = state.suppliers.get(body.supplier);
    return supplier ? lastingRefusal(supplier, author, receivedAt) : 'no-supplier';
  },

  reduce(state, { id, author, body }) {
    const supplier = state.suppliers.get(body.supplier)!;
    supplier.password = body.password;
    if (body.unlinkOthers) unlinkOthers(supplier, author, id);
  },
};
