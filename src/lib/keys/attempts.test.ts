import { describe, expect, it } from 'vitest';
import { attemptState, MAX_ATTEMPTS, nextAttempt, NO_ATTEMPTS, settleClock, waitMs } from './attempts';

const NOW = Date.UTC(2026, 10, 1, 9);

function afterWrongPins(count: number) {
  let attempts = NO_ATTEMPTS;
  for (let n = 0; n < count; n++) attempts = nextAttempt(attempts, NOW);
  return attempts;
}

describe('back-off after wrong PINs', () => {
  it('lets three go, then makes one wait longer and longer, and ends with the eighth', () => {
    const seconds = Array.from({ length: MAX_ATTEMPTS }, (_, n) => {
      const { waitUntil, locked } = attemptState(afterWrongPins(n + 1), NOW);
      return locked ? 'locked' : ((waitUntil ?? NOW) - NOW) / 1000;
    });
    expect(seconds).toEqual([0, 0, 0, 30, 60, 300, 900, 'locked']);
  });

  it('says how many tries are left', () => {
    const left = [0, 1, 7, 8, 20].map((count) => attemptState({ count, lastAt: NOW }, NOW).attemptsLeft);
    expect(left).toEqual([8, 7, 1, 0, 0]);
  });

  it('lets a PIN in again when the wait is over, not a millisecond earlier', () => {
    const attempts = afterWrongPins(4);
    expect(attemptState(attempts, NOW + 29_999).waitUntil).toBe(NOW + 30_000);
    expect(attemptState(attempts, NOW + 30_000).waitUntil).toBeUndefined();
  });

  it('begins the wait again when the clock was set back, and does not last a year', () => {
    const lastYear = NOW - 365 * 86_400_000;
    const settled = settleClock(afterWrongPins(4), lastYear);
    expect(attemptState(settled, lastYear).waitUntil).toBe(lastYear + 30_000);
    expect(attemptState(settled, lastYear + 30_000).waitUntil).toBeUndefined();
  });

  it('knows no wait where nothing was tried', () => {
    expect(waitMs(0)).toBe(0);
    expect(attemptState(NO_ATTEMPTS, NOW)).toEqual({ attemptsLeft: 8, locked: false });
  });
});
