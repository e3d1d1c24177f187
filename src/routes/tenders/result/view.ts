import type { AuthorId, RecordId } from '$lib/ledger';
import { hasRole } from '$lib/platform';
import { companyNameOf } from '$lib/supplier';
import { ranking, type Tender, type TenderState } from '$lib/tender';
import { expertRows } from './evaluation';

export interface RankedCompany {
  envelope: RecordId;
  company: string;
  rank: number;
  tied: boolean;
  points: number | undefined;
  totalFen: number;
}

/** The name under which somebody has bid; else the one that the platform has now. */
export function companyOf(state: TenderState, tender: Tender, supplier: RecordId): string {
  const bid = tender.opened?.bids.find((one) => one.supplier === supplier && one.company !== undefined);
  const known = state.suppliers.get(supplier);
  return bid?.company ?? (known ? companyNameOf(known) : supplier.slice(0, 8));
}

/** What the page shows of a tender: copies, for the state is folded in place. */
export function resultView(state: TenderState, id: RecordId) {
  const tender = state.tenders.get(id);
  if (!tender) return undefined;
  const nameOf = (author: AuthorId): string => state.staff.get(author)?.name ?? author.slice(0, 8);
  const ranked = ranking(tender);
  const opened = (tender.opened?.bids ?? []).filter(({ status }) => status === 'opened');
  return {
    tender: { ...tender },
    experts: expertRows(tender, nameOf),
    allExperts: [...state.staff.values()]
      .filter(({ author }) => hasRole(state, author, 'expert'))
      .map(({ author, name }) => ({ author, name })),
    ranked: ranked.map(({ envelope, supplier, rank, tied, hundredths, totalFen }): RankedCompany => ({
      ...{ envelope, rank, tied, totalFen, company: companyOf(state, tender, supplier) },
      points: hundredths === undefined ? undefined : hundredths / 100,
    })),
    above: opened
      .filter((bid) => ranked.every(({ envelope }) => envelope !== bid.envelope))
      .map(({ company }) => company ?? ''),
    winners: (tender.award?.winners ?? []).map(({ supplier, amountFen }) => ({
      ...{ supplier, amountFen, company: companyOf(state, tender, supplier) },
    })),
    others: (tender.award?.others ?? []).map(({ supplier, reason }) => ({
      ...{ supplier, reason, company: companyOf(state, tender, supplier) },
    })),
  };
}

export type ResultView = NonNullable<ReturnType<typeof resultView>>;
