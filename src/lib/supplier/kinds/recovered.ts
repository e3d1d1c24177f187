import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields, hasRole } from '../../platform';
import { isStaff, link, unlink, unlinkOthers } from '../devices';
import type { SupplierRefusal } from '../error';
import type { SupplierState } from '../state';
import { deviceLabel } from './registered';

const schema = v.strictObject({
  supplier: fields.recordId,
  device: fields.authorId,
  label: deviceLabel,
  /** how it was made sure that the device is the supplier's */
  reason: fields.reason(500),
});

/**
 * An administrator opens an account to a new device, for a supplier who has neither password nor device any more
 * (manual 2.4: 可通过该手机号找回账号或密码: they call the mobile number of the contact). All other links and the
 * password end: whoever had them may be the reason. The device then chooses a new password.
 */
export const recovered: RecordKind<SupplierState, v.InferOutput<typeof schema>> = {
  kind: 'supplier.recovered',
  schema,

  authority(state, { author, body }): SupplierRefusal | undefined {
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    if (!state.suppliers.has(body.supplier)) return 'no-supplier';
    return isStaff(state, body.device) ? 'is-staff' : undefined;
  },

  reduce(state, { id, receivedAt, body }) {
    const supplier = state.suppliers.get(body.supplier)!;
    if (supplier.devices.has(body.device)) unlink(supplier, body.device, id);
    unlinkOthers(supplier, body.device, id);
    link(supplier, body.device, body.label, receivedAt, undefined);
    delete supplier.password;
  },
};
