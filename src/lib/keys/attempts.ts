import type { VaultRecord } from './records';

/** Tries of a PIN since the last right one. Counted before each try, so that closing the page gains nothing. */
export type Attempts = VaultRecord['attempts'];

/** After so many wrong PINs in a row the PIN opens the vault no more. */
export const MAX_ATTEMPTS = 8;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Waits after the first, second, … wrong PIN. */
const WAITS_MS = [0, 0, 0, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];

export const NO_ATTEMPTS: Attempts = { count: 0, lastAt: 0 };

export interface AttemptState {
  attemptsLeft: number;
  locked: boolean;
  /** No PIN is taken before this instant (epoch ms); undefined when one is taken now. */
  waitUntil?: number;
}

/** What may be tried at `now` (epoch ms). */
export function attemptState({ count, lastAt }: Attempts, now: number): AttemptState {
  const attemptsLeft = Math.max(0, MAX_ATTEMPTS - count);
  if (attemptsLeft === 0) return { attemptsLeft, locked: true };
  const waitUntil = Math.min(lastAt, now) + waitMs(count);
  return waitUntil > now ? { attemptsLeft, locked: false, waitUntil } : { attemptsLeft, locked: false };
}

/** After the clock was set back the wait begins again, instead of lasting until the clock is back where it was. */
export function settleClock({ count, lastAt }: Attempts, now: number): Attempts {
  return { count, lastAt: Math.min(lastAt, now) };
}

/** The count with one more try that begins now. */
export function nextAttempt({ count }: Attempts, now: number): Attempts {
  return { count: count + 1, lastAt: now };
}

/** Milliseconds to wait after `count` wrong PINs in a row. */
export function waitMs(count: number): number {
  return WAITS_MS[Math.min(count, WAITS_MS.length) - 1] ?? 0;
}
