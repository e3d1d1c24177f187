import * as v from 'valibot';
import type { AuthorId, RecordKind } from '../../ledger';
import { checkProof, fields, REGISTRATION_BITS } from '../../platform';
import { accountKey, checkAccount } from '../account';
import { ACCOUNT_TYPES } from '../account-type';
import { isRegistrable } from '../company';
import { isStaff, link } from '../devices';
import type { SupplierRefusal } from '../error';
import { passwordRecord } from '../password';
import { isCompanyTaken, type Supplier, type SupplierState } from '../state';

/** What of a supplier is sealed to the administrators: a few short texts, and some 100 bytes an administrator. */
const MAX_CONTACT_BYTES = 8192;

/** How a device is called in the list of a supplier's devices. */
export const deviceLabel = fields.text(40);

const schema = v.strictObject({
  account: v.pipe(
    v.string(),
    v.check((account) => checkAccount(account) === undefined),
  ),
  password: passwordRecord,
  companyName: v.pipe(v.string(), v.maxLength(120), v.check(isRegistrable)),
  accountType: v.picklist(ACCOUNT_TYPES),
  /** `Contact` */
  contact: fields.bytes(MAX_CONTACT_BYTES),
  /** of the device, which is the supplier's first one */
  label: deviceLabel,
  /** work for `registrationSubject` */
  pow: v.pipe(v.string(), v.maxLength(16)),
});

export type Registered = v.InferOutput<typeof schema>;

/** What the work against bots is done for: it cannot be done once for many accounts. */
export function registrationSubject(platform: string, author: AuthorId, account: string): string {
  return JSON.stringify(['supplier.registered', platform, author, accountKey(account)]);
}

/**
 * Somebody registers a company (manual 2.4). Anybody may, at the price of some work; an account is registered once, and
 * no company that another account has been approved with or has submitted. Who submits first of two has it.
 *
 * @param bits of the work
 */
export function registered(bits = REGISTRATION_BITS): RecordKind<SupplierState, Registered> {
  return {
    kind: 'supplier.registered',
    schema,

    authority(state, { author, platform, body }): SupplierRefusal | undefined {
      if (!state.founded) return 'no-platform';
      if (isStaff(state, author)) return 'is-staff';
      if (state.supplierIndex.accounts.has(accountKey(body.account))) return 'account-taken';
      if (isCompanyTaken(state, body.companyName, undefined)) return 'company-taken';
      const subject = registrationSubject(platform, author, body.account);
      return checkProof(subject, body.pow, bits) ? undefined : 'proof-of-work';
    },

    reduce(state, { id, author, receivedAt, body }) {
      const { account, password, companyName, accountType, contact, label } = body;
      const supplier: Supplier = {
        ...{ id, account, password },
        registered: { companyName, accountType, by: author, at: receivedAt, contact },
        devices: new Map(),
        unlinked: new Map(),
        standing: { status: 'draft', since: receivedAt },
        reviews: [],
      };
      link(supplier, author, label, receivedAt, undefined);
      state.suppliers.set(id, supplier);
      state.supplierIndex.accounts.set(accountKey(account), id);
    },
  };
}
