import type { RecordId } from '../../ledger';
import { TenderError } from '../error';
import type { OpenedBid } from '../state';
import { openTender, type OpenTenderOptions } from './open-tender';

/** Something that an opening record says, and that its envelopes do not. */
export interface OpeningDifference {
  envelope: RecordId;
  problem:
    /** The record does not name an envelope that came. */
    | 'left-out'
    /** It names one that is none of this tender's, or one twice. */
    | 'unknown'
    /** It says something else of what became of it. */
    | 'status'
    | 'company'
    | 'price'
    | 'delivery';
  recorded?: OpenedBid;
  found?: OpenedBid;
}

/**
 * Opens all envelopes once more and compares them with the opening record.
 *
 * @returns what differs, in the platform's order; nothing where the record is complete and right
 * @throws TenderError `no-tender`, `not-recorded`; as `openTender`
 */
export async function checkOpening(o: OpenTenderOptions): Promise<OpeningDifference[]> {
  const tender = o.state.tenders.get(o.tender);
  if (!tender) throw new TenderError('no-tender');
  if (!tender.opened) throw new TenderError('not-recorded');
  const { bids, at } = tender.opened;
  const { bids: found } = await openTender({ ...o, asOf: at });
  return compareOpenings(bids, found);
}

/** @param found what the envelopes say */
export function compareOpenings(
  recorded: readonly OpenedBid[],
  found: readonly OpenedBid[],
): OpeningDifference[] {
  const left = [...recorded];
  const differences = found.flatMap((one): OpeningDifference[] => {
    const { envelope } = one;
    const index = left.findIndex((other) => other.envelope === envelope);
    if (index === -1) return [{ envelope, problem: 'left-out', found: one }];
    const [listed] = left.splice(index, 1);
    const problem = problemOf(listed!, one);
    return problem ? [{ envelope, problem, recorded: listed!, found: one }] : [];
  });
  const unknown = left.map((one) => ({
    ...{ envelope: one.envelope, problem: 'unknown' as const, recorded: one },
  }));
  return [...differences, ...unknown];
}

function problemOf(a: OpenedBid, b: OpenedBid): OpeningDifference['problem'] | undefined {
  if (a.status !== b.status || a.reason !== b.reason) return 'status';
  if (a.supplier !== b.supplier || a.company !== b.company) return 'company';
  if (a.totalFen !== b.totalFen) return 'price';
  return a.delivery === b.delivery ? undefined : 'delivery';
}
