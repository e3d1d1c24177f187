import type { AuthorId, RecordId } from '../ledger';
import type { CertificateSlice, Order, PlatformCertificate } from './state';

/**
 * Where a certificate stands:
 * - `issued`: it waits for being installed
 * - `installed`: it can seal, and is not bound to an account yet
 * - `bound`: it can do everything
 * - `replaced`: its renewal has taken its place
 */
export type CertificateStanding = 'issued' | 'installed' | 'bound' | 'replaced' | 'expired' | 'revoked';

/** @param now ms since the epoch */
export function standingOf(certificate: PlatformCertificate, now: number): CertificateStanding {
  if (certificate.revoked) return 'revoked';
  if (now > certificate.notAfter) return 'expired';
  if (certificate.replacedBy !== undefined) return 'replaced';
  if (certificate.bound) return 'bound';
  return certificate.installedAt === undefined ? 'issued' : 'installed';
}

/** A certificate that can be used, or will be once it is installed: each person has one of a company at most. */
export function usableCertificateOf(
  state: CertificateSlice,
  enterprise: RecordId,
  person: AuthorId,
  now: number,
): PlatformCertificate | undefined {
  return certificatesOf(state, person).find(
    (one) =>
      one.enterprise === enterprise && !['replaced', 'expired', 'revoked'].includes(standingOf(one, now)),
  );
}

/** Newest first. */
export function certificatesOf(state: CertificateSlice, person: AuthorId): PlatformCertificate[] {
  const serials = state.people.get(person)?.certificates ?? [];
  return serials.flatMap((serial) => state.certificates.get(serial) ?? []).reverse();
}

/** An order that something is still to be done for: each person has one of a company at most. */
export function openOrderOf(
  state: CertificateSlice,
  enterprise: RecordId,
  person: AuthorId,
): Order | undefined {
  return ordersOf(state, person).find((order) => order.enterprise === enterprise && isOpen(order));
}

/** Newest first. */
export function ordersOf(state: CertificateSlice, person: AuthorId): Order[] {
  const ids = state.people.get(person)?.orders ?? [];
  return ids.flatMap((id) => state.orders.get(id) ?? []).reverse();
}

export function isOpen({ state }: Order): boolean {
  return ['placed', 'paid', 'rejected', 'approved'].includes(state.name);
}
