/** `format`: cannot be read as a day; `no-such-day`: written like one that the calendar does not have */
export type DayProblem = 'format' | 'no-such-day';

/**
 * Reads a day as people type it: 2026-11-25, 2026/1/5, 2026.1.5, 20261125, 2026年1月5日.
 *
 * @returns ISO date, or what is wrong
 */
export function readDay(typed: string): { day: string } | { problem: DayProblem } {
  const text = typed.normalize('NFKC').trim();
  const parts =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/.exec(text);
  if (!parts) return { problem: 'format' };
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { day: date.toISOString().slice(0, 10) } : { problem: 'no-such-day' };
}
