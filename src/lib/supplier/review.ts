import type { RecordId } from '../ledger';
import { companyKey } from './company';
import { dismissed } from './kinds/dismissed';
import { reviewed } from './kinds/reviewed';
import { writeAllowed, type SupplierPorts } from './ports';
import type { Profile } from './profile-form';
import {
  type Submission,
  type Supplier,
  type SupplierSlice,
  type SupplierState,
  type SupplierStatus,
} from './state';

/** A submission that waits for the administrators. */
interface ReviewCase {
  supplier: RecordId;
  /** as it is submitted now */
  companyName: string;
  submission: Submission;
  /** 1 for the first submission of this supplier, then one more each time */
  round: number;
  /** why the one before was rejected, or the registration turned away */
  lastReason?: string;
  /** fields that differ from the profile in force, or else from nothing: then it is empty */
  changes: (keyof Profile)[];
}

/** For the administrators: how many suppliers stand where, and those that wait, the longest first. */
export interface ReviewQueue {
  counts: Record<SupplierStatus, number>;
  waiting: ReviewCase[];
}

export function reviewQueue(state: SupplierSlice): ReviewQueue {
  const counts: ReviewQueue['counts'] = { draft: 0, submitted: 0, approved: 0, rejected: 0 };
  const waiting: ReviewCase[] = [];
  for (const supplier of state.suppliers.values()) {
    counts[supplier.standing.status]++;
    if (supplier.standing.status === 'submitted') waiting.push(caseOf(supplier));
  }
  // Times of one millisecond are possible: ids then decide, the same on every device.
  waiting.sort(
    ({ submission: a }, { submission: b }) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  return { counts, waiting };
}

/** Suppliers of one standing, or all, for lists: the newest change first. */
export function suppliersWith(state: SupplierSlice, status?: SupplierStatus): Supplier[] {
  return [...state.suppliers.values()]
    .filter(({ standing }) => status === undefined || standing.status === status)
    .sort((a, b) => b.standing.since - a.standing.since || (a.id < b.id ? -1 : 1));
}

export type Decision = { decision: 'approved' } | { decision: 'rejected'; reason: string; release?: true };

/**
 * An administrator's answer to a submission.
 *
 * @throws SupplierError `not-administrator`, `own-company`, `outdated`, `not-submitted`; `bad-record` where a reason
 *   is missing or too long
 */
export function review(
  ports: Pick<SupplierPorts, 'writer' | 'now'>,
  state: SupplierState,
  { supplier, submission }: { supplier: RecordId; submission: RecordId },
  decision: Decision,
): Promise<RecordId> {
  return writeAllowed(ports, state, reviewed, { supplier, submission, ...decision });
}

/**
 * Turns a registration away that never was approved: see the kind.
 *
 * @throws SupplierError `not-administrator`, `no-supplier`, `own-company`, `approved-already`; `bad-record` where the
 *   reason is missing or too long
 */
export function dismiss(
  ports: Pick<SupplierPorts, 'writer' | 'now'>,
  state: SupplierState,
  supplier: RecordId,
  reason: string,
): Promise<RecordId> {
  return writeAllowed(ports, state, dismissed, { supplier, reason });
}

/** Another registration of what seems to be the same company. */
interface Namesake {
  supplier: Supplier;
  /** what both have */
  same: ('name' | 'code')[];
}

/**
 * Other suppliers that name the same company, or have given the same credit code, in whatever they registered or
 * submitted, turned away or not: the longest there first. For administrators, who decide whose it is.
 */
export function namesakesOf(state: SupplierSlice, id: RecordId): Namesake[] {
  const own = state.suppliers.get(id);
  if (!own) return [];
  const mine = namesOf(own);
  return [...state.suppliers.values()].flatMap((supplier) => {
    if (supplier.id === id) return [];
    const theirs = namesOf(supplier);
    const same = (['name', 'code'] as const).filter((kind) =>
      [...mine[kind]].some((one) => theirs[kind].has(one)),
    );
    return same.length > 0 ? [{ supplier, same }] : [];
  });
}

/** All that a supplier has called themselves that still stands somewhere. */
function namesOf({ registered, latest, approved }: Supplier): Record<'name' | 'code', Set<string>> {
  const profiles = [latest, approved].flatMap((submission) => submission?.profile ?? []);
  return {
    name: new Set([registered.companyName, ...profiles.map((one) => one.companyName)].map(companyKey)),
    code: new Set(profiles.flatMap(({ creditCode }) => creditCode ?? [])),
  };
}

function caseOf(supplier: Supplier): ReviewCase {
  const submission = supplier.latest!;
  const lastReason = supplier.dismissed?.reason ?? supplier.reviews.at(-1)?.reason;
  return {
    supplier: supplier.id,
    companyName: submission.profile.companyName,
    submission,
    round: supplier.reviews.length + 1,
    ...(lastReason !== undefined && { lastReason }),
    changes: supplier.approved ? changesOf(supplier.approved.profile, submission.profile) : [],
  };
}

const FIELDS = [
  'accountType',
  'companyName',
  'creditCode',
  'registrationNumber',
  'legalRepresentative',
  'address',
  'categories',
] as const satisfies readonly (keyof Profile)[];

function changesOf(before: Profile, after: Profile): (keyof Profile)[] {
  return FIELDS.filter((field) => String(before[field]) !== String(after[field]));
}
