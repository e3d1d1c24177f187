import { phaseOf, PHASES, type Phase, type Tender, type TenderSlice } from '$lib/tender';
import type { Instant } from './new/schedule';

/** How many tenders there are in each phase, and questions that wait for an answer. */
export function countTenders(
  { tenders }: TenderSlice,
  now: number,
): { phases: Record<Phase, number>; unanswered: number } {
  const phases = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>;
  let unanswered = 0;
  for (const tender of tenders.values()) {
    phases[phaseOf(tender, now)]++;
    unanswered += unansweredOf(tender, now);
  }
  return { phases, unanswered };
}

/** Questions that can still be answered and were not. */
export function unansweredOf(tender: Tender, now: number): number {
  if (tender.cancelled || now >= tender.schedule.bidsUntil) return 0;
  return [...tender.questions.values()].filter(({ answer }) => !answer).length;
}

/** What comes next in a tender's schedule; undefined once it is opened, or called off. */
export function nextInstant(tender: Tender, now: number): { name: Instant; at: number } | undefined {
  if (tender.cancelled || tender.opened) return undefined;
  const { schedule } = tender;
  const names = ['questionsUntil', 'clarificationsUntil', 'bidsUntil', 'opensAt'] as const;
  const name = names.find((one) => schedule[one] > now);
  return name && { name, at: schedule[name] };
}

/** Whether a tender's number or title has all of the words. */
export function isSought({ number, title }: Pick<Tender, 'number' | 'title'>, words: string): boolean {
  const text = `${number} ${title}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
