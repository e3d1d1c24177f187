import * as v from 'valibot';
import type { RecordContext, RecordKind } from '../../ledger';
import { fields } from '../../platform';
import { forgetEnded, isStaff, lastingRefusal, link, linkedNow, MAX_DEVICES } from '../devices';
import type { SupplierRefusal } from '../error';
import { isByPassword, linkStatement, passwordProof } from '../password';
import { linkOf, type Supplier, type SupplierState } from '../state';
import { deviceLabel } from './registered';

const common = {
  supplier: fields.recordId,
  label: deviceLabel,
  /** when the link ends by itself, on a computer that is not one's own */
  until: v.optional(fields.instant),
};

const schema = v.union([
  /** The author links themselves: they know the password. `proof` signs `linkStatement`. */
  v.strictObject({ ...common, proof: passwordProof }),
  /** A linked device links another one. */
  v.strictObject({ ...common, device: fields.authorId }),
]);

export type Linked = v.InferOutput<typeof schema>;

/**
 * A device is a supplier's from now on: by the password, or by the word of another device. A device may be of several
 * suppliers; that somebody links a stranger's device to their own company takes nothing from the stranger.
 */
export const linked: RecordKind<SupplierState, Linked> = {
  kind: 'device.linked',
  schema,

  authority(state, record): SupplierRefusal | undefined {
    const { author, receivedAt, body } = record;
    const supplier = state.suppliers.get(body.supplier);
    if (!supplier) return 'no-supplier';
    if (body.until !== undefined && body.until <= receivedAt) return 'ended-already';
    const device = 'device' in body ? body.device : author;
    if (isStaff(state, device)) return 'is-staff';
    const own = linkOf(supplier, device, receivedAt);
    // Who has a link with an end can make it a lasting one by the password.
    if (own && (own.until === undefined || body.until !== undefined)) return 'linked-already';
    if (!own && linkedNow(supplier, receivedAt).length >= MAX_DEVICES) return 'too-many-devices';
    if ('device' in body) return lastingRefusal(supplier, author, receivedAt);
    return proofRefusal(supplier, record, body.proof); // last: it takes longest
  },

  reduce(state, { author, receivedAt, body }) {
    const supplier = state.suppliers.get(body.supplier)!;
    forgetEnded(supplier, receivedAt);
    link(supplier, 'device' in body ? body.device : author, body.label, receivedAt, body.until);
  },
};

function proofRefusal(
  supplier: Supplier,
  { platform, author, body }: RecordContext<Linked>,
  proof: string,
): SupplierRefusal | undefined {
  if (!supplier.password) return 'no-password';
  const unlinkedBy = supplier.unlinked.get(author);
  const { id, password } = supplier;
  const statement = linkStatement({ platform, supplier: id, device: author, unlinkedBy, until: body.until });
  return isByPassword(password, statement, proof) ? undefined : 'wrong-password';
}
