import type { KeyStorage } from '../keys';
import type { Database } from './database';

const DEVICE_KEY = 'device-key';

/** Vaults, wrapped keys and the device key in IndexedDB. */
export function keyStorage(database: Database): KeyStorage {
  const { device, vaults, keys } = database;
  return {
    deviceKey: async () => (await device.get(DEVICE_KEY))?.key,

    keepDeviceKey: (key) =>
      database.transaction('rw', device, async () => {
        const present = await device.get(DEVICE_KEY);
        if (present === undefined) await device.add({ name: DEVICE_KEY, key });
        return present === undefined ? key : present.key;
      }),

    vault: (vaultId) => vaults.get(vaultId),

    addVault: (record) =>
      database.transaction('rw', vaults, async () => {
        if ((await vaults.get(record.vaultId)) !== undefined) return false;
        await vaults.add(record);
        return true;
      }),

    updateVault: (vaultId, change) =>
      database.transaction('rw', vaults, async () => {
        await vaults.put(change(await vaults.get(vaultId)));
      }),

    removeVault: (vaultId) =>
      database.transaction('rw', vaults, keys, async () => {
        await vaults.delete(vaultId);
        await keys.where({ vaultId }).delete();
      }),

    key: (vaultId, keyId) => keys.get([vaultId, keyId]),

    addKey: (record) =>
      database.transaction('rw', keys, async () => {
        if ((await keys.get([record.vaultId, record.keyId])) !== undefined) return false;
        await keys.add(record);
        return true;
      }),
  };
}
