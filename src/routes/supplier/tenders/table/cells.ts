import type { BidProblem, BidRow } from '$lib/tender';
import { m } from '$messages';

/** A cell of the deviation table that a supplier fills in. */
export type CellName = 'response' | 'deviation' | 'deliveryDays' | 'unitPriceFen' | 'note';

const CELL_OF: Readonly<Partial<Record<BidProblem['code'], CellName>>> = {
  'no-response': 'response',
  'no-deviation': 'deviation',
  'no-delivery': 'deliveryDays',
  'no-price': 'unitPriceFen',
};

const WORDS: Readonly<Record<Exclude<CellName, 'note'>, () => string>> = {
  response: m.tendertable_missing_response,
  deviation: m.tendertable_missing_deviation,
  deliveryDays: m.tendertable_missing_delivery,
  unitPriceFen: m.tendertable_missing_price,
};

/** What a person reads at the cells of a row. */
export type CellProblems = Partial<Record<CellName, string>>;

/**
 * @param problems as `bidProblems` gives them, of any row
 * @param isShown whether a cell was left already
 */
export function cellProblems(
  problems: readonly BidProblem[],
  item: string,
  isShown: (cell: CellName) => boolean,
): CellProblems {
  const texts: CellProblems = {};
  for (const problem of problems) {
    const cell = problem.item === item ? CELL_OF[problem.code] : undefined;
    if (cell && cell !== 'note' && isShown(cell)) texts[cell] = WORDS[cell]();
  }
  return texts;
}

export const DEVIATION_WORDS: Readonly<Record<NonNullable<BidRow['deviation']>, () => string>> = {
  none: m.tendertable_deviation_none,
  positive: m.tendertable_deviation_positive,
  negative: m.tendertable_deviation_negative,
};
