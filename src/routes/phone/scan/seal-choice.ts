import type { CertificateState, PlatformCertificate, PlatformIdentity } from '$lib/certificate';
import type { RecordId } from '$lib/ledger';
import type { Challenge } from '$lib/qr';
import { linkOf } from '$lib/supplier';

/** The account that a computer is logged in as, which asks for seals. */
export interface AskingAccount {
  supplier: RecordId;
  companyName: string;
}

/** @returns undefined where the computer names no account, or one that it is not linked with */
export function accountAsking(
  state: Pick<CertificateState, 'suppliers'>,
  { about, by }: Pick<Challenge, 'about' | 'by'>,
  now: number,
): AskingAccount | undefined {
  const supplier = state.suppliers.get((about ?? '') as RecordId);
  if (!supplier || !linkOf(supplier, by, now)) return undefined;
  const { id, approved, registered } = supplier;
  return {
    supplier: id,
    companyName: approved?.profile.companyName ?? registered.companyName,
  };
}

/**
 * Identities, the one to offer first: that whose certificate is bound to the account of the computer, one of the same
 * company, the one that the phone is switched to, the others.
 */
export function likeliestFirst(
  identities: readonly PlatformIdentity[],
  certificates: ReadonlyMap<string, Pick<PlatformCertificate, 'enterprise' | 'bound'>>,
  { account, enterprise }: { account?: AskingAccount | undefined; enterprise?: RecordId | undefined },
): PlatformIdentity[] {
  const rank = ({ serial, companyName }: PlatformIdentity): number => {
    const certificate = certificates.get(serial);
    if (account && certificate?.bound?.supplier === account.supplier) return 0;
    if (account && companyName === account.companyName) return 1;
    return certificate !== undefined && certificate.enterprise === enterprise ? 2 : 3;
  };
  return [...identities].sort((a, b) => rank(a) - rank(b));
}
