import {
  daysLeft,
  isOpen,
  isRenewalDue,
  standingOf,
  type CertificateState,
  type Enterprise,
  type Order,
  type PlatformCertificate,
} from '$lib/certificate';
import type { Supplier } from '$lib/supplier';

/** How far a company has come with its certificate; what its clerk does is done on the phone. */
export type CertificateStage =
  /** the profile is not approved yet: nothing can be bound to the account */
  | { name: 'not-approved' }
  /** companies from abroad have no credit code, so no company certificate */
  | { name: 'no-credit-code' }
  | { name: 'not-started' }
  | { name: 'enterprise-review'; since: number }
  | { name: 'enterprise-rejected'; since: number; reason: string }
  /** the company is verified; a certificate can be ordered */
  | { name: 'enterprise-verified'; since: number }
  | { name: 'placed' | 'paid' | 'approved'; order: Order }
  | { name: 'voucher-rejected'; order: Order; reason: string }
  | { name: 'issued'; certificate: PlatformCertificate }
  /** to be bound now */
  | { name: 'installed'; certificate: PlatformCertificate }
  | { name: 'bound'; certificate: PlatformCertificate }
  | { name: 'expired' | 'revoked'; certificate: PlatformCertificate };

export interface CertificateProgress {
  stage: CertificateStage;
  /** certificates that are bound and good, the newest first; what is under way may renew one of them */
  bound: PlatformCertificate[];
  /** those that ended, were replaced or revoked, the newest first */
  past: PlatformCertificate[];
}

/**
 * Where the certificate of a supplier's company stands on the platform. What waits for somebody comes first: a renewal
 * that is under way before the certificate that it renews. What it gives are copies.
 *
 * @param now ms since the epoch
 */
export function progressOf(state: CertificateState, supplier: Supplier, now: number): CertificateProgress {
  const profile = supplier.approved?.profile;
  if (!profile) return nothing('not-approved');
  if (profile.creditCode === undefined) return nothing('no-credit-code');
  const enterprise = state.enterpriseOf.get(profile.creditCode);
  if (!enterprise) {
    return { stage: askedStage(state, profile.creditCode) ?? { name: 'not-started' }, bound: [], past: [] };
  }
  const certificates = newestFirst(
    copiesOf([...state.certificates.values()].filter((one) => one.enterprise === enterprise)),
    ({ issuedAt }) => issuedAt,
  );
  const at = (...standings: ReturnType<typeof standingOf>[]): PlatformCertificate[] =>
    certificates.filter((one) => standings.includes(standingOf(one, now)));
  const bound = at('bound').filter((one) => one.bound?.supplier === supplier.id);
  const past = at('replaced', 'expired', 'revoked');
  const waiting = at('installed')[0] ?? at('issued')[0];
  const order = newestFirst(
    copiesOf([...state.orders.values()].filter((one) => one.enterprise === enterprise && isOpen(one))),
    ({ at: placedAt }) => placedAt,
  )[0];
  const stage =
    (waiting && certificateStage(waiting, now)) ??
    (order && orderStage(order)) ??
    (bound[0] && certificateStage(bound[0], now)) ??
    (past[0] && certificateStage(past[0], now)) ??
    verifiedStage(state.enterprises.get(enterprise));
  return { stage, bound, past };
}

/** The name on a certificate in use, where the company's approved profile has another one by now. */
export function formerName(
  state: CertificateState,
  supplier: Supplier,
  bound: readonly PlatformCertificate[],
): string | undefined {
  const present = supplier.approved?.profile.companyName;
  const [newest] = bound;
  const name = newest && state.enterprises.get(newest.enterprise)?.companyName;
  return present === undefined || name === present ? undefined : name;
}

/** Days until a certificate ends, where it is time to renew it and nothing is ordered in its place; else undefined. */
export function renewalDays(
  state: CertificateState,
  certificate: PlatformCertificate,
  now: number,
): number | undefined {
  if (!isRenewalDue(certificate, now)) return undefined;
  const { serial } = certificate;
  const isOrdered = [...state.orders.values()].some((order) => order.replaces === serial && isOpen(order));
  const isIssued = [...state.certificates.values()].some((one) => one.replaces === serial && !one.revoked);
  return isOrdered || isIssued ? undefined : daysLeft(certificate, now);
}

function nothing(name: 'not-approved' | 'no-credit-code'): CertificateProgress {
  return { stage: { name }, bound: [], past: [] };
}

function askedStage(state: CertificateState, creditCode: string): CertificateStage | undefined {
  const asked = newestFirst(
    [...state.enterprises.values()].filter((one) => one.creditCode === creditCode),
    ({ at }) => at,
  );
  const pending = asked.find(({ review }) => review.state === 'pending');
  if (pending) return { name: 'enterprise-review', since: pending.at };
  const review = asked[0]?.review;
  return review?.state === 'rejected'
    ? { name: 'enterprise-rejected', since: review.at, reason: review.reason }
    : undefined;
}

function verifiedStage(enterprise: Enterprise | undefined): CertificateStage {
  const review = enterprise?.review;
  return { name: 'enterprise-verified', since: review?.state === 'approved' ? review.at : 0 };
}

function orderStage(order: Order): CertificateStage | undefined {
  const { state } = order;
  if (state.name === 'rejected') return { name: 'voucher-rejected', order, reason: state.reason };
  if (state.name === 'placed' || state.name === 'paid' || state.name === 'approved') {
    return { name: state.name, order };
  }
  return undefined;
}

function certificateStage(certificate: PlatformCertificate, now: number): CertificateStage | undefined {
  const standing = standingOf(certificate, now);
  return standing === 'replaced' ? undefined : { name: standing, certificate };
}

/** The state is changed in place: what is shown must be another object whenever something of it is other. */
function copiesOf<T extends object>(list: readonly T[]): T[] {
  return list.map((one) => ({ ...one }));
}

function newestFirst<T>(list: T[], atOf: (one: T) => number): T[] {
  return list.sort((a, b) => atOf(b) - atOf(a));
}
