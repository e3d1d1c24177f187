import { describe, expect, it } from 'vitest';
import type { AuthorId, RecordId } from '$lib/ledger';
import type { OpenedBid, Tender } from '$lib/tender';
import { assignedTenders, expertStanding } from './standing';
import { cell, hundredthsOf, pointsIn, scoresOf, sumOf } from './tender/points';

const ME = 'me' as AuthorId;
const tender = (over: Partial<Tender> = {}) =>
  ({
    ...{ experts: [ME], declarations: new Map(), scores: new Map() },
    ...{ opened: { bids: [] }, evaluation: { method: 'scored', criteria: [] } },
    ...over,
  }) as unknown as Tender;
const declared = (conflict: boolean) => new Map([[ME, { conflict, suppliers: [], at: 1 }]]);

describe('an expert’s part in a tender', () => {
  const standing = (over: Partial<Tender>) => expertStanding(tender(over), ME);

  it('goes from the declaration to the scores, until the evaluation is closed', () => {
    const unopened = tender();
    delete unopened.opened;
    expect(expertStanding(unopened, ME)).toBe('not-opened');
    expect(standing({})).toBe('declare');
    expect(standing({ declarations: declared(false) })).toBe('score');
    const scores = new Map([[ME, { scores: [], comment: '', at: 2 }]]);
    expect(standing({ declarations: declared(false), scores })).toBe('scored');
    expect(standing({ declarations: declared(false), scores, closedAt: 3 })).toBe('closed');
  });

  it('ends with a conflict, and has no scores where the lowest price wins', () => {
    expect(standing({ declarations: declared(true), closedAt: 3 })).toBe('conflict');
    expect(standing({ declarations: declared(false), evaluation: { method: 'lowest-price' } })).toBe('read');
    expect(standing({ cancelled: { reason: '', at: 1 } })).toBe('cancelled');
  });

  it('is listed where it is due first, then the newest', () => {
    const all = [
      tender({ number: '1', declarations: declared(false) }),
      tender({ number: '2', declarations: declared(true) }),
      tender({ number: '3', experts: [] }),
      tender({ number: '4', closedAt: 1 }),
      tender({ number: '5' }),
    ];
    expect(assignedTenders(all, ME).map(({ number }) => number)).toEqual(['5', '1', '4', '2']);
  });
});

describe('points', () => {
  const criteria = [
    { id: 'price', name: '价格', max: 60 },
    { id: 'tech', name: '技术', max: 40 },
  ];
  const bid = (envelope: string, status: OpenedBid['status'] = 'opened') =>
    ({ envelope: envelope as RecordId, status }) as OpenedBid;

  it('are numbers with two decimals at most, up to the limit', () => {
    expect(hundredthsOf('60', 60)).toBe(6000);
    expect(hundredthsOf(' 59.5 ', 60)).toBe(5950);
    expect(hundredthsOf('５９．０５', 60)).toBe(5905);
    for (const wrong of ['60.01', '-1', '', '1.234', 'a', '1e1', undefined])
      expect(hundredthsOf(wrong, 60)).toBeUndefined();
  });

  it('are complete when every opened bid has every criterion', () => {
    const bids = [bid('a'), bid('b', 'withdrawn')];
    const points = { [cell('a', 'price')]: '55.5', [cell('a', 'tech')]: '41' };
    expect(scoresOf(points, bids, criteria)).toEqual({
      scores: [{ envelope: 'a', criterion: 'price', hundredths: 5550 }],
      wrong: 1,
    });
    expect(sumOf(points, 'a', criteria)).toBe(5550);
    const whole = scoresOf({ ...points, [cell('a', 'tech')]: '40' }, bids, criteria);
    expect(whole.wrong).toBe(0);
    expect(pointsIn(whole.scores)).toEqual({ 'a price': '55.5', 'a tech': '40' });
  });
});
