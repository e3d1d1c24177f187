import type { OutboxEntry } from '$lib/sync';
import { describeReason, describeRefusal } from '../errors/reasons';

/** Why a record has no effect; undefined while nothing speaks against it. */
export function refusalText(entry: OutboxEntry): string | undefined {
  if (entry.state === 'refused') return describeRefusal(entry.reason);
  return entry.state === 'rejected' ? describeReason(entry) : undefined;
}
