import { webcrypto } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryKeyStorage, type KeyStorage } from './storage';
import type { VaultRecord } from './records';
import { Vaults, type VaultOptions } from './vaults';

const PIN = '839417';
const WRONG = '550916';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const data = new TextEncoder().encode('投标文件');

let storage: KeyStorage;
let now: number;
let vaults: Vaults;

function open(on: KeyStorage, opts: VaultOptions = {}): Vaults {
  return new Vaults(on, { kdf: CHEAP, now: () => now, ...opts });
}

beforeEach(() => {
  storage = memoryKeyStorage();
  now = Date.UTC(2026, 10, 1, 9);
  vaults = open(storage);
});

/** Changes what is stored behind the app's back. */
function tamper(change: (record: VaultRecord) => unknown): Promise<void> {
  return storage.updateVault('v', (stored) => change(stored as VaultRecord) as VaultRecord);
}

function flipped(bytes: Uint8Array, index = bytes.length - 1): Uint8Array {
  return bytes.map((byte, at) => (at === index ? byte ^ 1 : byte));
}

/** All byte strings in a value. */
function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bytesIn) : [];
}

async function wrongPins(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await expect(vaults.unlock('v', WRONG)).rejects.toMatchObject({ code: n === 7 ? 'locked' : 'wrong-pin' });
    now += 15 * 60_000;
  }
}

describe('a vault', () => {
  it.each([
    ['p256' as const, { name: 'ECDSA', hash: 'SHA-256' }],
    ['rsa2048' as const, { name: 'RSASSA-PKCS1-v1_5' }],
  ])('signs with its %s keys after it was unlocked again', async (algorithm, verify) => {
    const { publicKey, spki } = await (await vaults.create('v', PIN)).createKey('company', algorithm);
    const unlocked = await open(storage).unlock('v', PIN);
    const signature = await unlocked.sign('company', data);
    expect(await webcrypto.subtle.verify(verify, publicKey, signature, data)).toBe(true);
    expect(await unlocked.publicKey('company')).toEqual({ spki, algorithm });
  });

  it('keeps private keys and its own key only wrapped', async () => {
    const made: CryptoKey[] = [];
    const { subtle } = crypto;
    const original = subtle.generateKey.bind(subtle);
    subtle.generateKey = (async (...args: Parameters<typeof original>) => {
      const key = (await original(...args)) as CryptoKey | CryptoKeyPair;
      made.push('privateKey' in key ? key.privateKey : key);
      return key;
    }) as typeof subtle.generateKey;
    try {
      await (await vaults.create('v', PIN)).createKey('company', 'p256');
    } finally {
      subtle.generateKey = original;
    }
    const stored = Buffer.concat(bytesIn([await storage.vault('v'), await storage.key('v', 'company')]));
    const secrets = made.filter((key) => key.extractable);
    expect(secrets).toHaveLength(2);
    for (const key of secrets) {
      const secret =
        key.type === 'private'
          ? Buffer.from((await subtle.exportKey('jwk', key)).d ?? '', 'base64url')
          : Buffer.from(await subtle.exportKey('raw', key));
      expect(secret).toHaveLength(32);
      expect(stored.includes(secret)).toBe(false);
    }
    await expect(subtle.exportKey('raw', (await storage.deviceKey()) as CryptoKey)).rejects.toThrow();
  });

  it('refuses a weak PIN, also at changing it', async () => {
    await expect(vaults.create('v', '123456')).rejects.toMatchObject({
      code: 'weak-pin',
      detail: { reason: 'sequence' },
    });
    await expect(vaults.status('v')).rejects.toMatchObject({ code: 'no-such-vault' });
    await vaults.create('v', PIN);
    await expect(vaults.changePin('v', PIN, '111111')).rejects.toMatchObject({ code: 'weak-pin' });
  });

  it('is made once, and of keys with one name there is one', async () => {
    const unlocked = await vaults.create('v', PIN);
    await expect(vaults.create('v', WRONG)).rejects.toMatchObject({ code: 'vault-exists' });
    await unlocked.createKey('company', 'p256');
    await expect(unlocked.createKey('company', 'p256')).rejects.toMatchObject({ code: 'key-exists' });
    await expect(unlocked.sign('other', data)).rejects.toMatchObject({ code: 'no-such-key' });
  });

  it('goes with its keys and leaves those of others', async () => {
    await (await vaults.create('v', PIN)).createKey('company', 'p256');
    await (await vaults.create('w', PIN)).createKey('company', 'p256');
    await vaults.remove('v');
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'no-such-vault' });
    expect(await storage.key('v', 'company')).toBeUndefined();
    expect(await (await vaults.unlock('w', PIN)).sign('company', data)).toHaveLength(64);
  });

  it('that was staged appears in the storage only when its records are written', async () => {
    const staged = vaults.stage();
    await (await staged.vaults.create('v', PIN)).createKey('company', 'p256');
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'no-such-vault' });
    const records = staged.records();
    for (const vault of records.vaults) await storage.addVault(vault);
    for (const key of records.keys) await storage.addKey(key);
    expect(await (await vaults.unlock('v', PIN)).sign('company', data)).toHaveLength(64);
  });
});

