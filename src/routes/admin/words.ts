import type { Role } from '$lib/platform';
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

/** A role as message keys write it. */
export function roleKey(role: Role): 'administrator' | 'operator' | 'expert' {
  return role === 'ca-operator' ? 'operator' : role;
}
