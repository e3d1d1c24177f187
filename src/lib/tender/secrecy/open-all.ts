import type { AuthorId, RecordId } from '../../ledger';
import { openEnvelope, type BidBody, type EnvelopeProblem } from './envelope';

/** An envelope as the platform's records have it. */
export interface ReceivedEnvelope {
  id: RecordId;
  author: AuthorId;
  /** when the platform took it, ms since the epoch */
  at: number;
  late?: boolean | undefined;
  /** what its file holds; undefined where that is not to be had */
  sealed: Uint8Array | undefined;
}

/** What became of an envelope. */
export type EnvelopeOutcome = { envelope: RecordId } & (
  | { status: 'late' }
  | { status: 'unreadable'; reason: 'no-file' | 'not-decrypted' }
  | { status: 'invalid'; reason: EnvelopeProblem | 'certificate'; detail?: string; body?: BidBody }
  | { status: 'opened' | 'superseded' | 'withdrawn'; body: BidBody }
);

export interface OpenOptions {
  signal?: AbortSignal;
  onProgress?(done: number, all: number): void;
}

/**
 * Opens all envelopes of a tender. Whoever has the same records and files, and the opening key, comes to the same: so
 * anybody can check that none was left out or altered.
 *
 * Of one supplier the last valid envelope before the deadline counts, in the platform's order; where that withdraws,
 * nothing of theirs does. A late one is not opened.
 *
 * @param envelopes in the platform's order
 * @param judge     why a company's certificate was not good at an instant, or is not that supplier's: undefined if it was
 * @returns one outcome for each, in that order
 * @throws the signal's reason
 */
export async function openAll(
  envelopes: readonly ReceivedEnvelope[],
  o: {
    tender: RecordId;
    key: CryptoKey;
    judge(body: BidBody, at: number): string | undefined | Promise<string | undefined>;
  } & OpenOptions,
): Promise<EnvelopeOutcome[]> {
  const outcomes: EnvelopeOutcome[] = [];
  for (const envelope of envelopes) {
    o.signal?.throwIfAborted();
    outcomes.push(await outcomeOf(envelope, o));
    o.onProgress?.(outcomes.length, envelopes.length);
  }
  return settled(outcomes);
}

async function outcomeOf(
  { id: envelope, author, at, late, sealed }: ReceivedEnvelope,
  { tender, key, judge }: Parameters<typeof openAll>[1],
): Promise<EnvelopeOutcome> {
  if (late) return { envelope, status: 'late' };
  if (!sealed) return { envelope, status: 'unreadable', reason: 'no-file' };
  const opened = await openEnvelope(sealed, key, { tender, author }).catch(() => undefined);
  if (!opened) return { envelope, status: 'unreadable', reason: 'not-decrypted' };
  if ('problem' in opened) return { envelope, status: 'invalid', reason: opened.problem };
  const { body } = opened;
  const detail = await judge(body, at);
  if (detail !== undefined) return { envelope, status: 'invalid', reason: 'certificate', detail, body };
  return { envelope, status: 'opened', body };
}

/** Of each supplier the last one decides what their others are. */
function settled(outcomes: readonly EnvelopeOutcome[]): EnvelopeOutcome[] {
  const last = new Map<RecordId, RecordId>();
  const isWithdrawn = new Map<RecordId, boolean>();
  for (const one of outcomes) {
    if (one.status !== 'opened') continue;
    last.set(one.body.supplier, one.envelope);
    isWithdrawn.set(one.body.supplier, one.body.action === 'withdraw');
  }
  return outcomes.map((one) => {
    if (one.status !== 'opened') return one;
    const { supplier } = one.body;
    if (isWithdrawn.get(supplier)) return { ...one, status: 'withdrawn' };
    return last.get(supplier) === one.envelope ? one : { ...one, status: 'superseded' };
  });
}
