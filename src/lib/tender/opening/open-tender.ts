import * as v from 'valibot';
import type { RecordId } from '../../ledger';
import { fields } from '../../platform';
import { blobIdOf, type BlobId } from '../../sync';
import { TenderError } from '../error';
import {
  combineShares,
  openAll,
  type BidBody,
  type EnvelopeOutcome,
  type ReceivedEnvelope,
} from '../secrecy';
import type { Envelope, OpenedBid, Tender, TenderState } from '../state';
import { bidJudge, isKnownSuppliers } from './judge';

/** An envelope has a megabyte at most, and what its encryption adds. */
const MAX_ENVELOPE_BYTES = 2 << 20;

/** What tells that a file is not there, or not what it was; anything else may go well another time. */
const LOST: ReadonlySet<unknown> = new Set(['not-found', 'damaged-blob', 'file-too-large', 'too-large']);

export interface OpenTenderOptions {
  state: TenderState;
  tender: RecordId;
  /** a file that a record names: see `Office.file` */
  file(id: BlobId, o: { maxBytes: number }): Promise<Blob>;
  signal?: AbortSignal;
  /** steps that are done, of all: an envelope is fetched, and it is opened */
  onProgress?(done: number, all: number): void;
}

/** What the envelopes of a tender say. */
export interface OpenedTender {
  outcomes: EnvelopeOutcome[];
  /** as `recordOpening` takes them: one of each envelope, in the platform's order */
  bids: OpenedBid[];
}

/**
 * Opens all envelopes of a tender with the shares that the committee has published. Anybody can, and comes to the same.
 *
 * @param o.asOf of a check: what was recorded about certificates later is left out, ms since the epoch
 * @throws TenderError `no-tender`; SecrecyError of `combineShares`; the signal's reason; what `file` throws where the
 *   platform cannot be reached
 */
export async function openTender(o: OpenTenderOptions & { asOf?: number }): Promise<OpenedTender> {
  const tender = o.state.tenders.get(o.tender);
  if (!tender) throw new TenderError('no-tender');
  const envelopes = [...tender.envelopes.values()];
  if (envelopes.length === 0) return { outcomes: [], bids: [] };
  const { opening, shares } = tender;
  const key = await combineShares([...shares.values()], opening.recipient);
  const steps = 2 * envelopes.length;
  const received: ReceivedEnvelope[] = [];
  for (const envelope of envelopes) {
    o.signal?.throwIfAborted();
    const { id, author, at, late } = envelope;
    received.push({ id, author, at, late, sealed: await contentOf(envelope, o.file) });
    o.onProgress?.(received.length, steps);
  }
  const outcomes = await openAll(received, {
    ...{ tender: o.tender, key, judge: bidJudge(o.state, tender, o.asOf) },
    ...(o.signal && { signal: o.signal }),
    onProgress: (done) => o.onProgress?.(envelopes.length + done, steps),
  });
  return { outcomes, bids: bidsOf(tender, outcomes) };
}

/**
 * The list of an opening.
 *
 * @param tender as it is now: an envelope that came while the others were opened is late
 */
export function bidsOf(tender: Tender, outcomes: readonly EnvelopeOutcome[]): OpenedBid[] {
  const known = new Map(outcomes.map((outcome) => [outcome.envelope, outcome]));
  return [...tender.envelopes.keys()].map((envelope) => {
    const outcome = known.get(envelope);
    return outcome ? bidOf(outcome) : { envelope, status: 'late' };
  });
}

function bidOf(outcome: EnvelopeOutcome): OpenedBid {
  const { envelope, status } = outcome;
  if (status === 'late') return { envelope, status };
  if (status === 'unreadable') return { envelope, status, reason: outcome.reason };
  if (status === 'invalid') {
    const { reason, detail, body } = outcome;
    const why = reason === 'certificate' ? (detail ?? reason) : reason;
    // Anybody can name a company: only whoever has shown that they are it is listed as such.
    return { envelope, status, reason: why, ...(body && isKnownSuppliers(why) && companyOf(body)) };
  }
  const { body } = outcome;
  if (status !== 'opened') return { envelope, status, ...companyOf(body) };
  const delivery = lineOf(body.delivery);
  return {
    ...{ envelope, status, ...companyOf(body), totalFen: body.totalFen },
    ...(delivery !== undefined && { delivery }),
  };
}

const companyOf = ({ supplier, company }: BidBody) => ({ supplier, company });

/** What a bidder wrote as records take it; undefined where nothing of the kind is left. */
function lineOf(text: string): string | undefined {
  const line = v.safeParse(fields.text(100), text.replace(/\s+/g, ' ').trim().normalize('NFC'));
  return line.success ? line.output : undefined;
}

/** @returns undefined where the platform has not got it, or something else in its place */
async function contentOf(
  { blob, bytes, late }: Envelope,
  file: OpenTenderOptions['file'],
): Promise<Uint8Array | undefined> {
  if (late || bytes > MAX_ENVELOPE_BYTES) return undefined;
  try {
    const found = await file(blob, { maxBytes: MAX_ENVELOPE_BYTES });
    if ((await blobIdOf(found)) !== blob) return undefined;
    return new Uint8Array(await found.arrayBuffer());
  } catch (error) {
    if (LOST.has((error as { code?: unknown }).code)) return undefined;
    throw error;
  }
}
