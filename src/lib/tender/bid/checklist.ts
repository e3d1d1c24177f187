import { bidProblems, type BidProblem } from '../bid-form';
import type { Tender } from '../state';
import type { KeptBid } from './kept';

/** What a bid lacks before it can be sent. */
export interface Missing {
  /** of the deviation table */
  table: BidProblem[];
  /** 交货说明 is empty */
  delivery: boolean;
  /** no sealed PDF is attached */
  files: boolean;
}

export function missingFrom(
  { form, delivery, files }: Pick<KeptBid, 'form' | 'delivery' | 'files'>,
  { items, ceilingFen }: Pick<Tender, 'items' | 'ceilingFen'>,
): Missing {
  return {
    table: bidProblems(form, items, ceilingFen),
    delivery: delivery.trim() === '',
    files: files.length === 0,
  };
}

export function isComplete({ table, delivery, files }: Missing): boolean {
  return table.length === 0 && !delivery && !files;
}
