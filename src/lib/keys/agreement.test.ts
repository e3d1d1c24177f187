import { beforeEach, describe, expect, it } from 'vitest';
import { memoryKeyStorage, type KeyStorage } from './storage';
import type { UnlockedVault } from './unlocked';
import { Vaults } from './vaults';

const PIN = '839417';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const X25519 = { name: 'X25519' };

let storage: KeyStorage;
let vaults: Vaults;
let vault: UnlockedVault;

beforeEach(async () => {
  storage = memoryKeyStorage();
  vaults = new Vaults(storage, { kdf: CHEAP });
  vault = await vaults.create('v', PIN);
});

/** What two keys agree on. */
async function agreed(own: CryptoKey, theirs: Uint8Array): Promise<Buffer> {
  const peer = await crypto.subtle.importKey('spki', theirs as Uint8Array<ArrayBuffer>, X25519, false, []);
  return Buffer.from(await crypto.subtle.deriveBits({ ...X25519, public: peer }, own, 256));
}

describe('an agreement key', () => {
  it('agrees with another one, also after the vault was unlocked again', async () => {
    const mine = await vault.createAgreementKey('private');
    vault.lock();
    vault = await vaults.unlock('v', PIN);
    const other = await vaults.create('w', PIN);
    const theirs = await other.createAgreementKey('private');
    const secret = await agreed(await vault.agreementKey('private'), theirs.spki);
    expect(secret).toEqual(await agreed(await other.agreementKey('private'), mine.spki));
    expect(secret.some((byte) => byte !== 0)).toBe(true);
  });

  it('can neither be exported nor do anything else', async () => {
    await vault.createAgreementKey('private');
    const key = await vault.agreementKey('private');
    expect(key).toMatchObject({
      type: 'private',
      extractable: false,
      algorithm: X25519,
      usages: ['deriveBits'],
    });
    await expect(crypto.subtle.exportKey('pkcs8', key)).rejects.toThrow();
    await expect(vault.sign('private', new Uint8Array(1))).rejects.toMatchObject({
      code: 'unsupported-algorithm',
    });
    await expect(vault.publicKey('private')).rejects.toMatchObject({ code: 'unsupported-algorithm' });
  });

  it('is no signing key, and a signing key is none', async () => {
    await vault.createKey('company', 'p256');
    await expect(vault.agreementKey('company')).rejects.toMatchObject({ code: 'unsupported-algorithm' });
    await expect(vault.createAgreementKey('company')).rejects.toMatchObject({ code: 'key-exists' });
    await expect(vault.agreementKey('none')).rejects.toMatchObject({ code: 'no-such-key' });
  });

  it('is not given out by a locked vault', async () => {
    await vault.createAgreementKey('private');
    const asking = vault.agreementKey('private');
    vault.lock();
    await expect(asking).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(vault.agreementKey('private')).rejects.toMatchObject({ code: 'vault-locked' });
    await expect(vault.createAgreementKey('more')).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it.each(['wrapped', 'spki', 'iv'] as const)('with another %s is not used', async (part) => {
    await vault.createAgreementKey('private');
    const record = (await storage.key('v', 'private')) as Parameters<KeyStorage['addKey']>[0];
    const copy = memoryKeyStorage();
    await copy.keepDeviceKey((await storage.deviceKey()) as CryptoKey);
    await copy.addVault((await storage.vault('v')) as Parameters<KeyStorage['addVault']>[0]);
    await copy.addKey({ ...record, [part]: record[part].map((byte, at) => (at === 3 ? byte ^ 1 : byte)) });
    const opened = await new Vaults(copy, { kdf: CHEAP }).unlock('v', PIN);
    await expect(opened.agreementKey('private')).rejects.toMatchObject({ code: 'storage-damaged' });
  });
});
