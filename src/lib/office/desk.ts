import type { RecordWriter } from '../platform';
import type { PlatformState } from './platform-ledger';

/** Somebody at work on a platform, as the acts of certificates and tenders want them. */
export interface OfficeDesk {
  writer: RecordWriter;
  state: PlatformState;
  /** ms since the epoch, by the platform's clock as it is known here */
  now: number;
}
