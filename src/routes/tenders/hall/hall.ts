import type { AuthorId, RecordId } from '$lib/ledger';
import type { PlatformState } from '$lib/office';
import { companyNameOf, suppliersOf } from '$lib/supplier';
import type { Envelope, OpenedBid, Tender } from '$lib/tender';

/** A member of the committee that opens a tender. */
interface Member {
  author: AuthorId;
  name: string;
  /** whether their share is there */
  isThere: boolean;
}

/** What the hall shows of a tender, copied: the state is folded in place. */
export interface HallTender {
  id: RecordId;
  number: string;
  title: string;
  bidsUntil: number;
  opensAt: number;
  cancelled?: string;
  envelopes: Envelope[];
  threshold: number;
  committee: Member[];
  opened?: NonNullable<Tender['opened']>;
  /** names of those who object, as they are known */
  objections: { id: RecordId; by: string; text: string; at: number }[];
  isAwarded: boolean;
}

export function hallTender(state: PlatformState, id: RecordId): HallTender | undefined {
  const tender = state.tenders.get(id);
  if (!tender) return undefined;
  const { number, title, schedule, opening, shares, cancelled, opened } = tender;
  return {
    ...{ id, number, title, bidsUntil: schedule.bidsUntil, opensAt: schedule.opensAt },
    ...(cancelled && { cancelled: cancelled.reason }),
    envelopes: [...tender.envelopes.values()],
    threshold: opening.threshold,
    committee: opening.committee.map(({ author }) => ({
      ...{ author, name: state.staff.get(author)?.name ?? author.slice(0, 8) },
      isThere: shares.has(author),
    })),
    ...(opened && { opened: { ...opened } }),
    objections: tender.objections.map((one) => ({ ...one, by: nameOf(state, one.by, one.at) })),
    isAwarded: tender.award !== undefined,
  };
}

function nameOf(state: PlatformState, author: AuthorId, at: number): string {
  const member = state.staff.get(author);
  if (member) return member.name;
  return suppliersOf(state, author, at).map(companyNameOf).join('、') || author.slice(0, 8);
}

/** An envelope as it lies in the hall, by the order in which they came. */
export interface Slot {
  /** 1, 2, 3 … */
  number: number;
  envelope: Envelope;
  /** what was in it, once it was opened */
  bid?: OpenedBid;
}

export function slotsOf({ envelopes, opened }: HallTender): Slot[] {
  const bids = new Map(opened?.bids.map((bid) => [bid.envelope, bid]));
  return envelopes.map((envelope, index) => {
    const bid = bids.get(envelope.id);
    return { number: index + 1, envelope, ...(bid && { bid }) };
  });
}
