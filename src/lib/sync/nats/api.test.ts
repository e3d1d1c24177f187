import { describe, expect, it } from 'vitest';
import { instant } from './api';

describe('a time of the server', () => {
  it.each([
    ['2026-11-25T15:14:52Z', 0],
    ['2026-11-25T15:14:52.5Z', 500],
    ['2026-11-25T15:14:52.12Z', 120],
    ['2026-11-25T15:14:52.123456789Z', 123],
    ['2026-11-25T15:14:52.999999999Z', 999],
  ])('%s is cut off at the millisecond', (text, ms) => {
    expect(instant(text)).toBe(Date.UTC(2026, 10, 25, 15, 14, 52, ms));
  });

  it.each(['', 'yesterday', '2026-11-25 15:14:52'])('is not %j', (text) => {
    expect(() => instant(text)).toThrow(expect.objectContaining({ code: 'unreachable' }));
  });
});
