import { wholeYears } from '../pki';
import type { Order, PlatformCertificate } from './state';

type Certificates = ReadonlyMap<string, Pick<PlatformCertificate, 'notAfter' | 'revoked'>>;

/**
 * From when on the years of an order count, where that is not the day of issue: a certificate that is renewed while it is
 * valid keeps what is left of it, and the new years begin with the second after its end.
 *
 * @param at ms since the epoch
 */
export function countedFrom(
  certificates: Certificates,
  { replaces }: Pick<Order, 'replaces'>,
  at: number,
): Date | undefined {
  const before = replaces === undefined ? undefined : certificates.get(replaces);
  if (!before || before.revoked || before.notAfter < at) return undefined;
  return new Date(before.notAfter + 1000);
}

/** When a certificate that is issued at an instant will end: what is shown before it is ordered and paid for, in ms. */
export function endOfTerm(
  certificates: Certificates,
  order: Pick<Order, 'replaces' | 'years'>,
  at: number,
): number {
  return wholeYears(countedFrom(certificates, order, at) ?? new Date(at), order.years).notAfter.getTime();
}
