import type { BidRefusal, OpenedBid, OpeningDifference } from '$lib/tender';
import { m } from '$messages';
import { envelopeProblem } from '../../errors/tender';
import { tenderSecond } from '../words';
import type { Slot } from './hall';

/** Days, and the time of the last one: `3`, `04:05:06`. @param ms not negative */
export function countdown(ms: number): { days: number; time: string } {
  const seconds = Math.ceil(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const time = [hours % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return { days: Math.floor(hours / 24), time };
}

const STATUSES: Readonly<Record<OpenedBid['status'], () => string>> = {
  opened: m.tenderhall_status_opened,
  superseded: m.tenderhall_status_superseded,
  withdrawn: m.tenderhall_status_withdrawn,
  late: m.tenderhall_status_late,
  unreadable: m.tenderhall_status_unreadable,
  invalid: m.tenderhall_status_invalid,
};

export function statusWord(status: OpenedBid['status']): string {
  return STATUSES[status]();
}

const REFUSALS: Readonly<Record<BidRefusal, () => string>> = {
  'unknown-supplier': m.tenderhall_refusal_unknown_supplier,
  'other-supplier': m.tenderhall_refusal_other_supplier,
  'unknown-certificate': m.tenderhall_refusal_unknown_certificate,
  untrusted: m.tenderhall_refusal_untrusted,
  'not-yet-valid': m.tenderhall_refusal_not_yet_valid,
  expired: m.tenderhall_refusal_expired,
  revoked: m.tenderhall_refusal_revoked,
  'not-approved': m.tenderhall_refusal_not_approved,
  'not-invited': m.tenderhall_refusal_not_invited,
  'not-accepted': m.tenderhall_refusal_not_accepted,
  'no-price': m.tenderhall_refusal_no_price,
};

function reasonWord(reason: string): string {
  return Object.hasOwn(REFUSALS, reason) ? REFUSALS[reason as BidRefusal]() : envelopeProblem(reason);
}

/** Why a bid does not count; undefined of one that does. */
export function whyNot({ envelope, bid }: Slot, deadline: number): string | undefined {
  if (!bid) return undefined;
  switch (bid.status) {
    case 'opened':
      return undefined;
    case 'late':
      return m.tenderhall_why_late({ at: tenderSecond(envelope.at), deadline: tenderSecond(deadline) });
    case 'superseded':
      return m.tenderhall_why_superseded();
    case 'withdrawn':
      return m.tenderhall_why_withdrawn();
    default:
      return reasonWord(bid.reason ?? bid.status);
  }
}

const DIFFERENCES: Readonly<Record<OpeningDifference['problem'], () => string>> = {
  'left-out': m.tenderhall_difference_left_out,
  unknown: m.tenderhall_difference_unknown,
  status: m.tenderhall_difference_status,
  company: m.tenderhall_difference_company,
  price: m.tenderhall_difference_price,
  delivery: m.tenderhall_difference_delivery,
};

export function differenceWord(problem: OpeningDifference['problem']): string {
  return DIFFERENCES[problem]();
}
