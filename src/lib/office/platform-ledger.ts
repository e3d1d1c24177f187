import { certificateKinds, emptyCertificates } from '../certificate';
import { defineLedger } from '../ledger';
import { emptyPlatform, platformKinds } from '../platform';
import { emptySuppliers, supplierKinds } from '../supplier';
import { emptyTenders, tenderKinds, type TenderState } from '../tender';

/** Everything that a platform's records say: its staff, its suppliers, its certificates, its tenders. */
export type PlatformState = TenderState;

/** How they come to say it. */
export const platformLedger = defineLedger<PlatformState>({
  // To be raised whenever a rule or a reducer changes: devices then fold anew what they folded by the old ones.
  version: '7',
  initial: () => ({ ...emptyPlatform(), ...emptySuppliers(), ...emptyCertificates(), ...emptyTenders() }),
  kinds: [...platformKinds, ...supplierKinds, ...certificateKinds, ...tenderKinds],
});
