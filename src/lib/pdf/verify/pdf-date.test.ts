import { describe, expect, it } from 'vitest';
import { parsePdfDate } from './pdf-date';

describe('a date of a PDF', () => {
  it.each([
    ["D:20261124201500+00'00'", '2026-11-24T20:15:00.000Z'],
    ["D:20261124201500+08'00'", '2026-11-24T12:15:00.000Z'],
    ["D:20261124201500-03'30", '2026-11-24T23:45:00.000Z'],
    ['D:20261124201500Z', '2026-11-24T20:15:00.000Z'],
    ['20261124', '2026-11-24T00:00:00.000Z'],
    ['D:2026', '2026-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parsePdfDate(text)?.toISOString()).toBe(iso);
  });

  it.each(['', 'yesterday', 'D:20261324', 'D:20260101250000'])('%j is none', (text) => {
    expect(parsePdfDate(text)).toBeUndefined();
  });
});
