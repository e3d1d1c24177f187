import type { RecordId } from '$lib/ledger';
import { fenOfText, ranking, yuanText, type publishAward, type Tender } from '$lib/tender';
import { m } from '$messages';

export interface AwardRow {
  supplier: RecordId;
  company: string;
  totalFen: number;
  /** undefined: above the ceiling price */
  rank: number | undefined;
  isWinner: boolean;
  /** yuan, as typed */
  amount: string;
  reason: string;
}

type AwardBody = Omit<Parameters<typeof publishAward>[1], 'tender'>;

/** One row of each opened bid, the best first: the first one wins, unless somebody says otherwise. */
export function awardRows(tender: Tender): AwardRow[] {
  const ranked = ranking(tender);
  const best = ranked.filter(({ rank }) => rank === 1);
  const opened = (tender.opened?.bids ?? []).filter(({ status }) => status === 'opened');
  const rows = opened.map((bid): AwardRow => {
    const own = ranked.find(({ envelope }) => envelope === bid.envelope);
    // Of equals nobody is proposed: a person decides.
    const isWinner = own?.rank === 1 && best.length === 1;
    return {
      ...{ supplier: bid.supplier!, company: bid.company ?? '', totalFen: bid.totalFen! },
      ...{ rank: own?.rank, isWinner, amount: yuanText(bid.totalFen!) },
      reason: isWinner ? '' : reasonFor(tender, own?.rank),
    };
  });
  return rows.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
}

function reasonFor({ evaluation }: Tender, rank: number | undefined): string {
  if (rank === undefined) return m.tenderresult_award_reason_ceiling();
  if (rank === 1) return '';
  return evaluation.method === 'scored'
    ? m.tenderresult_award_reason_score()
    : m.tenderresult_award_reason_price();
}

export type AwardProblem = 'amount' | 'reason';

export function problemOf({ isWinner, amount, reason }: AwardRow): AwardProblem | undefined {
  if (!isWinner) return reason.trim() === '' ? 'reason' : undefined;
  const fen = fenOfText(amount);
  return fen === undefined || fen <= 0 ? 'amount' : undefined;
}

/** @returns undefined where something is missing */
export function awardBody(rows: readonly AwardRow[]): AwardBody | undefined {
  if (rows.some((row) => problemOf(row) !== undefined)) return undefined;
  return {
    winners: rows
      .filter(({ isWinner }) => isWinner)
      .map(({ supplier, amount }) => ({ supplier, amountFen: fenOfText(amount)! })),
    others: rows
      .filter(({ isWinner }) => !isWinner)
      .map(({ supplier, reason }) => ({ supplier, reason: reason.trim() })),
  };
}

/** Who is to win though others are before them. */
export function outOfTurn(rows: readonly AwardRow[]): string[] {
  const winners = rows.filter(({ isWinner }) => isWinner);
  return winners
    .filter(({ rank }) => rank === undefined || rank > winners.length)
    .map(({ company }) => company);
}
