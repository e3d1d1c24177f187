import type { AuthorId, RecordId } from '../ledger';
import type { PlatformSlice } from '../platform';
import type { BlobId } from '../sync';
import { accountKey } from './account';
import type { AccountType } from './account-type';
import { companyKey } from './company';
import type { PasswordRecord } from './password';
import type { Profile } from './profile-form';

/** A device that acts for a supplier. */
export interface LinkedDevice {
  label: string;
  /** ms since the epoch, by the platform's clock */
  since: number;
  /** the same; from then on the device is linked no more. Undefined: until it is unlinked. */
  until?: number;
}

/** A profile as it was given to the administrators. */
export interface Submission {
  /** of the record */
  id: RecordId;
  by: AuthorId;
  profile: Profile;
  /** picture of the licence, sealed to the administrators */
  licence: BlobId;
  /** `PrivateProfile`, sealed to the administrators: base64url */
  sealed: string;
  /** ms since the epoch, by the platform's clock */
  at: number;
}

/** What became of a submission. */
interface Review {
  submission: RecordId;
  by: AuthorId;
  /** why it was rejected */
  reason?: string;
  at: number;
}

/** Where a supplier stands with what they have registered or submitted last; `since` by the platform's clock. */
type Standing =
  | { status: 'draft'; since: number }
  | { status: 'submitted'; since: number }
  | { status: 'approved'; since: number }
  /** `release`: the account is not of the company that it names, as an administrator sees it */
  | { status: 'rejected'; since: number; reason: string; release?: true };

export type SupplierStatus = Standing['status'];

export interface Supplier {
  /** of the record of registration */
  id: RecordId;
  /** as typed; see `accountKey` */
  account: string;
  registered: {
    companyName: string;
    accountType: AccountType;
    by: AuthorId;
    /** ms since the epoch, by the platform's clock */
    at: number;
    /** `Contact`, sealed to the administrators: base64url */
    contact: string;
  };
  /** undefined between an administrator's recovery of the account and the choice of a new one */
  password?: PasswordRecord;
  devices: Map<AuthorId, LinkedDevice>;
  /** devices that were linked once, by the record that ended it */
  unlinked: Map<AuthorId, RecordId>;
  standing: Standing;
  /** what was submitted last */
  latest?: Submission;
  /** what is in force: it stays so while a change of it is reviewed or was rejected */
  approved?: Submission;
  /** oldest first */
  reviews: Review[];
  /** by an administrator, and no review has followed */
  dismissed?: { by: AuthorId; reason: string; at: number };
  /** it was rejected or dismissed as not of the company that it named, and was not approved since */
  released?: true;
}

export interface SupplierSlice {
  suppliers: Map<RecordId, Supplier>;
  /** suppliers by what only one of them can have: accounts from registering on, the rest see `held` */
  supplierIndex: {
    accounts: Map<string, RecordId>;
    companies: Map<string, RecordId>;
    creditCodes: Map<string, RecordId>;
  };
}

export type SupplierState = SupplierSlice & PlatformSlice;

export function emptySuppliers(): SupplierSlice {
  return {
    suppliers: new Map(),
    supplierIndex: { accounts: new Map(), companies: new Map(), creditCodes: new Map() },
  };
}

/** The link of a device with a supplier at an instant of the platform's clock. */
export function linkOf(supplier: Supplier, device: AuthorId, at: number): LinkedDevice | undefined {
  const link = supplier.devices.get(device);
  return link && (link.until === undefined || at < link.until) ? link : undefined;
}

/** Whether a device may act for a supplier: to be asked by rules of records with `receivedAt`. */
export function isLinked(state: SupplierSlice, id: RecordId, device: AuthorId, at: number): boolean {
  const supplier = state.suppliers.get(id);
  return supplier !== undefined && linkOf(supplier, device, at) !== undefined;
}

/** Whether a supplier may bid: a profile was approved and is in force. */
export function isApproved(state: SupplierSlice, id: RecordId): boolean {
  return state.suppliers.get(id)?.approved !== undefined;
}

/** The name under which a supplier is known now. */
export function companyNameOf({ approved, latest, registered }: Supplier): string {
  return (approved ?? latest)?.profile.companyName ?? registered.companyName;
}

export function supplierByAccount(state: SupplierSlice, account: string): Supplier | undefined {
  const id = state.supplierIndex.accounts.get(accountKey(account));
  return id && state.suppliers.get(id);
}

/** Suppliers for which a device may act, in the order of their registration. */
export function suppliersOf(state: SupplierSlice, device: AuthorId, at: number): Supplier[] {
  return [...state.suppliers.values()].filter((supplier) => linkOf(supplier, device, at) !== undefined);
}

/** Whether another supplier than `id` holds the name: see `held`. */
export function isCompanyTaken(state: SupplierSlice, name: string, id: RecordId | undefined): boolean {
  const holder = state.supplierIndex.companies.get(companyKey(name));
  return holder !== undefined && holder !== id;
}

function isCreditCodeTaken(state: SupplierSlice, code: string, id: RecordId | undefined): boolean {
  const holder = state.supplierIndex.creditCodes.get(code);
  return holder !== undefined && holder !== id;
}

/** Why a supplier cannot have what a profile names: another one holds it. */
export function takenRefusal(
  state: SupplierSlice,
  { companyName, creditCode }: Pick<Profile, 'companyName' | 'creditCode'>,
  id: RecordId,
): 'company-taken' | 'credit-code-taken' | undefined {
  if (isCompanyTaken(state, companyName, id)) return 'company-taken';
  if (creditCode !== undefined && isCreditCodeTaken(state, creditCode, id)) return 'credit-code-taken';
  return undefined;
}

/** Changes a supplier and what the index knows of the names and codes that they hold. */
export function changeSupplier(state: SupplierSlice, supplier: Supplier, change: () => void): void {
  const before = held(supplier);
  change();
  const after = held(supplier);
  for (const name of ['companies', 'creditCodes'] as const) {
    const index = state.supplierIndex[name];
    for (const key of before[name]) index.delete(key);
    for (const key of after[name]) index.set(key, supplier.id);
  }
}

/**
 * What a supplier keeps others from: names and codes of the profile in force, and of one that the administrators are
 * about to look at. A registration alone holds nothing: anybody could register somebody else's company and keep it out.
 * Nor does what an account submits that was caught at that: it would come back the moment it is rejected.
 */
function held({ approved, latest, standing, released }: Supplier) {
  const isPending = standing.status === 'submitted' && !released;
  const profiles = [approved, isPending ? latest : undefined].flatMap(
    (submission) => submission?.profile ?? [],
  );
  return {
    companies: profiles.map(({ companyName }) => companyKey(companyName)),
    creditCodes: profiles.flatMap(({ creditCode }) => creditCode ?? []),
  };
}
