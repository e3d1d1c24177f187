import { Dexie, type Table } from 'dexie';
import type { AddedRoot, Application, Identity, SavedSeal } from '../certificate';
import type { KeyRecord, VaultRecord } from '../keys';
import type { Checkpoint, RecordId } from '../ledger';
import type { DeviceSeat, StaffSeat } from '../office';
import type { BlobId, OutboxEntry } from '../sync';
import { StoreError } from './error';
import type { RecordRow } from './record-storage';

/** Types say what this app writes; what is read back is parsed by whoever asked for it. */
export class Database extends Dexie {
  declare readonly device: Table<{ name: string; key: CryptoKey }, string>;
  declare readonly vaults: Table<VaultRecord, string>;
  declare readonly keys: Table<KeyRecord, [vaultId: string, keyId: string]>;
  declare readonly identities: Table<Identity, string>;
  declare readonly seals: Table<SavedSeal, string>;
  declare readonly roots: Table<AddedRoot, string>;
  declare readonly applications: Table<Application, string>;
  declare readonly seats: Table<DeviceSeat | StaffSeat, [platform: string, part: string]>;
  declare readonly files: Table<{ id: BlobId; blob: Blob }, BlobId>;
  declare readonly settings: Table<{ name: string; value: unknown }, string>;
  declare readonly drafts: Table<{ name: string; value: unknown }, string>;

  declare readonly records: Table<RecordRow, [platform: string, position: number]>;
  declare readonly checkpoints: Table<Checkpoint, string>;
  declare readonly outbox: Table<OutboxEntry, number>;
  declare readonly outboxBlobs: Table<{ entry: RecordId; id: BlobId; blob: Blob }, [RecordId, BlobId]>;

  constructor(workspace: string) {
    // Wrong PINs are counted here: a count must be on the disk before the PIN is tried. Nothing is cached, because
    // every tab must see what the others wrote.
    super(`suiyin-${workspace}`, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    // A version that was ever delivered is never changed: changes become the next one, with an `upgrade`.
    this.version(1).stores({
      device: 'name',
      vaults: 'vaultId',
      keys: '[vaultId+keyId], vaultId',
      identities: 'id',
      seals: 'id, identityId',
      roots: 'id',
      settings: 'name',
    });
    this.version(2).stores({
      // A person may belong to several platforms: each has positions of its own.
      records:
        '[platform+position], [platform+id+position], [platform+author+position], [platform+verdict+position]',
      checkpoints: 'platform',
      outbox: '++order, &id, &[platform+author+seq], [platform+state+order]',
      outboxBlobs: '[entry+id], entry',
    });
    this.version(3).stores({ applications: 'id' });
    this.version(4).stores({ seats: '[platform+part]', files: 'id' });
    this.version(5).stores({ drafts: 'name' });
  }
}

/**
 * Opens the database of a workspace: one person on one device. Makes it where it is not there yet.
 *
 * @param workspace 1 to 40 of `a-z`, `0-9`, `-`
 * @throws StoreError `bad-workspace`, `unavailable`, `newer-version`
 */
export async function openDatabase(workspace = 'default'): Promise<Database> {
  if (!/^[a-z0-9-]{1,40}$/.test(workspace)) throw new StoreError('bad-workspace', { workspace });
  const database = new Database(workspace);
  // A newer copy of the app is about to change the tables: this one writes nothing from here on.
  database.on('versionchange', () => {
    database.close({ disableAutoOpen: true });
    return false; // and not what Dexie does: close, but open again at the next access
  });
  try {
    await database.open();
  } catch (cause) {
    throw new StoreError('unavailable', { workspace }, cause);
  }
  // Dexie opens what a newer copy has left, on the tables that it knows. IndexedDB counts its versions in tenths.
  if (database.backendDB().version > database.verno * 10) {
    database.close({ disableAutoOpen: true });
    throw new StoreError('newer-version', { workspace });
  }
  return database;
}
