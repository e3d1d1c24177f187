import type { AuthorId, Outcome, RecordId } from '../../ledger';
import type { OpeningDifference } from '../opening';
import type { SecrecyErrorCode } from '../secrecy';
import type { ArchivedFile } from './manifest';

export type Verdict = 'good' | 'attention' | 'bad';

/** Something that a check has found. */
export type Note =
  /** A part is not what the list of the archive says. */
  | { code: 'file-missing' | 'file-altered'; path: string }
  /** Something lies in the archive that nothing says a word of. */
  | { code: 'file-unexpected'; path: string }
  /** A file that the records name is not in it. */
  | { code: 'file-left-out'; kind: ArchivedFile['kind']; name: string }
  /** A record has no effect for its form, signature or place in its author's chain. */
  | {
      code: 'record-refused';
      position: number;
      reason: NonNullable<Outcome['reason']>;
      kind?: string;
      author?: AuthorId;
    }
  | { code: 'record-count'; listed: number; found: number }
  /** The platform took a record earlier than the one before it. */
  | { code: 'time-backwards'; position: number }
  /** The platform's name is not the hash of the root certificate that its records show. */
  | { code: 'no-platform' }
  | { code: 'no-tender' }
  /** No record that counts ends the tender. */
  | { code: 'no-result' }
  | { code: 'no-opening-key'; reason: SecrecyErrorCode | 'unknown' }
  | ({ code: 'opening-differs' } & OpeningDifference)
  /** Somebody has won who is not among the first. */
  | { code: 'winner-not-first'; supplier: RecordId; rank: number }
  /** … or whose bid is above the ceiling price. */
  | { code: 'winner-not-ranked'; supplier: RecordId }
  | { code: 'amount-differs'; supplier: RecordId; amountFen: number; totalFen: number };

export type CheckName = 'files' | 'records' | 'platform' | 'tender' | 'opening-key' | 'opening' | 'ranking';

export interface Finding {
  check: CheckName;
  /** undefined: it could not be made, because of another one, or there is nothing to check */
  verdict: Verdict | undefined;
  notes: Note[];
}

/** What asks for a look, and proves nothing: the rest is wrong. */
const ATTENTION: ReadonlySet<Note['code']> = new Set<Note['code']>([
  ...(['file-unexpected', 'file-left-out', 'record-refused', 'time-backwards'] as const),
  ...(['winner-not-first', 'winner-not-ranked', 'amount-differs'] as const),
]);

/** The verdict of a check that was made. */
export function finding(check: CheckName, notes: Note[]): Finding {
  return {
    check,
    notes,
    verdict: worst(notes.map(({ code }) => (ATTENTION.has(code) ? 'attention' : 'bad'))),
  };
}

export function worst(verdicts: readonly (Verdict | undefined)[]): Verdict {
  if (verdicts.includes('bad')) return 'bad';
  return verdicts.includes('attention') ? 'attention' : 'good';
}
