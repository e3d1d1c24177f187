import type { RecordId } from '$lib/ledger';
import {
  phaseOf,
  tendersFor,
  unreadClarifications,
  type Phase,
  type Tender,
  type TenderSlice,
} from '$lib/tender';

/** Deadlines that are closer than this are marked, ms. */
const SOON_MS = 3 * 24 * 3_600_000;

export interface TenderFilter {
  category?: string | undefined;
  phase?: Phase | undefined;
  /** parted by blanks; all of them are to be found in the title, the number or the names of items */
  words: string;
}

/** What is to be seen of a tender in a list. */
export interface TenderRow {
  id: RecordId;
  title: string;
  number: string;
  categories: readonly string[];
  access: Tender['access'];
  phase: Phase;
  bidsUntil: number;
  /** the time for bids ends within three days */
  isSoon: boolean;
  isExtended: boolean;
  /** an invitation waits for its answer */
  isAsked: boolean;
  unread: number;
}

/** Tenders that fit, the newest first. Thousands are gone through as they are: only those shown are made rows of. */
export function findTenders(
  state: TenderSlice,
  supplier: RecordId | undefined,
  now: number,
  { category, phase, words }: TenderFilter,
): Tender[] {
  const sought = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = tendersFor(state, supplier, now, {
    ...(category !== undefined && { category }),
    ...(phase !== undefined && { phase }),
  });
  if (sought.length === 0) return found;
  return found.filter(({ title, number, items }) => {
    const text = [title, number, ...items.map(({ name }) => name)].join('\n').toLowerCase();
    return sought.every((word) => text.includes(word));
  });
}

/** @param read of the clarifications, as far as the device has told */
export function rowOf(
  tender: Tender,
  supplier: RecordId | undefined,
  now: number,
  read: ReadonlySet<RecordId> | undefined,
): TenderRow {
  const { id, title, number, categories, access, schedule, extensions } = tender;
  const phase = phaseOf(tender, now);
  const isOpen = phase === 'questions' || phase === 'bidding';
  const invitation = supplier && tender.invitations.get(supplier);
  return {
    ...{ id, title, number, categories: [...categories], access, phase, bidsUntil: schedule.bidsUntil },
    isSoon: isOpen && schedule.bidsUntil - now < SOON_MS,
    isExtended: isOpen && extensions.length > 0,
    isAsked: isOpen && invitation !== undefined && invitation.answer === undefined,
    unread: isOpen && read ? unreadClarifications(tender, read).length : 0,
  };
}
