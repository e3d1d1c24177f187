import { m } from '$messages';
import { instantWord, tenderTime } from '../../../tenders/words';

export const INSTANTS = ['questionsUntil', 'clarificationsUntil', 'bidsUntil', 'opensAt'] as const;
export type Instant = (typeof INSTANTS)[number];

/** An instant as it is typed, in Beijing time: ISO date, and `14:00`. */
export interface Moment {
  day: string;
  time: string;
}

export type ScheduleForm = Record<Instant, Moment>;

/** Beijing time is UTC+8 all the year since 1991. */
const BEIJING = 8 * 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function momentOf(at: number): Moment {
  const text = new Date(at + BEIJING).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}

/** @returns ms since the epoch; undefined where it is no instant */
export function instantOf({ day, time }: Moment): number | undefined {
  const clock = /^(\d{1,2}):?(\d{2})$/.exec(time.normalize('NFKC').trim());
  const [hours, minutes] = [Number(clock?.[1] ?? NaN), Number(clock?.[2] ?? NaN)];
  if (!(hours < 24 && minutes < 60) || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes) * MINUTE - BEIJING;
  return Number.isNaN(at) ? undefined : at;
}

/** Days after today, and the time of that day; `rehearsal` in minutes from now. */
const PRESETS = {
  // 招标投标法 §24: 20 days at least; §23: what is clarified is told 15 days before the deadline.
  statutory: { questionsUntil: [4, '17:00'], clarificationsUntil: [5, '17:00'], bidsUntil: [21, '09:30'] },
  week: { questionsUntil: [3, '17:00'], clarificationsUntil: [5, '17:00'], bidsUntil: [7, '09:30'] },
  short: { questionsUntil: [1, '17:00'], clarificationsUntil: [2, '12:00'], bidsUntil: [3, '09:30'] },
} as const;
const REHEARSAL = { questionsUntil: 20, clarificationsUntil: 30, bidsUntil: 50, opensAt: 60 } as const;

export const SCHEDULE_PRESETS = ['statutory', 'week', 'short', 'rehearsal'] as const;
export type SchedulePreset = (typeof SCHEDULE_PRESETS)[number];

/** A schedule that is often used. Bids are opened at their deadline (招标投标法 §34), but in a rehearsal. */
export function presetSchedule(preset: SchedulePreset, now: number): ScheduleForm {
  if (preset === 'rehearsal') {
    const after = (minutes: number): Moment => momentOf(Math.ceil(now / MINUTE) * MINUTE + minutes * MINUTE);
    return {
      questionsUntil: after(REHEARSAL.questionsUntil),
      clarificationsUntil: after(REHEARSAL.clarificationsUntil),
      bidsUntil: after(REHEARSAL.bidsUntil),
      opensAt: after(REHEARSAL.opensAt),
    };
  }
  const { questionsUntil, clarificationsUntil, bidsUntil } = PRESETS[preset];
  const on = ([days, time]: readonly [number, string]): Moment => ({
    day: momentOf(now + days * DAY).day,
    time,
  });
  return {
    questionsUntil: on(questionsUntil),
    clarificationsUntil: on(clarificationsUntil),
    bidsUntil: on(bidsUntil),
    opensAt: on(bidsUntil),
  };
}

/**
 * Reads a schedule: all of it after now, each instant no earlier than the one before.
 *
 * @param now ms since the epoch, by the platform's clock
 */
export function readSchedule(
  form: ScheduleForm,
  now: number,
): { schedule: Record<Instant, number> } | { problems: Partial<Record<Instant, string>> } {
  const problems: Partial<Record<Instant, string>> = {};
  const schedule = { questionsUntil: 0, clarificationsUntil: 0, bidsUntil: 0, opensAt: 0 };
  let before: { name: Instant; at: number } | undefined;
  for (const name of INSTANTS) {
    const at = instantOf(form[name]);
    const what = instantWord(name);
    if (at === undefined) problems[name] = m.tenderadmin_wrong_moment({ what });
    else if (at <= now) problems[name] = m.tenderadmin_wrong_past({ what, now: tenderTime(now) });
    else if (before && at < before.at) {
      problems[name] = m.tenderadmin_wrong_order({ what, other: instantWord(before.name) });
    }
    if (at === undefined) continue;
    schedule[name] = at;
    if (!before || at > before.at) before = { name, at };
  }
  return Object.keys(problems).length > 0 ? { problems } : { schedule };
}
