import type { PlatformIdentity } from '$lib/certificate';
import { describeCertificate } from '$lib/pki';
import type { Supplier } from '$lib/supplier';
import type { Bidder } from '$lib/tender';
import { office } from '../../../office.svelte';
import { session } from '../../../session.svelte';
import { progressOf } from '../../progress';

/** As whom a supplier bids: by the newest certificate that is bound to the account and good now; undefined without one. */
export function bidderOf(supplier: Supplier): Bidder | undefined {
  const [bound] = progressOf(office.state, supplier, office.now()).bound;
  if (!bound) return undefined;
  const { certificate, serial } = bound;
  const { commonName: company = '', creditCode = '' } = describeCertificate(certificate);
  return { supplier: supplier.id, company, creditCode, certificate, serial };
}

/** The bidder's certificate where its key is on this device: then its PIN does, and no phone is needed. */
export function ownIdentity({ serial }: Bidder): PlatformIdentity | undefined {
  return session.identities.find(
    (one): one is PlatformIdentity =>
      one.kind === 'platform' && one.platform === office.platformId && one.serial === serial,
  );
}
