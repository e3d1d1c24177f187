import * as v from 'valibot';
import type { AuthorChains } from './author-chains';
import { freezeData } from './freeze';
import type { KeptState } from './kept-state';
import type { Ledger, RecordContext, RecordKind } from './kinds';
import type { ParsedRecord } from './record';
import type { CheckedRecord } from './signature-run';
import type { Outcome, RejectReason } from './types';

/** Told of a rule that has thrown. */
export type Fault = (error: unknown, outcome: Outcome) => void;

/** What a record is judged by, and changes where it is accepted. */
export interface Bench<S> {
  readonly platform: string;
  readonly ledger: Ledger<S>;
  readonly chains: AuthorChains;
  readonly state: KeptState<S>;
}

type Refusal = [reason: RejectReason, detail?: string, fault?: { error: unknown }];

/**
 * The rules, in their order: form, platform, author, signature, chain; then the kind's own. A record that passes the
 * first five is its author's next one whatever becomes of it: else one that is refused would block all after it.
 */
export function judge<S>(
  bench: Bench<S>,
  { ordered, parsed, signed }: CheckedRecord,
  onFault: Fault,
): Outcome {
  const { position, receivedAt } = ordered;
  if (typeof parsed === 'string') {
    return { position, receivedAt, verdict: 'rejected', reason: 'malformed', detail: parsed };
  }
  const { id, author, kind, at } = parsed;
  const known = { position, receivedAt, id, author, kind, at };
  const refusal = entryRefusal(bench, parsed, signed) ?? kindRefusal(bench, parsed, ordered);
  if (!refusal) return { ...known, verdict: 'accepted' };
  const [reason, detail, fault] = refusal;
  const outcome: Outcome = { ...known, verdict: 'rejected', reason, ...(detail !== undefined && { detail }) };
  if (fault) onFault(fault.error, outcome);
  return outcome;
}

/** The rules of all kinds. Advances the author's chain where they are kept. */
function entryRefusal<S>(bench: Bench<S>, parsed: ParsedRecord, signed: boolean): Refusal | undefined {
  const { platform, chains } = bench;
  if (parsed.platform !== platform) return ['wrong-platform', parsed.platform];
  if (!parsed.introduces && !chains.jwk(parsed.author)) return ['unknown-author'];
  if (!signed) return ['bad-signature'];
  const refusal = chains.refusal(parsed);
  if (refusal) return [refusal];
  chains.advance(parsed);
  return undefined;
}

/** The rules of the record's kind. Changes the state where they are kept. */
function kindRefusal<S>(
  { ledger, state }: Bench<S>,
  parsed: ParsedRecord,
  { position, receivedAt }: CheckedRecord['ordered'],
): Refusal | undefined {
  const kind = ledger.kinds.get(parsed.kind);
  if (!kind) return ['unknown-kind', parsed.kind];
  const read = readBody(kind, parsed.body);
  if ('refusal' in read) return read.refusal;
  const { id, author, platform, seq, at } = parsed;
  const context = { id, author, platform, seq, at, receivedAt, position, body: freezeData(read.body) };
  const record: RecordContext<unknown> = Object.freeze(context);
  let refused: string | undefined;
  try {
    refused = kind.authority(state.current, record);
  } catch (error) {
    return ['reducer-failed', 'authority', { error }];
  }
  if (refused !== undefined) return ['not-permitted', refused];
  const fault = state.reduce(kind, record);
  return fault && ['reducer-failed', 'reduce', fault];
}

function readBody<S>(kind: RecordKind<S, unknown>, body: unknown): { body: unknown } | { refusal: Refusal } {
  try {
    const result = v.safeParse(kind.schema, body, { abortEarly: true });
    if (result.success) return { body: result.output };
    return { refusal: ['bad-body', v.getDotPath(result.issues[0]) ?? undefined] };
  } catch (error) {
    return { refusal: ['reducer-failed', 'schema', { error }] };
  }
}
