import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity, SavedSeal } from '../certificate';
import { Vaults, type KeyStorage, type VaultRecord } from '../keys';
import { openDatabase, type Database } from './database';
import { Directory } from './directory';
import type { StoreError } from './error';
import { identityStorage, rootStorage, sealStorage } from './identity-storage';
import { keyStorage } from './key-storage';

const PIN = '839417';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const data = new TextEncoder().encode('投标文件');

let workspaces = 0;
let database: Database;
let keys: KeyStorage;
let vaults: Vaults;

beforeEach(async () => {
  database = await openDatabase(`test-${workspaces++}`);
  keys = keyStorage(database);
  vaults = new Vaults(keys, { kdf: CHEAP });
});

/** The same database, as another tab sees it. */
async function otherTab(): Promise<Database> {
  return openDatabase(database.name.replace('suiyin-', ''));
}

function identity(id: string, over: Partial<Omit<Identity, 'kind'>> = {}): Identity {
  return {
    id,
    kind: 'trial',
    companyName: '云溪测试有限公司',
    creditCode: '91110000000000000X',
    algorithm: 'p256',
    vaultId: `vault of ${id}`,
    keyId: 'company',
    certificate: new Uint8Array([1]),
    chain: [new Uint8Array([2]), new Uint8Array([3])],
    notBefore: 1,
    notAfter: 2,
    createdAt: 1,
    ...over,
  };
}

function seal(id: string, identityId: string): SavedSeal {
  const design = { kind: 'date' as const, format: 'iso' as const, heightMm: 5, color: '#1b1d20' };
  return { id, identityId, name: '日期', design, createdAt: 1 };
}

describe('a database', () => {
  it('is one a workspace', async () => {
    await vaults.create('v', PIN);
    const other = await openDatabase('somebody-else');
    expect(await keyStorage(other).vault('v')).toBeUndefined();
    expect(await keyStorage(other).deviceKey()).toBeUndefined();
  });

  it.each(['', 'Default', 'a b', '../x', 'x'.repeat(41)])('has no workspace %j', async (name) => {
    await expect(openDatabase(name)).rejects.toMatchObject({ name: 'StoreError', code: 'bad-workspace' });
  });

  it.each(['directory', 'platform-p'])('called %j leaves the browser’s own list alone', async (name) => {
    const directory = new Directory();
    await directory.addPlatform('p', 1);
    const database = await openDatabase(name);
    expect(await directory.platforms()).toContain('p');
    database.close();
  });

  it('that a later version of the app has changed is not touched', async () => {
    const later = new Dexie('suiyin-later');
    later.version(99).stores({ vaults: 'vaultId', drawers: 'id' });
    await later.open();
    later.close();
    const code = await openDatabase('later').catch((error: StoreError) => error.code);
    expect(code).toBe('newer-version');
  });

  it('that a later version is about to change is let go', async () => {
    const later = new Dexie(database.name);
    later.version(99).stores({ drawers: 'id' });
    await later.open();
    await expect(vaults.create('v', PIN)).rejects.toThrow();
    later.close();
  });
});

describe('keys in IndexedDB', () => {
  it('unlock and sign in another tab, by the same device key', async () => {
    await (await vaults.create('v', PIN)).createKey('company', 'p256');
    const unlocked = await new Vaults(keyStorage(await otherTab())).unlock('v', PIN);
    expect(await unlocked.sign('company', data)).toHaveLength(64);
  });

  it('of several tabs that make a device key at once, all use one', async () => {
    const tab = new Vaults(keyStorage(await otherTab()), { kdf: CHEAP });
    await Promise.all([vaults.create('v', PIN), tab.create('w', PIN)]);
    await tab.unlock('v', PIN);
    await vaults.unlock('w', PIN);
  });

  it('are made once', async () => {
    const unlocked = await vaults.create('v', PIN);
    await expect(vaults.create('v', PIN)).rejects.toMatchObject({ code: 'vault-exists' });
    await unlocked.createKey('company', 'p256');
    await expect(unlocked.createKey('company', 'p256')).rejects.toMatchObject({ code: 'key-exists' });
  });

  it('count wrong PINs of all tabs together', async () => {
    await vaults.create('v', PIN);
    const tab = new Vaults(keyStorage(await otherTab()));
    const tries = [vaults, tab, vaults, tab].map((one) => one.unlock('v', '550916'));
    await Promise.allSettled(tries);
    expect(await tab.status('v')).toMatchObject({ attemptsLeft: 4 });
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'backing-off' });
  });

  it('stay as they were when a change throws', async () => {
    await vaults.create('v', PIN);
    const before = await keys.vault('v');
    const failing = keys.updateVault('v', (stored) => {
      (stored as VaultRecord).passkeys.push({} as never);
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(new RangeError('no'));
    expect(await keys.vault('v')).toEqual(before);
  });

  it('that are no longer what was written are refused', async () => {
    await vaults.create('v', PIN);
    await database.vaults.update('v', { prfSalt: 'text' as never });
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'storage-damaged' });
    await expect(vaults.status('missing')).rejects.toMatchObject({ code: 'no-such-vault' });
  });

  it('leave with their vault', async () => {
    await (await vaults.create('v', PIN)).createKey('company', 'p256');
    await vaults.remove('v');
    expect(await database.keys.count()).toBe(0);
    expect(await database.vaults.count()).toBe(0);
  });
});

