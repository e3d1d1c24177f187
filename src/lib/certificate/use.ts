import { CertificateError } from './error';
import type { CertificateSlice, PlatformCertificate } from './state';
import { standingOf } from './standing';

/** Why a certificate may not seal now; the way out of each is a renewal or a new order. */
export type UseRefusal = 'not-yet-valid' | 'expired' | 'revoked' | 'replaced';

/** Of the certificate that is to seal; one for trying out has no serial number on a platform. */
type UsedCertificate = Pick<PlatformCertificate, 'notBefore' | 'notAfter'> & { serial?: string };

/**
 * Whether an identity may seal, as far as this device knows.
 *
 * @param state of the platform; undefined where nothing is known of it here: then the certificate's own times decide
 * @param now   ms since the epoch
 */
export function useRefusal(
  identity: UsedCertificate,
  state: CertificateSlice | undefined,
  now: number,
): UseRefusal | undefined {
  const known = identity.serial === undefined ? undefined : state?.certificates.get(identity.serial);
  const standing = known && standingOf(known, now);
  if (standing === 'revoked' || standing === 'replaced') return standing;
  if (now > identity.notAfter) return 'expired';
  return now < identity.notBefore ? 'not-yet-valid' : undefined;
}

/** To be called right before the key is used, with what `useRefusal` takes. @throws CertificateError `may-not-seal` */
export function checkUse(...args: Parameters<typeof useRefusal>): void {
  const reason = useRefusal(...args);
  if (reason) throw new CertificateError('may-not-seal', { reason });
}
