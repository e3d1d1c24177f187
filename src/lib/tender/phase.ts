import type { RecordId } from '../ledger';
import { isInvited } from './kinds/pieces';
import type { Clarification, Tender, TenderSlice, TenderState } from './state';

export const PHASES = [
  'questions',
  'bidding',
  'waiting-for-opening',
  'opening',
  'evaluating',
  'awarded',
  'cancelled',
] as const;
export type Phase = (typeof PHASES)[number];

/** @param now ms since the epoch, by the platform's clock */
export function phaseOf(tender: Tender, now: number): Phase {
  if (tender.cancelled) return 'cancelled';
  if (tender.award) return 'awarded';
  if (tender.opened) return 'evaluating';
  const { questionsUntil, bidsUntil, opensAt } = tender.schedule;
  if (now < questionsUntil) return 'questions';
  if (now < bidsUntil) return 'bidding';
  return now < opensAt ? 'waiting-for-opening' : 'opening';
}

/**
 * Tenders that a supplier may see: open ones, and those that they are invited to. The newest first.
 *
 * @param supplier undefined: for the platform's own people, all
 */
export function tendersFor(
  state: TenderSlice,
  supplier: RecordId | undefined,
  now: number,
  filter: { category?: string; phase?: Phase } = {},
): Tender[] {
  const { category, phase } = filter;
  const found: Tender[] = [];
  for (const tender of state.tenders.values()) {
    if (supplier !== undefined && !isInvited(tender, supplier)) continue;
    if (category !== undefined && !tender.categories.includes(category)) continue;
    if (phase === undefined || phaseOf(tender, now) === phase) found.push(tender);
  }
  // The map has them in the platform's order.
  return found.reverse();
}

/** @param read ids of the clarifications that were confirmed on this device */
export function unreadClarifications(tender: Tender, read: ReadonlySet<RecordId>): Clarification[] {
  return tender.clarifications.filter(({ id }) => !read.has(id));
}

export type BidObstacle =
  | 'cancelled'
  | 'too-late'
  | 'not-approved'
  | 'other-categories'
  | 'not-invited'
  | 'declined'
  | 'not-accepted'
  | 'unread-clarifications';

/** @returns everything that keeps a supplier from bidding now; empty: they may */
export function mayBid(
  state: TenderState,
  supplier: RecordId,
  tender: Tender,
  now: number,
  read: ReadonlySet<RecordId>,
): BidObstacle[] {
  const obstacles: BidObstacle[] = [];
  if (tender.cancelled) obstacles.push('cancelled');
  if (now >= tender.schedule.bidsUntil) obstacles.push('too-late');
  const profile = state.suppliers.get(supplier)?.approved?.profile;
  if (!profile) obstacles.push('not-approved');
  else if (!tender.categories.some((id) => profile.categories.includes(id)))
    obstacles.push('other-categories');
  if (tender.access === 'invited') {
    const invitation = tender.invitations.get(supplier);
    if (!invitation) obstacles.push('not-invited');
    else if (invitation.answer === 'declined') obstacles.push('declined');
    else if (!invitation.answer) obstacles.push('not-accepted');
  }
  if (unreadClarifications(tender, read).length > 0) obstacles.push('unread-clarifications');
  return obstacles;
}
