import { certificateKinds, emptyCertificates, type CertificateState } from '../certificate';
import { defineLedger } from '../ledger';
import { emptyPlatform, platformKinds } from '../platform';
import { emptySuppliers, supplierKinds } from '../supplier';

/** Everything that a platform's records say: its staff, its suppliers, its certificates. */
export const platformLedger = defineLedger<CertificateState>({
  // To be raised whenever a rule or a reducer changes: devices then fold anew what they folded by the old ones.
  version: '4',
  initial: () => ({ ...emptyPlatform(), ...emptySuppliers(), ...emptyCertificates() }),
  kinds: [...platformKinds, ...supplierKinds, ...certificateKinds],
});
