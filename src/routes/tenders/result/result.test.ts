import { describe, expect, it } from 'vitest';
import type { AuthorId, RecordId } from '$lib/ledger';
import type { Tender } from '$lib/tender';
import { awardBody, awardRows, outOfTurn, problemOf } from './award-form';
import { closeObstacle, expertRows, ownResult } from './evaluation';

const [ONE, TWO] = ['one', 'two'] as AuthorId[];
const bid = (name: string, totalFen: number, status = 'opened') => ({
  ...{ envelope: name, supplier: name, company: `${name}公司`, totalFen, status },
});
const tender = (over: object = {}) =>
  ({
    ...{ experts: [ONE, TWO], declarations: new Map(), scores: new Map() },
    evaluation: { method: 'lowest-price' },
    opened: { bids: [bid('a', 2000), bid('b', 1050), bid('c', 900, 'invalid'), bid('d', 9999)] },
    ceilingFen: 5000,
    ...over,
  }) as unknown as Tender;

describe('the award', () => {
  it('is proposed by the ranking, with a reason for each of the others', () => {
    const rows = awardRows(tender());
    expect(rows.map(({ company, rank, isWinner, amount }) => [company, rank, isWinner, amount])).toEqual([
      ['b公司', 1, true, '10.50'],
      ['a公司', 2, false, '20.00'],
      ['d公司', undefined, false, '99.99'],
    ]);
    expect(awardBody(rows)).toMatchObject({
      winners: [{ supplier: 'b', amountFen: 1050 }],
      others: [{ supplier: 'a' }, { supplier: 'd' }],
    });
    expect(rows.slice(1).every(({ reason }) => reason !== '')).toBe(true);
  });

  it('of equals is for a person to decide', () => {
    const rows = awardRows(tender({ opened: { bids: [bid('a', 100), bid('b', 100)] } }));
    expect(rows.map(({ isWinner, reason }) => [isWinner, reason])).toEqual([
      [false, ''],
      [false, ''],
    ]);
    expect(awardBody(rows)).toBeUndefined();
  });

  it('wants an amount and reasons, and tells who is out of turn', () => {
    const [first, second] = awardRows(tender());
    expect(problemOf({ ...first!, amount: '0' })).toBe('amount');
    expect(problemOf({ ...first!, amount: '1.234' })).toBe('amount');
    expect(problemOf({ ...second!, reason: ' ' })).toBe('reason');
    const turned = [
      { ...first!, isWinner: false, reason: '放弃' },
      { ...second!, isWinner: true },
    ];
    expect(outOfTurn(turned)).toEqual(['a公司']);
    expect(outOfTurn([first!, second!])).toEqual([]);
  });
});

describe('the evaluation', () => {
  const scored = { evaluation: { method: 'scored', criteria: [] } };
  const free = { conflict: false, suppliers: [], at: 1 };
  const given = { scores: [], comment: '良好', at: 2 };

  it('can be closed when all who are free have scored', () => {
    const obstacle = (over: object) => closeObstacle(tender({ ...scored, ...over }));
    expect(closeObstacle(tender())).toBeUndefined();
    expect(obstacle({ experts: [] })).toBe('no-experts');
    expect(obstacle({})).toBe('waiting');
    const away = { ...free, conflict: true };
    expect(
      obstacle({
        declarations: new Map([
          [ONE, away],
          [TWO, away],
        ]),
      }),
    ).toBe('all-conflict');
    const one = { declarations: new Map([[ONE, away]]), scores: new Map([[TWO, given]]) };
    expect(obstacle(one)).toBeUndefined();
    expect(obstacle({ opened: { bids: [] } })).toBeUndefined();
  });

  it('says of each expert how far they are', () => {
    const rows = expertRows(
      tender({ declarations: new Map([[ONE, free]]), scores: new Map([[ONE, given]]) }),
      String,
    );
    expect(rows.map(({ state, comment }) => [state, comment])).toEqual([
      ['scored', '良好'],
      ['declare', ''],
    ]);
  });

  it('tells each supplier their own result', () => {
    const award = {
      winners: [{ supplier: 'a', amountFen: 5 }],
      others: [{ supplier: 'b', reason: '价高' }],
      at: 1,
    };
    const of = (supplier: string) => ownResult(tender({ award }), supplier as RecordId);
    expect(of('a')).toEqual({ won: true, amountFen: 5 });
    expect(of('b')).toEqual({ won: false, reason: '价高' });
    expect(of('c')).toBeUndefined();
  });
});
