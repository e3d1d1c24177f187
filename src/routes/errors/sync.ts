import type { LedgerErrorCode } from '$lib/ledger';
import type { PlatformErrorCode, SyncErrorCode } from '$lib/sync';
import { m } from '$messages';
import type { Texts } from './texts';

const malformed = (): string => m.outbox_error_malformed();
const ofTheApp = (): string => m.outbox_error_fault();

/** Records that cannot be written or read. */
export const LEDGER: Texts<LedgerErrorCode> = {
  'malformed-size': () => m.outbox_error_record_too_large(),
  'malformed-jws': malformed,
  'malformed-json': malformed,
  'malformed-header': malformed,
  'malformed-key': malformed,
  'malformed-payload': malformed,
  'duplicate-kind': ofTheApp,
  'unsupported-key': () => m.error_key_unsupported_algorithm(),
  'position-gap': () => m.outbox_error_history_changed(),
  'order-changed': () => m.outbox_error_history_changed(),
  'storage-damaged': () => m.error_store_damaged(),
  'bad-state': ofTheApp,
  busy: ofTheApp,
};

/** What this device could not keep or carry. */
export const SYNC: Texts<SyncErrorCode> = {
  'storage-full': () => m.error_storage_full(),
  'storage-unavailable': () => m.error_store_unavailable(),
  'no-such-entry': () => m.outbox_error_no_such_entry(),
  'bad-record': malformed,
  'slot-taken': () => m.outbox_error_slot_taken(),
  'history-changed': () => m.outbox_error_history_changed(),
  'bad-answer': () => m.outbox_error_bad_answer(),
};

/** Why servers of NATS gave no answer, or not the one that was asked for: `detail.reason`. */
const UNREACHABLE: Readonly<Record<string, () => string>> = {
  'no-server': m.nats_error_no_server,
  'not-admitted': m.nats_error_not_admitted,
  'no-leader': m.nats_error_no_leader,
  'line-lost': m.nats_error_line_lost,
  silent: m.nats_error_silent,
  'no-such-platform': m.nats_error_no_such_platform,
  'bad-answer': m.nats_error_bad_answer,
  'not-done': m.nats_error_not_done,
  closed: m.nats_error_closed,
};

const REFUSED: Readonly<Record<string, () => string>> = {
  'not-permitted': m.nats_error_not_permitted,
  'place-taken': m.nats_error_place_taken,
  'other-history': m.nats_error_other_history,
  'not-a-record': malformed,
};

function textFor(texts: Readonly<Record<string, () => string>>, reason: unknown): string | undefined {
  return typeof reason === 'string' && Object.hasOwn(texts, reason) ? texts[reason]?.() : undefined;
}

/** What the platform did not do. */
export const PLATFORM: Texts<PlatformErrorCode> = {
  unreachable: ({ reason }) => textFor(UNREACHABLE, reason) ?? m.outbox_error_unreachable(),
  refused: ({ reason }) => textFor(REFUSED, reason) ?? m.outbox_error_refused(),
  'too-large': () => m.outbox_error_too_large(),
  'not-found': () => m.outbox_error_file_not_found(),
  aborted: () => m.error_cancelled(),
  'storage-full': ({ reason }) =>
    reason === 'no-room' ? m.nats_error_no_room() : m.outbox_error_platform_full(),
  'damaged-blob': () => m.outbox_error_file_damaged(),
};
