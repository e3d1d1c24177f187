import { ranking } from '../ranking';
import type { Tender } from '../state';
import type { Note } from './findings';

/** Compares the award with the ranking that the records lead to. An administrator may depart from it, but not unseen. */
export function checkResult(tender: Tender): Note[] {
  const ranked = new Map(ranking(tender).map((one) => [one.supplier, one]));
  const winners = tender.award?.winners ?? [];
  return winners.flatMap(({ supplier, amountFen }): Note[] => {
    const own = ranked.get(supplier);
    if (!own) return [{ code: 'winner-not-ranked', supplier }];
    const { rank, totalFen } = own;
    return [
      ...(rank > winners.length ? [{ code: 'winner-not-first' as const, supplier, rank }] : []),
      ...(amountFen !== totalFen ? [{ code: 'amount-differs' as const, supplier, amountFen, totalFen }] : []),
    ];
  });
}
