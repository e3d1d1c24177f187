import type { Category } from '$lib/platform';
import type { Phase, Tender } from '$lib/tender';
import type { Status } from '$lib/ui';
import { m } from '$messages';
import { getLocale } from '$locale';

const PHASE_WORDS: Readonly<Record<Phase, () => string>> = {
  questions: m.tender_phase_questions,
  bidding: m.tender_phase_bidding,
  'waiting-for-opening': m.tender_phase_waiting_for_opening,
  opening: m.tender_phase_opening,
  evaluating: m.tender_phase_evaluating,
  awarded: m.tender_phase_awarded,
  cancelled: m.tender_phase_cancelled,
};

export function phaseWord(phase: Phase): string {
  return PHASE_WORDS[phase]();
}

/** How a phase looks in a `StatusChip`. */
export function phaseStatus(phase: Phase): Status {
  if (phase === 'cancelled') return 'invalid';
  return phase === 'awarded' ? 'valid' : 'pending';
}

type Method = Tender['evaluation']['method'];

export function methodWord(method: Method): string {
  return method === 'scored' ? m.tender_method_scored() : m.tender_method_lowest();
}

export function methodText(method: Method): string {
  return method === 'scored' ? m.tender_method_scored_text() : m.tender_method_lowest_text();
}

export function accessWord(access: Tender['access']): string {
  return access === 'open' ? m.tender_access_open() : m.tender_access_invited();
}

const INSTANTS: Readonly<Record<keyof Tender['schedule'], () => string>> = {
  questionsUntil: m.tender_questions_until,
  clarificationsUntil: m.tender_clarifications_until,
  bidsUntil: m.tender_bids_until,
  opensAt: m.tender_opens_at,
};

/** What happens at an instant of the schedule, by its name. */
export function instantWord(instant: keyof Tender['schedule']): string {
  return INSTANTS[instant]();
}

/** Tenders are held in China, where there is one time: whoever sits elsewhere must not miss a deadline by hours. */
const ZONE = { timeZone: 'Asia/Shanghai', hourCycle: 'h23' } as const;

/** An instant, ms since the epoch, to the minute, in Beijing time: 2026年12月5日 14:00. */
export function tenderTime(at: number): string {
  const shape = {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat(getLocale(), { ...shape, ...ZONE }).format(at);
}

/** The same to the second: what a deadline is decided by. */
export function tenderSecond(at: number): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeStyle: 'medium', ...ZONE }).format(
    at,
  );
}

/** How long until an instant: days and hours, and by the second on the last day. */
export function timeUntil(ms: number): string {
  if (ms <= 0) return m.tender_left_none();
  const seconds = Math.ceil(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  if (hours >= 24) return m.tender_left_days({ d: Math.floor(hours / 24), h: hours % 24 });
  return [hours, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** Thousandths of a unit as people write them: 12.5 */
export function quantityText(milli: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 3 }).format(milli / 1000);
}

export function sizeText(bytes: number): string {
  const unit = bytes >= 2 ** 20 ? 'megabyte' : 'kilobyte';
  const value = bytes / (unit === 'megabyte' ? 2 ** 20 : 2 ** 10);
  const shape = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(getLocale(), shape).format(Math.max(0.1, value));
}

/** Names of categories in their order. */
export function categoryNames(ids: readonly string[], categories: readonly Category[]): string {
  const nameOf = (id: string): string =>
    categories.find((one) => one.id === id)?.name ?? m.tender_category_gone({ id });
  return ids.map(nameOf).join('、');
}
