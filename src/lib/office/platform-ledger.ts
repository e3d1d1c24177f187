import { certificateKinds, emptyCertificates, type CertificateState } from '../certificate';
import { defineLedger } from '../ledger';
import { emptyPlatform, platformKinds } from '../platform';
import { emptySuppliers, supplierKinds } from '../supplier';

/** Everything that a platform's records say: its staff, its suppliers, its certificates. */
export const platformLedger = defineLedger<CertificateState>({
  version: '1',
  initial: () => ({ ...emptyPlatform(), ...emptySuppliers(), ...emptyCertificates() }),
  kinds: [...platformKinds, ...supplierKinds, ...certificateKinds],
});
