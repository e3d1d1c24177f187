import type { RecordId } from '$lib/ledger';
import type { Challenge } from '$lib/qr';

/** An answer that this phone has given. */
export interface Given {
  challenge: Challenge;
  purpose: 'bind' | 'login';
  /** as it travels */
  text: string;
  /** the account that it is for */
  supplier: RecordId;
  account: string;
  companyName: string;
  /** of the certificate that answers */
  serial: string;
}
