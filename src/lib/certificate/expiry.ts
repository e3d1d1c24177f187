import type { Identity } from './identity';

const DAY_MS = 24 * 60 * 60 * 1000;

/** From so many days on the end is announced. */
const WARNING_DAYS = 30;

export interface Expiry {
  state: 'valid' | 'expiring' | 'expired';
  /** days until the end, the one that has begun included; 0 after it */
  daysLeft: number;
}

/** How long an identity's certificate still lasts. @param now ms since the epoch */
export function expiryOf({ notAfter }: Pick<Identity, 'notAfter'>, now: number): Expiry {
  const daysLeft = Math.max(0, Math.ceil((notAfter - now) / DAY_MS));
  if (now > notAfter) return { state: 'expired', daysLeft };
  return { state: daysLeft <= WARNING_DAYS ? 'expiring' : 'valid', daysLeft };
}
