import type { RecordId } from '../ledger';
import type { OpenedBid, Tender } from './state';

export interface Ranked {
  envelope: RecordId;
  supplier: RecordId;
  totalFen: number;
  /** sum of all experts' points, in hundredths; of scored tenders */
  hundredths?: number;
  /** 1 for the best; equals share a rank, and the next one counts them */
  rank: number;
  tied: boolean;
}

/** Opened bids, the best first; what is above the ceiling price is left out. Empty before the opening is recorded. */
export function ranking(tender: Tender): Ranked[] {
  const bids = (tender.opened?.bids ?? []).filter(
    ({ status, totalFen }) => status === 'opened' && totalFen! <= (tender.ceilingFen ?? Infinity),
  );
  const isScored = tender.evaluation.method === 'scored';
  const sums = isScored ? sumsOf(tender) : undefined;
  const value = (bid: OpenedBid) => (sums ? -(sums.get(bid.envelope) ?? 0) : bid.totalFen!);
  const sorted = [...bids].sort((a, b) => value(a) - value(b) || (a.envelope < b.envelope ? -1 : 1));
  return sorted.map((bid) => ({
    ...{ envelope: bid.envelope, supplier: bid.supplier!, totalFen: bid.totalFen! },
    ...(sums && { hundredths: sums.get(bid.envelope) ?? 0 }),
    rank: 1 + sorted.findIndex((other) => value(other) === value(bid)),
    tied: sorted.some((other) => other !== bid && value(other) === value(bid)),
  }));
}

function sumsOf({ scores, experts, declarations }: Tender): Map<RecordId, number> {
  const sums = new Map<RecordId, number>();
  for (const [expert, { scores: given }] of scores) {
    if (!experts.includes(expert) || declarations.get(expert)?.conflict) continue;
    for (const { envelope, hundredths } of given) sums.set(envelope, (sums.get(envelope) ?? 0) + hundredths);
  }
  return sums;
}
