import { describe, expect, it } from 'vitest';
import type { RecordId } from '$lib/ledger';
import { emptyTenders, type Tender } from '$lib/tender';
import { countTenders, isSought, nextInstant, unansweredOf } from './overview';

const tender = (over: object = {}): Tender =>
  ({
    ...{ number: 'YX-2026-001', title: '云溪大道路灯采购' },
    schedule: { questionsUntil: 10, clarificationsUntil: 20, bidsUntil: 30, opensAt: 30 },
    questions: new Map([
      ['a', {}],
      ['b', { answer: {} }],
    ]),
    ...over,
  }) as unknown as Tender;

describe('tenders at a glance', () => {
  it('are counted by phase, with what waits for an answer', () => {
    const state = emptyTenders();
    [tender(), tender(), tender({ cancelled: {} })].forEach((one, n) =>
      state.tenders.set(String(n) as RecordId, one),
    );
    expect(countTenders(state, 5)).toMatchObject({ phases: { questions: 2, cancelled: 1 }, unanswered: 2 });
    expect(countTenders(state, 30)).toMatchObject({ phases: { opening: 2 }, unanswered: 0 });
  });

  it('say what comes next', () => {
    expect(nextInstant(tender(), 10)).toEqual({ name: 'clarificationsUntil', at: 20 });
    expect(nextInstant(tender(), 30)).toBeUndefined();
    expect(nextInstant(tender({ cancelled: {} }), 5)).toBeUndefined();
    expect(unansweredOf(tender(), 5)).toBe(1);
  });

  it('are found by words of number and title, in any order', () => {
    expect(isSought(tender(), '路灯 yx-2026')).toBe(true);
    expect(isSought(tender(), '')).toBe(true);
    expect(isSought(tender(), '路灯 灯杆')).toBe(false);
  });
});