describe('neither half opens a vault', () => {
  it('the whole database on another device, with its own device key', async () => {
    await vaults.create('v', PIN);
    const copy = memoryKeyStorage();
    await copy.addVault((await storage.vault('v')) as VaultRecord);
    await expect(open(copy).unlock('v', PIN)).rejects.toMatchObject({ code: 'device-key-missing' });
    await open(copy).create('own', PIN); // makes a device key there
    await expect(open(copy).unlock('v', PIN)).rejects.toMatchObject({ code: 'device-key-missing' });
  });

  it('the database with the PIN, even where it claims to belong to the device key that is there', async () => {
    await vaults.create('v', PIN);
    const copy = memoryKeyStorage();
    await open(copy).create('own', PIN);
    const { deviceKeyId } = (await copy.vault('own')) as VaultRecord;
    await copy.addVault({ ...((await storage.vault('v')) as VaultRecord), deviceKeyId });
    await expect(open(copy).unlock('v', PIN)).rejects.toMatchObject({ code: 'wrong-pin' });
  });

  it('the device key without the PIN', async () => {
    await vaults.create('v', PIN);
    await expect(vaults.unlock('v', WRONG)).rejects.toMatchObject({ code: 'wrong-pin' });
    await expect(vaults.unlock('v', '')).rejects.toMatchObject({ code: 'wrong-pin' });
  });
});

describe('wrong PINs', () => {
  beforeEach(async () => void (await vaults.create('v', PIN)));

  it('say what is left and how long to wait', async () => {
    const answers: unknown[] = [];
    for (let n = 0; n < 7; n++) {
      await vaults.unlock('v', WRONG).catch((error) => answers.push(error.detail));
      now += 15 * 60_000;
    }
    expect(answers).toEqual(
      [0, 0, 0, 30, 60, 300, 900].map((s, n) => ({ vaultId: 'v', attemptsLeft: 7 - n, waitMs: s * 1000 })),
    );
  });

  it('make even the right PIN wait, which costs no try', async () => {
    await wrongPins(3);
    await expect(vaults.unlock('v', WRONG)).rejects.toMatchObject({ code: 'wrong-pin' });
    now += 29_000;
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({
      code: 'backing-off',
      detail: { waitMs: 1000 },
    });
    expect(await vaults.status('v')).toMatchObject({ attemptsLeft: 4, waitUntil: now + 1000, locked: false });
    now += 1000;
    await vaults.unlock('v', PIN);
  });

  it('are forgotten after a right one', async () => {
    await wrongPins(5);
    await vaults.unlock('v', PIN);
    expect(await vaults.status('v')).toEqual({ attemptsLeft: 8, locked: false, passkeys: [] });
  });

  it('lock the vault with the eighth, for the right PIN too', async () => {
    await wrongPins(8);
    now += 365 * 86_400_000;
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'locked' });
    await expect(vaults.changePin('v', PIN, '770315')).rejects.toMatchObject({ code: 'locked' });
    expect(await vaults.status('v')).toMatchObject({ attemptsLeft: 0, locked: true });
  });

  it('are counted before they are tried, so that closing the page gains nothing', async () => {
    let countedAtTry: number | undefined;
    const { subtle } = crypto;
    const original = subtle.unwrapKey.bind(subtle);
    subtle.unwrapKey = async () => {
      countedAtTry = (await vaults.status('v')).attemptsLeft;
      throw new Error('the tab was closed');
    };
    try {
      await vaults.unlock('v', WRONG).catch(() => undefined);
    } finally {
      subtle.unwrapKey = original;
    }
    expect(countedAtTry).toBe(7);
  });

  it('from several tabs at once are all counted', async () => {
    const tries = Array.from({ length: 8 }, () => open(storage).unlock('v', WRONG));
    const codes = (await Promise.allSettled(tries)).map(
      (result) => result.status === 'rejected' && result.reason.code,
    );
    expect(codes.filter((code) => code === 'wrong-pin')).toHaveLength(4); // the fourth makes the others wait
    expect(codes.filter((code) => code === 'backing-off')).toHaveLength(4);
  });

  it('are not counted where the device could not stretch the PIN', async () => {
    const failing = open(storage, { stretch: () => Promise.reject(new RangeError('out of memory')) });
    await expect(failing.unlock('v', PIN)).rejects.toThrow('out of memory');
    expect(await vaults.status('v')).toMatchObject({ attemptsLeft: 8 });
  });
});

