import type { Identity } from './identity';
import { RENEWAL_DAYS } from './todo';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Expiry {
  state: 'valid' | 'expiring' | 'expired';
  /** days until the end, the one that has begun included; 0 after it */
  daysLeft: number;
}

/** How long an identity's certificate still lasts. @param now ms since the epoch */
export function expiryOf({ notAfter }: Pick<Identity, 'notAfter'>, now: number): Expiry {
  const daysLeft = Math.max(0, Math.ceil((notAfter - now) / DAY_MS));
  if (now > notAfter) return { state: 'expired', daysLeft };
  return { state: daysLeft <= RENEWAL_DAYS ? 'expiring' : 'valid', daysLeft };
}