describe('identities in IndexedDB', () => {
  async function recordsOf(id: string) {
    const staged = vaults.stage();
    await (await staged.vaults.create(`vault of ${id}`, PIN)).createKey('company', 'p256');
    return staged.records();
  }

  it('come with their vault, keys and first seals, and become the current one', async () => {
    const identities = identityStorage(database);
    await identities.addIdentity(identity('a'), await recordsOf('a'), [seal('s', 'a')]);
    expect(await identities.identity('a')).toEqual(identity('a'));
    expect(await sealStorage(database).seals('a')).toEqual([seal('s', 'a')]);
    expect(await identities.currentIdentityId()).toBe('a');
    expect(await (await vaults.unlock('vault of a', PIN)).sign('company', data)).toHaveLength(64);
  });

  it('leave nothing behind where a part cannot be written', async () => {
    const identities = identityStorage(database);
    const records = await recordsOf('a');
    const twice = { ...records, keys: [...records.keys, ...records.keys] };
    await expect(identities.addIdentity(identity('a'), twice, [])).rejects.toThrow();
    const sealTwice = [seal('s', 'a'), seal('s', 'a')];
    await expect(identities.addIdentity(identity('a'), records, sealTwice)).rejects.toThrow();
    const counts = await Promise.all(database.tables.map(async (table) => [table.name, await table.count()]));
    expect(Object.fromEntries(counts)).toEqual({
      applications: 0,
      device: 1,
      drafts: 0,
      files: 0,
      vaults: 0,
      keys: 0,
      identities: 0,
      seals: 0,
      seats: 0,
      roots: 0,
      settings: 0,
      records: 0,
      checkpoints: 0,
      outbox: 0,
      outboxBlobs: 0,
    });
  });

  it('leave with their vault, keys and seals, and nobody else does', async () => {
    const identities = identityStorage(database);
    const seals = sealStorage(database);
    for (const id of ['a', 'b']) {
      await identities.addIdentity(identity(id), await recordsOf(id), []);
      await seals.putSeal(seal(`seal of ${id}`, id));
    }
    expect(await identities.removeIdentity('b')).toBe(true);
    expect(await identities.removeIdentity('b')).toBe(false);
    expect(await identities.currentIdentityId()).toBeUndefined();
    expect(await database.vaults.toCollection().primaryKeys()).toEqual(['vault of a']);
    expect(await database.keys.toCollection().primaryKeys()).toEqual([['vault of a', 'company']]);
    expect(await database.seals.toCollection().primaryKeys()).toEqual(['seal of a']);
  });

  it('can be removed although their record is damaged', async () => {
    const identities = identityStorage(database);
    await database.identities.put({ id: 'broken' } as never);
    expect(await identities.removeIdentity('broken')).toBe(true);
    expect(await identities.identities()).toEqual([]);
  });

  it('take no seal and no choice for one that is not there', async () => {
    expect(await sealStorage(database).putSeal(seal('s', 'nobody'))).toBe(false);
    expect(await identityStorage(database).setCurrentIdentity('nobody')).toBe(false);
    expect(await sealStorage(database).seals('nobody')).toEqual([]);
  });
});

describe('roots in IndexedDB', () => {
  it('that are there already keep the day on which they were added', async () => {
    const roots = rootStorage(database);
    const certificate = new Uint8Array([1]);
    await roots.addRoots([{ id: 'a', certificate, addedAt: 1 }]);
    await roots.addRoots([
      { id: 'a', certificate, addedAt: 2 },
      { id: 'b', certificate, addedAt: 2 },
    ]);
    expect(await roots.roots()).toMatchObject([
      { id: 'a', addedAt: 1 },
      { id: 'b', addedAt: 2 },
    ]);
    expect(await roots.removeRoot('a')).toBe(true);
    expect(await roots.removeRoot('a')).toBe(false);
  });
});
