import type { Role } from '$lib/platform';
import { m } from '$messages';
import { getLocale } from '$locale';

/** An instant, ms since the epoch, to the minute. */
export function formatTime(at: number): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(new Date(at));
}

/** An instant for narrow places: without its year. */
export function formatShortTime(at: number): string {
  const shape = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(getLocale(), { ...shape, hour12: false }).format(new Date(at));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something holds yet, in its largest whole unit: never more than there is, at least a minute. */
export function timeLeft(ms: number): string {
  if (ms >= DAY) return m.admin_invitation_left_days({ n: Math.floor(ms / DAY) });
  if (ms >= HOUR) return m.admin_invitation_left_hours({ n: Math.floor(ms / HOUR) });
  return m.admin_invitation_left_minutes({ n: Math.max(1, Math.floor(ms / MINUTE)) });
}

/** A role as message keys write it. */
export function roleKey(role: Role): 'administrator' | 'operator' | 'expert' {
  return role === 'ca-operator' ? 'operator' : role;
}
