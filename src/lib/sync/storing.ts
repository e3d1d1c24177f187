import { LedgerError } from '../ledger';
import { SyncError } from './error';
import { isStorageFull } from './storage-full';

/** Waits for a storage of this device. @throws SyncError `storage-full`, `storage-unavailable`, `history-changed` */
export async function storing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SyncError) throw error;
    if (error instanceof LedgerError && error.code === 'order-changed') {
      throw new SyncError('history-changed', error.detail, error);
    }
    throw new SyncError(isStorageFull(error) ? 'storage-full' : 'storage-unavailable', {}, error);
  }
}
