import { describe, expect, it } from 'vitest';
import type { RecordId } from '$lib/ledger';
import { emptyTenders, type Tender } from '$lib/tender';
import { findTenders, rowOf } from './found';

const NOW = Date.UTC(2026, 10, 25);
const HOUR = 3_600_000;
const own = 'own' as RecordId;

function tender(n: number, over: Partial<Tender> = {}): Tender {
  const schedule = { questionsUntil: NOW + HOUR, clarificationsUntil: NOW + HOUR, bidsUntil: NOW + 2 * HOUR };
  return {
    ...{ id: `t${n}` as RecordId, number: `YX-${n}`, title: `云溪大道路灯采购 ${n}`, categories: ['goods'] },
    ...{ access: 'open', items: [{ id: 'i1', name: 'LED 路灯' }], extensions: [], clarifications: [] },
    ...{ invitations: new Map(), schedule: { ...schedule, opensAt: NOW + 3 * HOUR } },
    ...over,
  } as Tender;
}

function stateWith(tenders: readonly Tender[]) {
  const state = emptyTenders();
  for (const one of tenders) state.tenders.set(one.id, one);
  return state;
}

describe('looking for tenders', () => {
  const state = stateWith([
    tender(1),
    tender(2, { title: '道路养护工程', categories: ['works'], items: [] }),
    tender(3, { access: 'invited' }),
    tender(4, { access: 'invited', invitations: new Map([[own, { at: NOW }]]) }),
  ]);
  const found = (filter: Partial<Parameters<typeof findTenders>[3]>) =>
    findTenders(state, own, NOW, { words: '', ...filter }).map(({ id }) => id);

  it('gives the newest first, and none that the supplier is not invited to', () => {
    expect(found({})).toEqual(['t4', 't2', 't1']);
  });

  it('goes by category, phase and words of the title, the number or the items', () => {
    expect(found({ category: 'works' })).toEqual(['t2']);
    expect(found({ phase: 'bidding' })).toEqual([]);
    expect(found({ words: ' led  yx-1' })).toEqual(['t1']);
    expect(found({ words: 'led 养护' })).toEqual([]);
  });

  it('marks what is to be done', () => {
    const clarifications = ['a', 'b'].map((id) => ({ id: id as RecordId }) as Tender['clarifications'][0]);
    const one = tender(5, { clarifications, invitations: new Map([[own, { at: NOW }]]) });
    expect(rowOf(one, own, NOW, new Set(['a' as RecordId]))).toMatchObject({
      ...{ isSoon: true, isAsked: true, unread: 1, phase: 'questions' },
    });
    expect(rowOf(one, own, NOW, undefined).unread).toBe(0);
    expect(rowOf(one, own, NOW + 5 * HOUR, new Set())).toMatchObject({
      isSoon: false,
      isAsked: false,
      unread: 0,
    });
  });

  it('goes through thousands', () => {
    const many = stateWith(Array.from({ length: 5000 }, (_, n) => tender(n)));
    expect(findTenders(many, own, NOW, { words: '采购 4999' })).toHaveLength(1);
  });
});
