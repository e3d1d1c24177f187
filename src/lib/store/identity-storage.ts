import type { ApplicationStorage, IdentityStorage, RootStorage, SealStorage } from '../certificate';
import type { Database } from './database';

const CURRENT_IDENTITY = 'current-identity';

/** Identities in IndexedDB, in one transaction with what belongs to them. */
export function identityStorage(database: Database): IdentityStorage {
  const { identities, vaults, keys, seals, settings } = database;
  const everything = [identities, vaults, keys, seals, settings];
  return {
    identities: () => identities.toArray(),
    identity: (id) => identities.get(id),

    addIdentity: (identity, records, firstSeals) =>
      database.transaction('rw', everything, async () => {
        await vaults.bulkAdd(records.vaults);
        await keys.bulkAdd(records.keys);
        await identities.add(identity);
        await seals.bulkAdd(firstSeals);
        await settings.put({ name: CURRENT_IDENTITY, value: identity.id });
      }),

    removeIdentity: (id) =>
      database.transaction('rw', everything, async () => {
        const identity: { vaultId?: unknown } | undefined = await identities.get(id);
        if (identity === undefined) return false;
        const { vaultId } = identity; // of a damaged record perhaps none
        if (typeof vaultId === 'string') {
          await vaults.delete(vaultId);
          await keys.where({ vaultId }).delete();
        }
        await seals.where({ identityId: id }).delete();
        await identities.delete(id);
        if ((await settings.get(CURRENT_IDENTITY))?.value === id) await settings.delete(CURRENT_IDENTITY);
        return true;
      }),

    currentIdentityId: async () => (await settings.get(CURRENT_IDENTITY))?.value,

    setCurrentIdentity: (id) =>
      database.transaction('rw', identities, settings, async () => {
        if ((await identities.get(id)) === undefined) return false;
        await settings.put({ name: CURRENT_IDENTITY, value: id });
        return true;
      }),
  };
}

/** Applications in IndexedDB, in one transaction with what belongs to them. */
export function applicationStorage(database: Database): ApplicationStorage {
  const { applications, identities, vaults, keys, seals, settings } = database;
  return {
    applications: () => applications.toArray(),

    addApplication: (application, records) =>
      database.transaction('rw', applications, vaults, keys, async () => {
        await vaults.bulkAdd(records.vaults);
        await keys.bulkAdd(records.keys);
        await applications.add(application);
      }),

    removeApplication: (id) =>
      database.transaction('rw', applications, vaults, keys, async () => {
        const application: { vaultId?: unknown } | undefined = await applications.get(id);
        if (application === undefined) return false;
        const { vaultId } = application; // of a damaged record perhaps none
        if (typeof vaultId === 'string') {
          await vaults.delete(vaultId);
          await keys.where({ vaultId }).delete();
        }
        await applications.delete(id);
        return true;
      }),

    install: (id, identity, firstSeals) =>
      database.transaction('rw', applications, identities, seals, settings, async () => {
        if ((await applications.get(id)) === undefined) return false;
        await applications.delete(id);
        await identities.add(identity);
        await seals.bulkAdd(firstSeals);
        await settings.put({ name: CURRENT_IDENTITY, value: identity.id });
        return true;
      }),
  };
}

/** Seals in IndexedDB. */
export function sealStorage(database: Database): SealStorage {
  const { identities, seals } = database;
  return {
    seals: (identityId) => seals.where({ identityId }).toArray(),
    seal: (id) => seals.get(id),

    putSeal: (seal) =>
      database.transaction('rw', identities, seals, async () => {
        if ((await identities.get(seal.identityId)) === undefined) return false;
        await seals.put(seal);
        return true;
      }),

    removeSeal: (id) =>
      database.transaction('rw', seals, async () => {
        if ((await seals.get(id)) === undefined) return false;
        await seals.delete(id);
        return true;
      }),
  };
}

/** Roots that were added by hand, in IndexedDB. */
export function rootStorage(database: Database): RootStorage {
  const { roots } = database;
  return {
    roots: () => roots.toArray(),

    addRoots: (added) =>
      database.transaction('rw', roots, async () => {
        const present = await roots.bulkGet(added.map(({ id }) => id));
        await roots.bulkPut(added.filter((_, index) => present[index] === undefined));
      }),

    removeRoot: (id) =>
      database.transaction('rw', roots, async () => {
        if ((await roots.get(id)) === undefined) return false;
        await roots.delete(id);
        return true;
      }),
  };
}