describe('altered records', () => {
  beforeEach(async () => {
    await (await vaults.create('v', PIN)).createKey('company', 'p256');
  });

  it.each<[string, (record: VaultRecord) => unknown, string]>([
    [
      'a bit of the wrapped key',
      (r) => ({ ...r, pin: { ...r.pin, wrapped: flipped(r.pin.wrapped) } }),
      'wrong-pin',
    ],
    ['a bit of the salt', (r) => ({ ...r, pin: { ...r.pin, salt: flipped(r.pin.salt) } }), 'wrong-pin'],
    ['a lower cost', (r) => ({ ...r, pin: { ...r.pin, kdf: { ...r.pin.kdf, memoryKib: 16 } } }), 'wrong-pin'],
    ['another device key', (r) => ({ ...r, deviceKeyId: flipped(r.deviceKeyId) }), 'device-key-missing'],
    [
      'a cost that fills the memory',
      (r) => ({ ...r, pin: { ...r.pin, kdf: { ...r.pin.kdf, memoryKib: 2 ** 30 } } }),
      'storage-damaged',
    ],
    ['a missing part', (r) => ({ ...r, pin: undefined }), 'storage-damaged'],
    ['a short salt', (r) => ({ ...r, pin: { ...r.pin, salt: r.pin.salt.slice(1) } }), 'storage-damaged'],
    ['a negative count', (r) => ({ ...r, attempts: { ...r.attempts, count: -100 } }), 'storage-damaged'],
    ['a foreign version', (r) => ({ ...r, version: 2 }), 'storage-damaged'],
    ['no object at all', () => 'vault', 'storage-damaged'],
  ])('with %s are refused', async (_what, change, code) => {
    await tamper(change);
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code });
  });

  it('a vault in the place of another does not open', async () => {
    await vaults.create('w', PIN);
    const other = (await storage.vault('w')) as VaultRecord;
    await tamper(() => other);
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'storage-damaged' });
    await tamper(() => ({ ...other, vaultId: 'v' }));
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'wrong-pin' });
  });

  it.each(['wrapped', 'spki', 'iv'] as const)('a signing key with another %s does not sign', async (part) => {
    const key = (await storage.key('v', 'company')) as Parameters<KeyStorage['addKey']>[0];
    const copy = memoryKeyStorage();
    await copy.keepDeviceKey((await storage.deviceKey()) as CryptoKey);
    await copy.addVault((await storage.vault('v')) as VaultRecord);
    await copy.addKey({ ...key, [part]: flipped(key[part]) });
    await expect((await open(copy).unlock('v', PIN)).sign('company', data)).rejects.toMatchObject({
      code: 'storage-damaged',
    });
  });

  it('a signing key under the name of another does not sign', async () => {
    const unlocked = await vaults.unlock('v', PIN);
    const key = (await storage.key('v', 'company')) as Parameters<KeyStorage['addKey']>[0];
    await storage.addKey({ ...key, keyId: 'root' });
    await expect(unlocked.sign('root', data)).rejects.toMatchObject({ code: 'storage-damaged' });
  });

  it('a device key that can be exported is not used', async () => {
    const fake = memoryKeyStorage();
    await fake.keepDeviceKey(
      await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']),
    );
    await expect(open(fake).create('v', PIN)).rejects.toMatchObject({ code: 'storage-damaged' });
  });
});

