import { describe, expect, it } from 'vitest';
import type { RecordId } from '$lib/ledger';
import type { Question, Tender } from '$lib/tender';
import { stagesOf, visibleQuestions } from './stages';

const NOW = Date.UTC(2026, 10, 25);
const HOUR = 3_600_000;
const own = 'own' as RecordId;
const question = (id: string, supplier: string, answer?: Question['answer']): [RecordId, Question] => [
  id as RecordId,
  { id: id as RecordId, supplier: supplier as RecordId, ...(answer && { answer }) } as Question,
];
const answer = { question: '高？', answer: '8 米', at: NOW };

const tender = {
  ...{
    id: 't',
    access: 'invited',
    invitations: new Map([[own, { at: NOW }]]),
    extensions: [],
    documents: [],
  },
  clarifications: [{ id: 'c' }],
  questions: new Map([question('q1', own), question('q2', 'other'), question('q3', 'other', answer)]),
  schedule: {
    ...{ questionsUntil: NOW + HOUR, clarificationsUntil: NOW + HOUR },
    ...{ bidsUntil: NOW + 2 * HOUR, opensAt: NOW + 3 * HOUR },
  },
} as unknown as Tender;
const states = (at: number, over: Partial<Tender> = {}) =>
  stagesOf({ ...tender, ...over }, own, at, new Set()).map(({ state }) => state);

describe('the stages of a project', () => {
  it('follow the clock and the records', () => {
    expect(states(NOW)).toEqual(['current', 'todo', 'todo', 'todo']);
    expect(states(NOW + HOUR)).toEqual(['done', 'current', 'todo', 'todo']);
    expect(states(NOW + 2 * HOUR)).toEqual(['done', 'done', 'current', 'todo']);
    expect(states(NOW, { cancelled: { reason: '', at: NOW } })).toEqual(['done', 'done', 'done', 'current']);
  });

  it('lead to the hall once the time for bids is over, and to the result once there is one', () => {
    const ways = (at: number, over: Partial<Tender> = {}) =>
      stagesOf({ ...tender, ...over }, own, at, new Set())[2]!.entries.map(({ href }) => href);
    expect(ways(NOW)).toEqual([undefined, undefined]);
    expect(ways(NOW + 2 * HOUR)).toEqual(['/tenders/hall?id=t', undefined]);
    const award = { winners: [], others: [], at: NOW };
    expect(ways(NOW + 9 * HOUR, { award })).toEqual(['/tenders/hall?id=t', '/tenders/result?id=t']);
    expect(ways(NOW + 9 * HOUR, { cancelled: { reason: '', at: NOW } })).toEqual([undefined, undefined]);
  });

  it('mark what waits for the supplier', () => {
    const urgent = (read: ReadonlySet<RecordId>) =>
      stagesOf(tender, own, NOW, read)[0]!
        .entries.filter(({ isUrgent }) => isUrgent)
        .map(({ href }) => href);
    expect(urgent(new Set())).toEqual(['#invitation', '#clarifications']);
    expect(urgent(new Set(['c' as RecordId]))).toEqual(['#invitation']);
  });
});

it('shows of the questions their own and those that are answered, the newest first', () => {
  expect(visibleQuestions(tender, own).map(({ id }) => id)).toEqual(['q3', 'q1']);
});
