import type { AuthorId, RecordId } from '../ledger';
import type { CertificateState } from './kinds/pieces';
import { enterprisesOf, isMember, newestRequest } from './membership';
import { certificatesOf, isOpen, ordersOf, standingOf } from './standing';
import type { CertificateSlice, PlatformCertificate } from './state';

const DAY_MS = 86_400_000;

/** From so many days before its end on a certificate wants to be renewed (manual 4). */
export const RENEWAL_DAYS = 60;

/** What a person on a phone is to do (待办), and what it is about. Instants are ms since the epoch. */
export type Todo =
  /** Personal real-name: never asked for, or rejected. */
  | { kind: 'verify-person'; reason?: string; since?: number }
  /** A verified person acts for no company yet, and waits for none. */
  | { kind: 'join-enterprise' }
  | { kind: 'enterprise-rejected'; enterprise: RecordId; reason: string; since: number }
  /** Of whoever acts for a company first. */
  | { kind: 'review-member'; request: RecordId; enterprise: RecordId; since: number }
  /** The amount is to be transferred and the voucher uploaded. */
  | { kind: 'pay'; order: RecordId; since: number }
  | { kind: 'replace-voucher'; order: RecordId; reason: string; since: number }
  | { kind: 'install'; order: RecordId; serial: string; since: number }
  | { kind: 'bind'; serial: string; since: number }
  /** In `daysLeft` days it ends; 0: today. */
  | { kind: 'renew'; serial: string; daysLeft: number; since: number }
  /** It has ended, and nothing is ordered in its place. */
  | { kind: 'expired'; serial: string; since: number }
  | { kind: 'revoked'; serial: string; reason: string; since: number };

/**
 * What a person is to do, what is most urgent first. A function of the state and the time: nothing is to be kept.
 *
 * @param now ms since the epoch
 */
export function todosOf(state: CertificateState, person: AuthorId, now: number): Todo[] {
  const request = newestRequest(state, person);
  if (!request) return [{ kind: 'verify-person' }];
  const { review } = request;
  if (review.state === 'rejected') {
    return [{ kind: 'verify-person', reason: review.reason, since: review.at }];
  }
  if (review.state === 'pending') return [];
  return [
    ...orderTodos(state, person, now),
    ...certificateTodos(state, person, now),
    ...memberTodos(state, person),
    ...enterpriseTodos(state, person),
  ];
}

function orderTodos(state: CertificateSlice, person: AuthorId, now: number): Todo[] {
  return ordersOf(state, person).flatMap((order): Todo[] => {
    const { id, state: now_, history } = order;
    const since = history.at(-1)?.at ?? order.at;
    if (now_.name === 'placed') return [{ kind: 'pay', order: id, since }];
    if (now_.name === 'rejected') return [{ kind: 'replace-voucher', order: id, reason: now_.reason, since }];
    if (now_.name !== 'issued') return [];
    const certificate = state.certificates.get(now_.serial);
    const isReady = certificate && standingOf(certificate, now) === 'issued';
    return isReady ? [{ kind: 'install', order: id, serial: now_.serial, since }] : [];
  });
}

function certificateTodos(state: CertificateSlice, person: AuthorId, now: number): Todo[] {
  const successors = successorsOf(state, person, now);
  return certificatesOf(state, person).flatMap((certificate): Todo[] => {
    const { serial, notAfter, revoked, installedAt } = certificate;
    const standing = standingOf(certificate, now);
    const todos: Todo[] = [];
    // Who acts for the company no more can neither bind nor renew.
    if (!revoked && !isMember(state, certificate.enterprise, person)) return todos;
    if (standing === 'installed') todos.push({ kind: 'bind', serial, since: installedAt ?? 0 });
    if (successors.has(certificate.enterprise) && !isUsable(standing)) return todos;
    if (revoked) return [{ kind: 'revoked', serial, reason: revoked.note, since: revoked.recordedAt }];
    if (standing === 'expired')
      return isReplaced(certificate) ? [] : [{ kind: 'expired', serial, since: notAfter }];
    if (isRenewalDue(certificate, now) && !hasRenewal(state, person, serial)) {
      const since = notAfter - RENEWAL_DAYS * DAY_MS;
      todos.push({ kind: 'renew', serial, daysLeft: daysLeft(certificate, now), since });
    }
    return todos;
  });
}

/** Companies for which a person has, or has ordered, a certificate that will do. */
function successorsOf(state: CertificateSlice, person: AuthorId, now: number): Set<RecordId> {
  const usable = certificatesOf(state, person).filter((one) => isUsable(standingOf(one, now)));
  const open = ordersOf(state, person).filter(isOpen);
  return new Set([...usable, ...open].map(({ enterprise }) => enterprise));
}

function isUsable(standing: ReturnType<typeof standingOf>): boolean {
  return standing === 'issued' || standing === 'installed' || standing === 'bound';
}

function isReplaced({ replacedBy }: PlatformCertificate): boolean {
  return replacedBy !== undefined;
}

/** Whether a certificate ends within `RENEWAL_DAYS` days, and has not yet. */
export function isRenewalDue(certificate: PlatformCertificate, now: number): boolean {
  const standing = standingOf(certificate, now);
  const isInUse = standing === 'installed' || standing === 'bound';
  return isInUse && certificate.notAfter - now <= RENEWAL_DAYS * DAY_MS;
}

/** Whole days until a certificate ends; 0 on its last one and after it. */
export function daysLeft({ notAfter }: Pick<PlatformCertificate, 'notAfter'>, now: number): number {
  return Math.max(0, Math.floor((notAfter - now) / DAY_MS));
}

/** A renewal that is under way, or is there and waits for being installed or bound. */
function hasRenewal(state: CertificateSlice, person: AuthorId, serial: string): boolean {
  const isOrdered = ordersOf(state, person).some((order) => order.replaces === serial && isOpen(order));
  return (
    isOrdered ||
    certificatesOf(state, person).some(({ replaces, revoked }) => replaces === serial && !revoked)
  );
}

function memberTodos(state: CertificateSlice, person: AuthorId): Todo[] {
  const own = new Set(
    enterprisesOf(state, person)
      .filter(({ id }) => state.members.get(id)?.[0] === person)
      .map(({ id }) => id),
  );
  if (own.size === 0) return [];
  return [...state.memberRequests.values()]
    .filter(({ enterprise, review }) => own.has(enterprise) && review.state === 'pending')
    .map(({ id, enterprise, at }) => ({ kind: 'review-member', request: id, enterprise, since: at }));
}

function enterpriseTodos(state: CertificateSlice, person: AuthorId): Todo[] {
  const { enterprises = [], memberRequests = [] } = state.people.get(person) ?? {};
  const asked = enterprises.flatMap((id) => state.enterprises.get(id) ?? []);
  const last = asked.at(-1);
  if (last?.review.state === 'rejected' && !state.enterpriseOf.has(last.creditCode)) {
    const { reason, at } = last.review;
    return [{ kind: 'enterprise-rejected', enterprise: last.id, reason, since: at }];
  }
  const isWaiting =
    asked.some(({ review }) => review.state === 'pending') ||
    memberRequests.some((id) => state.memberRequests.get(id)?.review.state === 'pending');
  return isWaiting || enterprisesOf(state, person).length > 0 ? [] : [{ kind: 'join-enterprise' }];
}
