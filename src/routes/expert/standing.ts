import type { AuthorId } from '$lib/ledger';
import type { Tender } from '$lib/tender';
import type { Status } from '$lib/ui';
import { m } from '$messages';

/** What an expert has to do for a tender, or has done. */
export type ExpertStanding =
  | 'not-opened'
  | 'cancelled'
  | 'declare'
  | 'conflict'
  | 'score'
  | 'scored'
  /** the lowest price wins: there is nothing to score */
  | 'read'
  | 'closed';

export function expertStanding(tender: Tender, expert: AuthorId): ExpertStanding {
  if (tender.cancelled) return 'cancelled';
  if (!tender.opened) return 'not-opened';
  const declaration = tender.declarations.get(expert);
  if (declaration?.conflict) return 'conflict';
  if (tender.closedAt !== undefined || tender.award) return 'closed';
  if (!declaration) return 'declare';
  if (tender.evaluation.method === 'lowest-price') return 'read';
  return tender.scores.has(expert) ? 'scored' : 'score';
}

const LOOKS: Readonly<Record<ExpertStanding, { word(): string; status: Status }>> = {
  'not-opened': { word: m.tenderresult_standing_not_opened, status: 'offline' },
  cancelled: { word: m.tenderresult_standing_cancelled, status: 'invalid' },
  declare: { word: m.tenderresult_standing_declare, status: 'pending' },
  conflict: { word: m.tenderresult_standing_conflict, status: 'offline' },
  score: { word: m.tenderresult_standing_score, status: 'pending' },
  scored: { word: m.tenderresult_standing_scored, status: 'valid' },
  read: { word: m.tenderresult_standing_read, status: 'valid' },
  closed: { word: m.tenderresult_standing_closed, status: 'valid' },
};

export function standingLooks(standing: ExpertStanding): { word: string; status: Status } {
  const { word, status } = LOOKS[standing];
  return { word: word(), status };
}

/** Tenders that an expert was assigned to, what is to be done first, then the newest. */
export function assignedTenders(tenders: Iterable<Tender>, expert: AuthorId): Tender[] {
  const own = [...tenders].filter(({ experts }) => experts.includes(expert)).reverse();
  const isDue = (tender: Tender) => ['declare', 'score'].includes(expertStanding(tender, expert));
  return [...own.filter(isDue), ...own.filter((tender) => !isDue(tender))];
}
