/**
 * A platform that was moved here from another place keeps the times at which its records were received there, for rules
 * are judged by them: an invitation that was taken in time would else be late. Each record carries its time in a header.
 * That is believed of as many of the first records as the stream's description says, which takes the administrator's
 * rights to write; of any later one nobody could say a time of their own.
 */
const TEXT = /^suiyin: the first (\d{1,12}) records were moved here$/;

export function movedText(count: number): string {
  return `suiyin: the first ${count} records were moved here`;
}

/** @param description of a stream @returns 0 where nothing was moved */
export function movedIn(description: string): number {
  return Number(TEXT.exec(description)?.[1] ?? 0);
}
