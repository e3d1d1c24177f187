import { attemptState, NO_ATTEMPTS, nextAttempt, settleClock, waitMs, type AttemptState } from './attempts';
import { bytesEqual, randomBytes } from './bytes';
import { KeyError } from './error';
import { checkPin, PIN_RULES } from './pin';
import { parseDeviceKey, parseVault, type PasskeyLock, type PinLock, type VaultRecord } from './records';
import { stageKeys, type KeyRecords, type KeyStorage } from './storage';
import { newPinCost, stretchPin, type PinKdf, type PinStretcher } from './stretch';
import { systemTimer, UnlockedVault, type IdleTimer } from './unlocked';
import {
  deviceKeyId,
  generateVaultKey,
  obtainDeviceKey,
  passkeyWrappingKey,
  pinWrappingKey,
  unwrapVaultKey,
  wrapVaultKey,
} from './wrapping';

export interface VaultOptions {
  /** The clock, ms since the epoch. */
  now?(): number;
  /** Unlocked keys are dropped after so long without use; default five minutes. */
  idleMs?: number;
  /** Cost of stretching the PIN of new vaults; default by what the device can do. */
  kdf?: PinKdf;
  /** Where PINs are stretched; default here. A page may let a worker do it. */
  stretch?: PinStretcher;
  timer?: IdleTimer;
}

/** What is asked of a passkey. */
export interface PasskeyRequest {
  /** Input of the PRF: 32 bytes. */
  prfSalt: Uint8Array;
  /** Passkeys of the vault, base64url: to be excluded at registering, allowed at unlocking. */
  credentialIds: string[];
}

/** What a passkey answered. */
export interface PasskeyAnswer {
  /** base64url */
  credentialId: string;
  /** 32 bytes; zeroed once it was used. */
  prfOutput: Uint8Array;
}

/** How a passkey is reached: `registerPasskey` and `evaluatePasskey` in a page. */
export type AskPasskey = (request: PasskeyRequest) => Promise<PasskeyAnswer>;

export interface PasskeyInfo {
  id: string;
  label: string;
  createdAt: number;
}

export interface VaultStatus extends AttemptState {
  passkeys: PasskeyInfo[];
}

/** An opened record and the vault key in it. */
interface Opened {
  record: VaultRecord;
  vaultKey: CryptoKey;
  deviceKey: CryptoKey;
  /** @throws KeyError `pin-changed` or `no-such-passkey` where what opened it has been replaced or removed since */
  refuseOutdated(now: VaultRecord): void;
}

/**
 * The vaults of one storage: signing keys under a PIN and this device's key, optionally under passkeys too.
 * A PIN is never compared with anything: a wrong one fails to unwrap.
 */
export class Vaults {
  readonly #storage: KeyStorage;
  readonly #now: () => number;
  readonly #idleMs: number;
  readonly #kdf: PinKdf | undefined;
  readonly #stretch: PinStretcher;
  readonly #timer: IdleTimer;

  constructor(storage: KeyStorage, opts: VaultOptions = {}) {
    this.#storage = storage;
    this.#now = opts.now ?? Date.now;
    this.#idleMs = opts.idleMs ?? 5 * 60_000;
    this.#kdf = opts.kdf;
    this.#stretch = opts.stretch ?? stretchPin;
    this.#timer = opts.timer ?? systemTimer;
  }

