/**
 * Reads a date string (ISO 32000-2 7.9.4): `D:YYYYMMDDHHmmSSOHH'mm'`, everything after the year optional. Without a
 * zone it is taken for UTC.
 */
export function parsePdfDate(text: string): Date | undefined {
  const match = /^\s*(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?/.exec(
    text,
  );
  if (!match) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => (digits === undefined ? undefined : Number(digits)));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute - offset, second));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
