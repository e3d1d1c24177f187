import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Applications, Identities, type Identity } from '../certificate';
import { Vaults } from '../keys';
import { applicationStorage, identityStorage, keyStorage, openDatabase, type Database } from './index';

const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const PIN = '839417';
const subject = { companyName: '云溪测试有限公司', creditCode: '91350100M000100Y43', platformName: '平台' };

let workspaces = 0;
let database: Database;
let vaults: Vaults;
let applications: Applications;
beforeEach(async () => {
  database = await openDatabase(`applications-${workspaces++}`);
  vaults = new Vaults(keyStorage(database), { kdf: CHEAP });
  applications = new Applications(applicationStorage(database), vaults);
});

const prepare = () => applications.prepare({ platform: 'p', enterprise: 'e', subject, pin: PIN });

function identityFor(vaultId: string): Identity {
  return {
    ...{ id: 'i', kind: 'platform', platform: 'p', serial: '4a', enterprise: 'e' },
    ...{ companyName: subject.companyName, creditCode: subject.creditCode, algorithm: 'p256' },
    ...{ vaultId, keyId: 'company', certificate: new Uint8Array([1]), chain: [new Uint8Array([2])] },
    ...{ notBefore: 1, notAfter: 2, createdAt: 3 },
  };
}

describe('an application', () => {
  it('is kept with its key, which its PIN opens', async () => {
    const application = await prepare();
    expect(await applications.list()).toEqual([application]);
    expect(await applications.of(application)).toEqual(application);
    const vault = await vaults.unlock(application.vaultId, PIN);
    expect(await vault.sign(application.keyId, new Uint8Array([1]))).toHaveLength(64);
  });

  it('is not there at all where a key cannot be', async () => {
    await expect(
      applications.prepare({ platform: 'p', enterprise: 'e', subject, pin: '123456' }),
    ).rejects.toMatchObject({ code: 'weak-pin' });
    const bad = { ...subject, creditCode: 'x' };
    await expect(
      applications.prepare({ platform: 'p', enterprise: 'e', subject: bad, pin: PIN }),
    ).rejects.toMatchObject({ code: 'bad-credit-code' });
    const counts = await Promise.all(
      [database.applications, database.vaults, database.keys].map((table) => table.count()),
    );
    expect(counts).toEqual([0, 0, 0]);
  });

  it('becomes an identity, whose key it was', async () => {
    const application = await prepare();
    const storage = applicationStorage(database);
    const identity = identityFor(application.vaultId);
    expect(await storage.install(application.id, identity, [])).toBe(true);
    expect(await storage.install(application.id, { ...identity, id: 'j' }, [])).toBe(false);
    const identities = new Identities(identityStorage(database), vaults);
    expect(await identities.list()).toEqual([identity]);
    expect((await identities.current())?.id).toBe('i');
    expect(await applications.list()).toEqual([]);
    await vaults.unlock(application.vaultId, PIN);
    await identities.remove('i');
    await expect(vaults.unlock(application.vaultId, PIN)).rejects.toMatchObject({ code: 'no-such-vault' });
  });

  it('that cannot be read is left out, and can be removed', async () => {
    await database.applications.put({ id: 'damaged', vaultId: 7 } as never);
    expect(await applications.list()).toEqual([]);
    expect(await applications.remove('damaged')).toBe(true);
  });
});
