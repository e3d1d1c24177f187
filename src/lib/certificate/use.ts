import type { CertificateSlice, PlatformCertificate } from './state';
import { standingOf } from './standing';

/** Why a certificate may not seal now; the way out of each is a renewal or a new order. */
export type UseRefusal = 'not-yet-valid' | 'expired' | 'revoked' | 'replaced';

/**
 * Whether an identity may seal, as far as this device knows.
 *
 * @param state of the platform; undefined where nothing is known of it here: then the certificate's own times decide
 * @param now   ms since the epoch
 */
export function useRefusal(
  identity: Pick<PlatformCertificate, 'serial' | 'notBefore' | 'notAfter'>,
  state: CertificateSlice | undefined,
  now: number,
): UseRefusal | undefined {
  const known = state?.certificates.get(identity.serial);
  const standing = known && standingOf(known, now);
  if (standing === 'revoked' || standing === 'replaced') return standing;
  if (now > identity.notAfter) return 'expired';
  return now < identity.notBefore ? 'not-yet-valid' : undefined;
}
