import type { KeyRecord, VaultRecord } from './records';

/**
 * Where vaults, wrapped keys and the device key are kept. What is read back is `unknown`, because others can
 * write there too: this folder parses it. Every call is atomic, also against other tabs.
 */
export interface KeyStorage {
  /** The device key; undefined when none was ever made or it was lost. */
  deviceKey(): Promise<unknown>;
  /** Keeps `key` unless there is a device key already; gives back the one that is kept now. */
  keepDeviceKey(key: CryptoKey): Promise<unknown>;

  vault(vaultId: string): Promise<unknown>;
  /** @returns false, and nothing is written, where the vault is there already */
  addVault(record: VaultRecord): Promise<boolean>;
  /**
   * Reads, changes and writes a vault in one transaction.
   *
   * @param change gets what is stored, undefined where there is none; it is synchronous; when it throws,
   *   nothing is written and the call rejects with its error
   */
  updateVault(vaultId: string, change: (stored: unknown) => VaultRecord): Promise<void>;
  /** Removes a vault and its keys. */
  removeVault(vaultId: string): Promise<void>;

  key(vaultId: string, keyId: string): Promise<unknown>;
  /** @returns false, and nothing is written, where the key is there already */
  addKey(record: KeyRecord): Promise<boolean>;
}

/** Vaults and keys as they are stored, to be written together with something else. */
export interface KeyRecords {
  vaults: VaultRecord[];
  keys: KeyRecord[];
}

/** A storage in memory, for Node and for tests. */
export function memoryKeyStorage(): KeyStorage {
  return new MemoryKeyStorage();
}

/**
 * A storage in memory on the device key of another one: what is made in it counts on that device, but is
 * written there only when its `records` are, all at once.
 */
export function stageKeys(base: KeyStorage): KeyStorage & { records(): KeyRecords } {
  return new MemoryKeyStorage(base);
}

class MemoryKeyStorage implements KeyStorage {
  #deviceKey: unknown;
  readonly #vaults = new Map<string, VaultRecord>();
  readonly #keys = new Map<string, KeyRecord>();

  constructor(private readonly base?: Pick<KeyStorage, 'deviceKey' | 'keepDeviceKey'>) {}

  async deviceKey(): Promise<unknown> {
    return this.base ? this.base.deviceKey() : this.#deviceKey;
  }

  async keepDeviceKey(key: CryptoKey): Promise<unknown> {
    if (this.base) return this.base.keepDeviceKey(key);
    this.#deviceKey ??= key;
    return this.#deviceKey;
  }

  async vault(vaultId: string): Promise<unknown> {
    return structuredClone(this.#vaults.get(vaultId));
  }

  async addVault(record: VaultRecord): Promise<boolean> {
    if (this.#vaults.has(record.vaultId)) return false;
    this.#vaults.set(record.vaultId, structuredClone(record));
    return true;
  }

  async updateVault(vaultId: string, change: (stored: unknown) => VaultRecord): Promise<void> {
    this.#vaults.set(vaultId, structuredClone(change(structuredClone(this.#vaults.get(vaultId)))));
  }

  async removeVault(vaultId: string): Promise<void> {
    this.#vaults.delete(vaultId);
    for (const [name, { vaultId: owner }] of this.#keys) if (owner === vaultId) this.#keys.delete(name);
  }

  async key(vaultId: string, keyId: string): Promise<unknown> {
    return structuredClone(this.#keys.get(JSON.stringify([vaultId, keyId])));
  }

  async addKey(record: KeyRecord): Promise<boolean> {
    const name = JSON.stringify([record.vaultId, record.keyId]);
    if (this.#keys.has(name)) return false;
    this.#keys.set(name, structuredClone(record));
    return true;
  }

  records(): KeyRecords {
    return structuredClone({ vaults: [...this.#vaults.values()], keys: [...this.#keys.values()] });
  }
}
