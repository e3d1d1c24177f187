import { describe, expect, it } from 'vitest';
import type { FollowedEnvelope } from '$lib/tender';
import { named } from './actions';

const one = (action: 'bid' | 'withdraw', state: string): FollowedEnvelope =>
  ({ action, fate: { state } }) as unknown as FollowedEnvelope;
const words = (...followed: FollowedEnvelope[]) => named(followed).map(({ was }) => was);

describe('what was sent', () => {
  it('is a bid, then its change, then a withdrawal, then a bid again', () => {
    const all = [
      one('bid', 'in-time'),
      one('bid', 'in-time'),
      one('withdraw', 'in-time'),
      one('bid', 'waiting'),
    ];
    expect(words(...all)).toEqual(['bid', 'change', 'withdraw', 'bid']);
  });

  it('is no change of what never came or came late', () => {
    expect(words(one('bid', 'refused'), one('bid', 'in-time'))).toEqual(['bid', 'bid']);
    expect(words(one('bid', 'lost'), one('bid', 'late'), one('bid', 'waiting'))).toEqual([
      'bid',
      'bid',
      'bid',
    ]);
  });

  it('is replaced by what came in time after it, and by nothing else', () => {
    const all = named([
      one('bid', 'in-time'),
      one('bid', 'in-time'),
      one('bid', 'late'),
      one('bid', 'waiting'),
    ]);
    expect(all.map(({ replaced }) => replaced)).toEqual([true, false, false, false]);
  });
});
