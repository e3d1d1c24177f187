import { describe, expect, it } from 'vitest';
import { instantOf, momentOf, presetSchedule, readSchedule, SCHEDULE_PRESETS } from './schedule';

const NOW = Date.UTC(2026, 10, 25, 8, 0, 30);

describe('an instant as it is typed', () => {
  it('is Beijing time', () => {
    expect(instantOf({ day: '2026-12-05', time: '14:00' })).toBe(Date.UTC(2026, 11, 5, 6));
    expect(momentOf(Date.UTC(2026, 11, 5, 16))).toEqual({ day: '2026-12-06', time: '00:00' });
  });

  it.each([
    ['2026-12-05', '24:00'],
    ['2026-12-05', '12:60'],
    ['2026-12-05', ''],
    ['2026-13-05', '12:00'],
    ['12-05', '12:00'],
  ])('is none for %s %s', (day, time) => expect(instantOf({ day, time })).toBeUndefined());
});

describe('a schedule', () => {
  it.each(SCHEDULE_PRESETS)('of the preset %s is one that can be published', (preset) => {
    expect(readSchedule(presetSchedule(preset, NOW), NOW)).toHaveProperty('schedule');
  });

  it('leaves 20 days to bid, as the law has it', () => {
    const read = readSchedule(presetSchedule('statutory', NOW), NOW);
    const { bidsUntil, clarificationsUntil } = 'schedule' in read ? read.schedule : (undefined as never);
    expect(bidsUntil - NOW).toBeGreaterThanOrEqual(20 * 86_400_000);
    expect(bidsUntil - clarificationsUntil).toBeGreaterThanOrEqual(15 * 86_400_000);
  });

  it('says what is past, what is out of order, and what is no instant', () => {
    const form = presetSchedule('week', NOW);
    form.questionsUntil = { day: '2026-11-25', time: '15:59' };
    form.bidsUntil = { day: form.clarificationsUntil.day, time: '08:00' };
    form.opensAt = { day: '', time: '' };
    const read = readSchedule(form, NOW);
    const problems = 'problems' in read ? read.problems : {};
    expect(problems.questionsUntil).toContain('晚于现在');
    expect(problems.clarificationsUntil).toBeUndefined();
    expect(problems.bidsUntil).toBe('投标截止不能早于澄清截止。');
    expect(problems.opensAt).toContain('请填写开标时间');
  });

  it('may open bids at their deadline', () => {
    const form = presetSchedule('short', NOW);
    expect(form.opensAt).toEqual(form.bidsUntil);
  });
});
