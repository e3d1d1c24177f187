import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { isCreditCode } from '../../pki';
import { fields } from '../../platform';
import { ACCOUNT_TYPES, hasCreditCode } from '../account-type';
import { isRegistrable } from '../company';
import type { SupplierRefusal } from '../error';
import {
  isRegistrationNumber,
  legalRepresentativeField,
  MAX_CATEGORIES,
  PROFILE_RULES,
} from '../profile-form';
import { changeSupplier, linkOf, takenRefusal, type SupplierState } from '../state';

/** Some short texts, and some 100 bytes an administrator. */
const MAX_PRIVATE_BYTES = 8192;

const profile = v.pipe(
  v.strictObject({
    accountType: v.picklist(ACCOUNT_TYPES),
    /** may differ from the one that was registered: a wrong one is corrected here */
    companyName: v.pipe(v.string(), v.maxLength(120), v.check(isRegistrable)),
    creditCode: v.optional(v.pipe(v.string(), v.check(isCreditCode))),
    registrationNumber: v.optional(v.pipe(v.string(), v.check(isRegistrationNumber))),
    legalRepresentative: legalRepresentativeField,
    address: fields.text(PROFILE_RULES.address.maxLength, PROFILE_RULES.address.minLength),
    /** ids of the platform's categories */
    categories: v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
      v.minLength(1),
      v.maxLength(MAX_CATEGORIES),
      v.check((ids) => new Set(ids).size === ids.length),
    ),
  }),
  // Exactly the number that companies of the type have.
  v.check(
    ({ accountType, creditCode, registrationNumber }) =>
      (creditCode !== undefined) === hasCreditCode(accountType) &&
      (registrationNumber !== undefined) === !hasCreditCode(accountType),
  ),
);

const schema = v.strictObject({
  supplier: fields.recordId,
  profile,
  /** sealed to the administrators */
  licence: fields.blobId,
  /** `PrivateProfile` */
  sealed: fields.bytes(MAX_PRIVATE_BYTES),
});

export type Submitted = v.InferOutput<typeof schema>;

/** A supplier gives a profile to the administrators: the first one, a corrected one, or a change of one in force. */
export const submitted: RecordKind<SupplierState, Submitted> = {
  kind: 'supplier.submitted',
  schema,

  authority(state, { author, receivedAt, body }): SupplierRefusal | undefined {
    const supplier = state.suppliers.get(body.supplier);
    if (!supplier) return 'no-supplier';
    if (!linkOf(supplier, author, receivedAt)) return 'not-linked';
    if (supplier.standing.status === 'submitted') return 'under-review';
    const { categories } = body.profile;
    const offered = state.founded!.categories;
    if (!categories.every((id) => offered.some((category) => category.id === id))) return 'unknown-category';
    return takenRefusal(state, body.profile, supplier.id);
  },

  reduce(state, { id, author, receivedAt, body }) {
    const supplier = state.suppliers.get(body.supplier)!;
    const { licence, sealed } = body;
    changeSupplier(state, supplier, () => {
      supplier.latest = { id, by: author, profile: body.profile, licence, sealed, at: receivedAt };
      supplier.standing = { status: 'submitted', since: receivedAt };
    });
  },
};
