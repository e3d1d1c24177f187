import type { Tender } from '$lib/tender';
import { m } from '$messages';
import { tenderTime } from '../../../tenders/words';
import { instantOf, momentOf, type Moment } from '../new/schedule';

const DAY = 24 * 3_600_000;

export interface ExtensionForm {
  bidsUntil: Moment;
  opensAt: Moment;
  reason: string;
}

type Schedule = Pick<Tender['schedule'], 'bidsUntil' | 'opensAt'>;

/** The deadline and the opening, both later by so many days. */
export function later({ bidsUntil, opensAt }: Schedule, days: number): Omit<ExtensionForm, 'reason'> {
  return { bidsUntil: momentOf(bidsUntil + days * DAY), opensAt: momentOf(opensAt + days * DAY) };
}

/** Reads an extension: nothing comes earlier, something comes later, and the opening is not before the deadline. */
export function readExtension(
  form: ExtensionForm,
  schedule: Schedule,
): { extension: Schedule & { reason: string } } | { problems: Partial<Record<keyof ExtensionForm, string>> } {
  const problems: Partial<Record<keyof ExtensionForm, string>> = {};
  const words = { bidsUntil: m.tender_bids_until(), opensAt: m.tender_opens_at() };
  const read = { bidsUntil: instantOf(form.bidsUntil), opensAt: instantOf(form.opensAt) };
  for (const name of ['bidsUntil', 'opensAt'] as const) {
    const at = read[name];
    if (at === undefined) problems[name] = m.tenderadmin_wrong_moment({ what: words[name] });
    else if (at < schedule[name]) {
      const time = tenderTime(schedule[name]);
      problems[name] = m.tenderadmin_wrong_earlier({ what: words[name], time });
    }
  }
  const { bidsUntil = 0, opensAt = 0 } = read;
  if (Object.keys(problems).length === 0) {
    if (opensAt < bidsUntil) {
      problems.opensAt = m.tenderadmin_wrong_order({ what: words.opensAt, other: words.bidsUntil });
    } else if (bidsUntil === schedule.bidsUntil && opensAt === schedule.opensAt) {
      problems.bidsUntil = m.tenderadmin_wrong_no_change();
    }
  }
  const reason = form.reason.normalize('NFC').trim();
  if (reason === '') problems.reason = m.tenderadmin_wrong_reason();
  return Object.keys(problems).length > 0 ? { problems } : { extension: { bidsUntil, opensAt, reason } };
}
