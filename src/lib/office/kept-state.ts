import type { CertificateState } from '../certificate';
import { LedgerReader, type RecordStore } from '../ledger';
import { platformLedger } from './platform-ledger';

/**
 * What the records of a platform add up to that were read here before, while another one is the chosen one. Nothing is
 * fetched: it is as old as the last visit.
 *
 * @param records of that platform
 * @throws LedgerError `storage-damaged`, `position-gap`; what the storage throws
 */
export async function keptState(records: RecordStore, platform: string): Promise<CertificateState> {
  return (await LedgerReader.open(platformLedger, platform, records)).state;
}
