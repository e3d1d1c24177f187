import { PkiError } from './error';

export interface Validity {
  notBefore: Date;
  /** the last second that counts (RFC 5280 §4.1.2.5: inclusive) */
  notAfter: Date;
}

/**
 * A validity of whole years, in UTC: up to the second before the same day of a later year. One that begins on 29
 * February ends with the last day of February where that day is missing.
 *
 * @param notBefore cut to whole seconds
 * @throws PkiError `bad-validity`
 */
export function wholeYears(notBefore: Date, years: number): Validity {
  if (Number.isNaN(notBefore.getTime()) || !Number.isInteger(years) || years < 1 || years > 100) {
    throw new PkiError('bad-validity', { notBefore: String(notBefore), years });
  }
  const begin = new Date(notBefore);
  begin.setUTCMilliseconds(0);
  const end = new Date(begin);
  end.setUTCFullYear(begin.getUTCFullYear() + years);
  // 29 February has become 1 March: midnight of that day ends February
  if (end.getUTCDate() !== begin.getUTCDate()) end.setUTCHours(0, 0, 0);
  end.setUTCSeconds(end.getUTCSeconds() - 1);
  return { notBefore: begin, notAfter: end };
}
