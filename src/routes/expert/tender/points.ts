import type { OpenedBid, Tender } from '$lib/tender';

/** What was typed for each bid and criterion, by `cell`. */
export type Points = Readonly<Record<string, string>>;

type Criteria = Extract<Tender['evaluation'], { method: 'scored' }>['criteria'];
type Scores = { envelope: OpenedBid['envelope']; criterion: string; hundredths: number }[];

export const cell = (envelope: string, criterion: string): string => `${envelope} ${criterion}`;

/** Points as they are typed, with two decimals at most. @returns hundredths; undefined where it is no score up to `max` */
export function hundredthsOf(text: string | undefined, max: number): number | undefined {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec((text ?? '').trim().normalize('NFKC'));
  if (!match) return undefined;
  const value = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return value <= max * 100 ? value : undefined;
}

export function pointsText(hundredths: number): string {
  return String(hundredths / 100);
}

/** Of one bid so far; what is missing or wrong counts nothing. */
export function sumOf(points: Points, envelope: string, criteria: Criteria): number {
  return criteria.reduce((sum, { id, max }) => sum + (hundredthsOf(points[cell(envelope, id)], max) ?? 0), 0);
}

/** @returns the scores of all opened bids, and how many are missing or wrong */
export function scoresOf(
  points: Points,
  bids: readonly OpenedBid[],
  criteria: Criteria,
): { scores: Scores; wrong: number } {
  const scores: Scores = [];
  let wrong = 0;
  for (const { envelope } of opened(bids)) {
    for (const { id, max } of criteria) {
      const hundredths = hundredthsOf(points[cell(envelope, id)], max);
      if (hundredths === undefined) wrong++;
      else scores.push({ envelope, criterion: id, hundredths });
    }
  }
  return { scores, wrong };
}

/** What was submitted, to be changed. */
export function pointsIn(scores: Scores): Points {
  return Object.fromEntries(
    scores.map(({ envelope, criterion, hundredths }) => [cell(envelope, criterion), pointsText(hundredths)]),
  );
}

export function opened(bids: readonly OpenedBid[]): OpenedBid[] {
  return bids.filter(({ status }) => status === 'opened');
}