  /**
   * Vaults that are made on this device's key but kept in memory, until their records are written together with
   * whatever else belongs to them.
   */
  stage(): { vaults: Vaults; records(): KeyRecords } {
    const staged = stageKeys(this.#storage);
    const opts = {
      now: this.#now,
      idleMs: this.#idleMs,
      kdf: this.#kdf,
      stretch: this.#stretch,
      timer: this.#timer,
    };
    return { vaults: new Vaults(staged, opts), records: () => staged.records() };
  }

  /**
   * Makes an empty vault, and the device key where this storage has none yet.
   *
   * @throws KeyError `weak-pin`, `vault-exists`, `storage-damaged`
   */
  async create(vaultId: string, pin: string): Promise<UnlockedVault> {
    refuseWeakPin(pin);
    const deviceKey = await obtainDeviceKey(this.#storage);
    const vaultKey = await generateVaultKey();
    const lock = await this.#lockByPin(deviceKey, vaultId, pin, vaultKey);
    const record: VaultRecord = {
      version: 1,
      vaultId,
      createdAt: this.#now(),
      deviceKeyId: await deviceKeyId(deviceKey),
      pin: lock.pin,
      prfSalt: randomBytes(32),
      passkeys: [],
      attempts: NO_ATTEMPTS,
    };
    if (!(await this.#storage.addVault(record))) throw new KeyError('vault-exists', { vaultId });
    const own = await unwrapVaultKey(lock.pin, lock.under, vaultId, false); // the same, not extractable
    if (!own) throw new KeyError('storage-damaged', { vaultId });
    return this.#unlocked(vaultId, own);
  }

  /**
   * Opens a vault by its PIN. The try is counted before it is made; a right PIN resets the count.
   *
   * @throws KeyError `wrong-pin`, `backing-off`, `locked` (also for the last wrong PIN), `no-such-vault`,
   *   `device-key-missing`, `storage-damaged`
   */
  async unlock(vaultId: string, pin: string): Promise<UnlockedVault> {
    const { vaultKey } = await this.#openByPin(vaultId, pin, false);
    return this.#unlocked(vaultId, vaultKey);
  }

  /**
   * Opens a vault by one of its passkeys. The count of wrong PINs stays as it is, or else the owner's daily
   * unlocking would give a thief new tries every day.
   *
   * @throws KeyError `no-such-passkey`, `passkey-mismatch`, what `ask` throws, and as `unlock` but for the PIN
   */
  async unlockWithPasskey(vaultId: string, ask: AskPasskey): Promise<UnlockedVault> {
    const { vaultKey } = await this.#openByPasskey(vaultId, ask, false);
    return this.#unlocked(vaultId, vaultKey);
  }

  /**
   * Replaces the PIN.
   *
   * @throws KeyError `weak-pin` for the new one, `pin-changed`, and as `unlock` for the old one
   */
  async changePin(vaultId: string, oldPin: string, newPin: string): Promise<void> {
    refuseWeakPin(newPin);
    await this.#replacePin(await this.#openByPin(vaultId, oldPin, true), newPin);
  }

  /**
   * Sets a new PIN where the old one was forgotten or locked, by a passkey. Resets the count of wrong PINs.
   *
   * @throws KeyError `weak-pin`, and as `unlockWithPasskey`; `no-such-passkey` also where it was removed meanwhile
   */
  async changePinWithPasskey(vaultId: string, ask: AskPasskey, newPin: string): Promise<void> {
    refuseWeakPin(newPin);
    await this.#replacePin(await this.#openByPasskey(vaultId, ask, true), newPin);
  }

  /** @throws KeyError `no-such-vault`, `storage-damaged` */
  async status(vaultId: string): Promise<VaultStatus> {
    const { attempts, passkeys } = await this.#read(vaultId);
    return { ...attemptState(attempts, this.#now()), passkeys: passkeys.map(passkeyInfo) };
  }

  /** Removes the vault with all keys in it. There is no way back. */
  async remove(vaultId: string): Promise<void> {
    await this.#storage.removeVault(vaultId);
  }

  /**
   * Adds a passkey as a further way to open the vault. It takes the PIN once more, so that an unlocked, unguarded
   * page cannot be given one; the passkey is made only when the PIN was right.
   *
   * @param label what the owner calls it, at most 200 characters
   * @param register makes the passkey; not one of the authenticators in `credentialIds`
   * @throws KeyError what `register` throws, `pin-changed`, and as `unlock`
   */
  async addPasskey(vaultId: string, pin: string, label: string, register: AskPasskey): Promise<PasskeyInfo> {
    const { record, vaultKey, deviceKey, refuseOutdated } = await this.#openByPin(vaultId, pin, true);
    const { credentialId, prfOutput } = await register(passkeyRequest(record));
    const salt = randomBytes(32);
    const under = await passkeyWrappingKey(deviceKey, vaultId, credentialId, prfOutput, salt);
    const wrapped = await wrapVaultKey(vaultKey, under, vaultId);
    const lock: PasskeyLock = {
      credentialId,
      label: label.slice(0, 200),
      createdAt: this.#now(),
      salt,
      ...wrapped,
    };
    await this.#update(vaultId, (now) => {
      refuseOutdated(now); // asking takes minutes
      return {
        ...now,
        passkeys: [...now.passkeys.filter((other) => other.credentialId !== credentialId), lock],
      };
    });
    return passkeyInfo(lock);
  }

  /** Takes a passkey off the vault; the authenticator keeps its half. @throws KeyError `no-such-passkey` */
  async removePasskey(vaultId: string, credentialId: string): Promise<void> {
    await this.#update(vaultId, (now) => {
      const passkeys = now.passkeys.filter((lock) => lock.credentialId !== credentialId);
      if (passkeys.length === now.passkeys.length)
        throw new KeyError('no-such-passkey', { vaultId, credentialId });
      return { ...now, passkeys };
    });
  }

  async #openByPin(vaultId: string, pin: string, extractable: boolean): Promise<Opened> {
    const record = await this.#read(vaultId);
    const deviceKey = await this.#deviceKeyOf(record);
    await this.#refuseNow(record);
    // No vault was ever made with such a PIN: not worth a try. (Argon2id engines refuse an empty one.)
    if (pin.length < PIN_RULES.minLength) throw this.#wrongPin(vaultId, record.attempts.count);
    const under = await pinWrappingKey(deviceKey, vaultId, pin, record.pin, this.#stretch);
    // Counted only now: until here nothing can be learned, and a device without memory to stretch loses no try.
    const count = await this.#countAttempt(vaultId);
    const vaultKey = await unwrapVaultKey(record.pin, under, vaultId, extractable);
    if (!vaultKey) throw this.#wrongPin(vaultId, count);
    await this.#update(vaultId, (now) => ({ ...now, attempts: NO_ATTEMPTS }));
    const refuseOutdated = (now: VaultRecord): void => {
      if (!bytesEqual(now.pin.wrapped, record.pin.wrapped)) throw new KeyError('pin-changed', { vaultId });
    };
    return { record, vaultKey, deviceKey, refuseOutdated };
  }

  async #openByPasskey(vaultId: string, ask: AskPasskey, extractable: boolean): Promise<Opened> {
    const record = await this.#read(vaultId);
    const deviceKey = await this.#deviceKeyOf(record);
    if (record.passkeys.length === 0) throw new KeyError('no-such-passkey', { vaultId });
    const { credentialId, prfOutput } = await ask(passkeyRequest(record));
    const lock = record.passkeys.find((passkey) => passkey.credentialId === credentialId);
    if (!lock) throw new KeyError('passkey-mismatch', { vaultId, credentialId });
    const under = await passkeyWrappingKey(deviceKey, vaultId, credentialId, prfOutput, lock.salt);
    const vaultKey = await unwrapVaultKey(lock, under, vaultId, extractable);
    if (!vaultKey) throw new KeyError('passkey-mismatch', { vaultId, credentialId });
    const refuseOutdated = (now: VaultRecord): void => {
      const present = now.passkeys.some(({ wrapped }) => bytesEqual(wrapped, lock.wrapped));
      if (!present) throw new KeyError('no-such-passkey', { vaultId, credentialId });
    };
    return { record, vaultKey, deviceKey, refuseOutdated };
  }

  /** Of two tabs that change the PIN at once the first one counts: the second has shown a PIN that is none any more. */
  async #replacePin(opened: Opened, newPin: string): Promise<void> {
    const { record, vaultKey, deviceKey, refuseOutdated } = opened;
    const { pin } = await this.#lockByPin(deviceKey, record.vaultId, newPin, vaultKey);
    await this.#update(record.vaultId, (now) => {
      refuseOutdated(now);
      return { ...now, pin, attempts: NO_ATTEMPTS };
    });
  }

  async #lockByPin(
    deviceKey: CryptoKey,
    vaultId: string,
    pin: string,
    vaultKey: CryptoKey,
  ): Promise<{ pin: PinLock; under: CryptoKey }> {
    const cost = { kdf: this.#kdf ?? (await newPinCost()), salt: randomBytes(32) };
    const under = await pinWrappingKey(deviceKey, vaultId, pin, cost, this.#stretch);
    return { pin: { ...cost, ...(await wrapVaultKey(vaultKey, under, vaultId)) }, under };
  }

  /** Saves the stretching where no PIN is taken now anyway. */
  async #refuseNow({ vaultId, attempts }: VaultRecord): Promise<void> {
    const now = this.#now();
    if (attempts.lastAt > now) {
      await this.#update(vaultId, (stored) => ({ ...stored, attempts: settleClock(stored.attempts, now) }));
    }
    refuseAttempt(vaultId, attemptState(attempts, now), now);
  }

  /** Counts a try that begins now. @returns tries since the last right PIN, this one included */
  async #countAttempt(vaultId: string): Promise<number> {
    let count = 0;
    await this.#update(vaultId, (stored) => {
      const now = this.#now();
      refuseAttempt(vaultId, attemptState(stored.attempts, now), now); // another tab may have tried meanwhile
      const attempts = nextAttempt(stored.attempts, now);
      count = attempts.count;
      return { ...stored, attempts };
    });
    return count;
  }

  #wrongPin(vaultId: string, count: number): KeyError {
    const { attemptsLeft, locked } = attemptState({ count, lastAt: 0 }, this.#now());
    return locked
      ? new KeyError('locked', { vaultId })
      : new KeyError('wrong-pin', { vaultId, attemptsLeft, waitMs: waitMs(count) });
  }

  async #deviceKeyOf({ vaultId, deviceKeyId: expected }: VaultRecord): Promise<CryptoKey> {
    const stored = await this.#storage.deviceKey();
    if (stored === undefined) throw new KeyError('device-key-missing', { vaultId });
    const deviceKey = parseDeviceKey(stored);
    if (bytesEqual(await deviceKeyId(deviceKey), expected)) return deviceKey;
    throw new KeyError('device-key-missing', { vaultId });
  }

  async #read(vaultId: string): Promise<VaultRecord> {
    return parseVault(await this.#storage.vault(vaultId), vaultId);
  }

  #update(vaultId: string, change: (now: VaultRecord) => VaultRecord): Promise<void> {
    return this.#storage.updateVault(vaultId, (stored) => change(parseVault(stored, vaultId)));
  }

  #unlocked(vaultId: string, vaultKey: CryptoKey): UnlockedVault {
    const context = { storage: this.#storage, now: this.#now, idleMs: this.#idleMs, timer: this.#timer };
    return new UnlockedVault(vaultId, vaultKey, context);
  }
}

function refuseWeakPin(pin: string): void {
  const reason = checkPin(pin);
  if (reason) throw new KeyError('weak-pin', { reason });
}

function refuseAttempt(vaultId: string, { locked, waitUntil }: AttemptState, now: number): void {
  if (locked) throw new KeyError('locked', { vaultId });
  if (waitUntil !== undefined)
    throw new KeyError('backing-off', { vaultId, until: waitUntil, waitMs: waitUntil - now });
}

function passkeyRequest({ prfSalt, passkeys }: VaultRecord): PasskeyRequest {
  return { prfSalt, credentialIds: passkeys.map((lock) => lock.credentialId) };
}

function passkeyInfo({ credentialId, label, createdAt }: PasskeyLock): PasskeyInfo {
  return { id: credentialId, label, createdAt };
}
