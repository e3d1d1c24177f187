import type { crlDue } from '$lib/certificate';
import { m } from '$messages';

const TEXTS: Readonly<Record<NonNullable<ReturnType<typeof crlDue>>, () => string>> = {
  first: m.ca_crl_due_first,
  revocations: m.ca_crl_due_revocations,
  'ends-soon': m.ca_crl_due_ends_soon,
};

/** Why a list is due. */
export function crlDueText(due: NonNullable<ReturnType<typeof crlDue>>): string {
  return TEXTS[due]();
}
