import { describe, expect, it } from 'vitest';
import { later, readExtension } from './extension';

const schedule = { bidsUntil: Date.UTC(2026, 11, 2, 1, 30), opensAt: Date.UTC(2026, 11, 2, 1, 30) };
const problems = (over: Partial<Parameters<typeof readExtension>[0]>) => {
  const read = readExtension({ ...later(schedule, 3), reason: '应供应商要求', ...over }, schedule);
  return 'problems' in read ? read.problems : {};
};

describe('an extension', () => {
  it('puts deadline and opening off together', () => {
    const read = readExtension({ ...later(schedule, 3), reason: ' 应供应商要求 ' }, schedule);
    expect(read).toEqual({
      extension: {
        ...{ bidsUntil: Date.UTC(2026, 11, 5, 1, 30), opensAt: Date.UTC(2026, 11, 5, 1, 30) },
        reason: '应供应商要求',
      },
    });
  });

  it('never brings them forward', () => {
    expect(problems({ bidsUntil: { day: '2026-12-02', time: '09:29' } }).bidsUntil).toContain('9:30');
  });

  it('opens no bid before the deadline', () => {
    expect(problems({ opensAt: { day: '2026-12-04', time: '09:30' } })).toHaveProperty('opensAt');
  });

  it('has a change and a reason', () => {
    expect(problems(later(schedule, 0))).toHaveProperty('bidsUntil');
    expect(problems({ reason: ' ' })).toHaveProperty('reason');
  });
});
