const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait after failures in a row: twice as long each time, up to five minutes, less up to half by chance,
 * so that many devices do not come back in one moment.
 *
 * @param failures 1 or more
 * @param random 0 up to 1
 */
export function backOffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(longest * (1 - random / 2));
}
