import { m } from '$messages';

/** Why a record does not count, in the person's language. */
export function describeReason({ reason, detail }: { reason?: string; detail?: string }): string {
  return m.office_reason_other({ code: [reason, detail].filter(Boolean).join(': ') });
}