describe('changing the PIN', () => {
  const NEW = '770315';

  it('keeps the keys and makes the old PIN wrong', async () => {
    await (await vaults.create('v', PIN)).createKey('company', 'p256');
    const key = await storage.key('v', 'company');
    await vaults.changePin('v', PIN, NEW);
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'wrong-pin' });
    expect(await (await vaults.unlock('v', NEW)).sign('company', data)).toHaveLength(64);
    expect(await storage.key('v', 'company')).toEqual(key);
  });

  it('with a wrong old PIN counts a try and changes nothing', async () => {
    await vaults.create('v', PIN);
    await expect(vaults.changePin('v', WRONG, NEW)).rejects.toMatchObject({ code: 'wrong-pin' });
    expect(await vaults.status('v')).toMatchObject({ attemptsLeft: 7 });
    await vaults.unlock('v', PIN);
  });

  it('in two tabs at once counts in one of them, and the other is told', async () => {
    await vaults.create('v', PIN);
    const pins = ['770315', '802946'];
    const results = await Promise.allSettled(pins.map((pin) => open(storage).changePin('v', PIN, pin)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(['pin-changed']);
    const counting = pins[results.findIndex(({ status }) => status === 'fulfilled')] ?? '';
    await vaults.unlock('v', counting);
    expect(await vaults.status('v')).toMatchObject({ attemptsLeft: 8 });
  });

  it('while a passkey is being made takes the right to make it', async () => {
    await vaults.create('v', PIN);
    const adding = vaults.addPasskey('v', PIN, 'phone', async () => {
      await open(storage).changePin('v', PIN, NEW);
      return { credentialId: 'AAAA', prfOutput: new Uint8Array(32).fill(7) };
    });
    await expect(adding).rejects.toMatchObject({ code: 'pin-changed' });
    expect((await vaults.status('v')).passkeys).toEqual([]);
  });

  it('by a passkey that is removed meanwhile is refused', async () => {
    await vaults.create('v', PIN);
    const answer = async () => ({ credentialId: 'AAAA', prfOutput: new Uint8Array(32).fill(7) });
    await vaults.addPasskey('v', PIN, 'phone', answer);
    const slow = open(storage, {
      stretch: async () => {
        await vaults.removePasskey('v', 'AAAA');
        return new Uint8Array(32);
      },
    });
    await expect(slow.changePinWithPasskey('v', answer, NEW)).rejects.toMatchObject({
      code: 'no-such-passkey',
    });
    await vaults.unlock('v', PIN);
  });

  it('that cannot be written leaves the old PIN', async () => {
    await vaults.create('v', PIN);
    const full: KeyStorage = Object.create(storage, {
      updateVault: {
        value: async (vaultId: string, change: (stored: unknown) => VaultRecord) => {
          const before = (await storage.vault(vaultId)) as VaultRecord;
          const after = change(before);
          if (after.pin.salt.join() !== before.pin.salt.join()) throw new Error('no space');
          return storage.updateVault(vaultId, () => after);
        },
      },
      vault: { value: (id: string) => storage.vault(id) },
      deviceKey: { value: () => storage.deviceKey() },
    });
    await expect(open(full).changePin('v', PIN, NEW)).rejects.toThrow('no space');
    await vaults.unlock('v', PIN);
  });
});
