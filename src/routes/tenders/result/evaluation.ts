import type { AuthorId, RecordId } from '$lib/ledger';
import type { Tender } from '$lib/tender';

/** What an expert has said so far, for the administrator. */
export interface ExpertRow {
  author: AuthorId;
  name: string;
  state: 'declare' | 'conflict' | 'declared' | 'scored';
  comment: string;
}

export function expertRows(tender: Tender, nameOf: (author: AuthorId) => string): ExpertRow[] {
  return tender.experts.map((author) => {
    const declaration = tender.declarations.get(author);
    const given = tender.scores.get(author);
    const state = declaration?.conflict
      ? 'conflict'
      : given
        ? 'scored'
        : declaration
          ? 'declared'
          : 'declare';
    return { author, name: nameOf(author), state, comment: given?.comment ?? '' };
  });
}

/** Why the evaluation cannot be closed yet: as the rule of its record has it. */
export type CloseObstacle = 'no-experts' | 'all-conflict' | 'waiting';

export function closeObstacle(tender: Tender): CloseObstacle | undefined {
  const hasBids = tender.opened?.bids.some(({ status }) => status === 'opened') ?? false;
  if (tender.evaluation.method === 'lowest-price' || !hasBids) return undefined;
  if (tender.experts.length === 0) return 'no-experts';
  const free = tender.experts.filter((id) => tender.declarations.get(id)?.conflict !== true);
  if (free.length === 0) return 'all-conflict';
  return free.every((id) => tender.scores.has(id)) ? undefined : 'waiting';
}

/** What the result is for a supplier; undefined where they have no part in it. */
export function ownResult(
  { award }: Tender,
  supplier: RecordId,
): { won: true; amountFen: number } | { won: false; reason: string } | undefined {
  const winner = award?.winners.find((one) => one.supplier === supplier);
  if (winner) return { won: true, amountFen: winner.amountFen };
  const other = award?.others.find((one) => one.supplier === supplier);
  return other && { won: false, reason: other.reason };
}
