import { Fold, signatureHeld, type defineLedger, type Outcome } from '../../ledger';
import type { TenderState } from '../state';
import type { Note } from './findings';
import type { Manifest } from './manifest';
import { recordPages } from './records';

export type PlatformLedger = ReturnType<typeof defineLedger<TenderState>>;

export interface FoldedRecords {
  state: TenderState;
  notes: Note[];
  count: number;
  accepted: number;
  /** of the first and the last one, ms since the epoch by the platform's clock; undefined where there is none */
  firstAt?: number;
  lastAt?: number;
}

/** So many are named; a file full of rubbish needs no longer list. */
const MAX_NOTES = 200;

/** Records that are right in themselves, but were not allowed, are as usual as a late click: those are only counted. */
const isBroken = (outcome: Outcome): boolean =>
  !signatureHeld(outcome) || outcome.reason === 'chain-gap' || outcome.reason === 'duplicate-slot';

/**
 * Folds the records of an archive by the rules that every device of the platform has.
 *
 * @throws ArchiveError of `recordPages`; the signal's reason
 */
export async function foldRecords(
  file: Blob,
  { platform, records }: Manifest,
  o: { ledger: PlatformLedger; signal?: AbortSignal; onRecords?(done: number): void },
): Promise<FoldedRecords> {
  const fold = new Fold(o.ledger, platform);
  const notes: Note[] = [];
  const note = (one: Note): void => void (notes.length < MAX_NOTES && notes.push(one));
  let accepted = 0;
  let firstAt: number | undefined;
  let lastAt: number | undefined;
  for await (const page of recordPages(file, o.signal)) {
    for (const { position, receivedAt } of page) {
      if (lastAt !== undefined && receivedAt < lastAt) note({ code: 'time-backwards', position });
      firstAt ??= receivedAt;
      lastAt = receivedAt;
    }
    for (const outcome of await fold.apply(page, o)) {
      if (outcome.verdict === 'accepted') accepted++;
      else if (isBroken(outcome)) note(refused(outcome));
    }
    o.onRecords?.(fold.position);
  }
  const { position: count, state } = fold;
  if (count !== records.count) note({ code: 'record-count', listed: records.count, found: count });
  return {
    ...{ state, notes, count, accepted },
    ...(firstAt !== undefined && { firstAt }),
    ...(lastAt !== undefined && { lastAt }),
  };
}

function refused({ position, reason, kind, author }: Outcome): Note {
  return {
    ...{ code: 'record-refused', position, reason: reason! },
    ...(kind !== undefined && { kind }),
    ...(author !== undefined && { author }),
  };
}
