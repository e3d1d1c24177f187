import { AGREEMENT, generateAgreementKey } from './agreement';
import { KeyError } from './error';
import { parseKey, type KeyRecord } from './records';
import { generateSigningKey, keyParameters, signBytes, type SigningAlgorithm } from './signing';
import type { KeyStorage } from './storage';
import { unwrapPrivateKey, wrapPrivateKey, type KeyUse } from './wrapping';

/** Timers by port, so that tests need not wait. */
export interface IdleTimer {
  start(callback: () => void, delayMs: number): unknown;
  stop(handle: unknown): void;
}

export const systemTimer: IdleTimer = {
  start: (callback, delayMs) => {
    const handle: unknown = setTimeout(callback, delayMs);
    // In Node an unlocked vault must not keep a finished program running.
    if (typeof handle === 'object' && handle !== null && 'unref' in handle)
      (handle as { unref(): void }).unref();
    return handle;
  },
  stop: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
};

export interface UnlockedContext {
  storage: KeyStorage;
  now(): number;
  idleMs: number;
  timer: IdleTimer;
}

/** One long timer would go on where it stood when a device wakes up; a short one sees soon how late it is. */
const LOOK_EVERY_MS = 5_000;

/**
 * A vault whose keys can be used. It holds them as non-extractable `CryptoKey`s and drops them by `lock()` or when
 * it was not used for `idleMs`; after that every call rejects with KeyError `vault-locked`. Made by `Vaults` only.
 */
export class UnlockedVault {
  #vaultKey: CryptoKey | undefined;
  readonly #signingKeys = new Map<string, CryptoKey>();
  readonly #listeners = new Set<() => void>();
  readonly #context: UnlockedContext;
  #lastUse: number;
  #timerHandle: unknown;

  constructor(
    readonly vaultId: string,
    vaultKey: CryptoKey,
    context: UnlockedContext,
  ) {
    this.#vaultKey = vaultKey;
    this.#context = context;
    this.#lastUse = context.now();
    this.#startTimer(context.idleMs);
  }

  /** Timers stand still while a device sleeps: what has idled for too long counts as locked before one has run. */
  get isLocked(): boolean {
    return this.#vaultKey === undefined || this.#idledOut();
  }

  /** Drops the keys where they have idled for too long; for moments at which a device may have woken up. */
  lockIfIdle(): void {
    if (this.#idledOut()) this.lock();
  }

  /**
   * Makes a signing key in the vault. The private key can be exported only until it is wrapped, in this call.
   *
   * @returns the public key, also as DER SubjectPublicKeyInfo
   * @throws KeyError `vault-locked`, `key-exists`
   */
  async createKey(
    keyId: string,
    algorithm: SigningAlgorithm,
  ): Promise<{ publicKey: CryptoKey; spki: Uint8Array }> {
    const vaultKey = this.#use();
    const pair = await generateSigningKey(algorithm, { extractable: true });
    const spki = await this.#keep(keyId, algorithm, pair, vaultKey, 'sign');
    return { publicKey: pair.publicKey, spki };
  }

  /**
   * Makes an X25519 key in the vault, to which others seal. The private key can be exported only until it is wrapped,
   * in this call.
   *
   * @returns the public key, DER SubjectPublicKeyInfo (RFC 8410)
   * @throws KeyError `vault-locked`, `key-exists`; what WebCrypto throws where it has no X25519
   */
  async createAgreementKey(keyId: string): Promise<{ spki: Uint8Array }> {
    const vaultKey = this.#use();
    return { spki: await this.#keep(keyId, 'x25519', await generateAgreementKey(), vaultKey, 'deriveBits') };
  }

  /**
   * An X25519 private key that derives bits and cannot be exported. Unlike signing keys it is given out: whoever asks
   * uses it at once and drops it, for locking the vault does not take it back.
   *
   * @throws KeyError `vault-locked`, `no-such-key`, `unsupported-algorithm` for a signing key, `storage-damaged`
   */
  async agreementKey(keyId: string): Promise<CryptoKey> {
    const vaultKey = this.#use();
    const record = await this.#record(keyId);
    if (record.algorithm !== 'x25519') throw otherAlgorithm(record);
    const key = await unwrapPrivateKey(record, vaultKey, record, 'deriveBits', AGREEMENT);
    this.#use(); // it may have been locked meanwhile
    return key;
  }

  /**
   * Signs with SHA-256.
   *
   * @returns ECDSA: IEEE P1363 (r‖s); RSA: RSASSA-PKCS1-v1_5
   * @throws KeyError `vault-locked`, `no-such-key`, `unsupported-algorithm` for an agreement key, `storage-damaged`
   */
  async sign(keyId: string, data: Uint8Array): Promise<Uint8Array> {
    const vaultKey = this.#use();
    const key = this.#signingKeys.get(keyId) ?? (await this.#unwrap(keyId, vaultKey));
    this.#use(); // it may have been locked meanwhile
    this.#signingKeys.set(keyId, key);
    return signBytes(key, data);
  }

  /**
   * The public half of a signing key.
   *
   * @throws KeyError `vault-locked`, `no-such-key`, `unsupported-algorithm` for an agreement key, `storage-damaged`
   */
  async publicKey(keyId: string): Promise<{ spki: Uint8Array; algorithm: SigningAlgorithm }> {
    this.#use();
    const record = await this.#record(keyId);
    return { spki: record.spki, algorithm: signingAlgorithm(record) };
  }

  /** Drops all keys at once. A signature that is being computed at this moment is still given out. */
  lock(): void {
    if (!this.#vaultKey) return;
    this.#vaultKey = undefined;
    this.#signingKeys.clear();
    this.#context.timer.stop(this.#timerHandle);
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  /**
   * Calls `listener` once, when the keys are dropped.
   *
   * @returns a function that takes the listener off
   */
  onLock(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #unwrap(keyId: string, vaultKey: CryptoKey): Promise<CryptoKey> {
    const record = await this.#record(keyId);
    return unwrapPrivateKey(record, vaultKey, record, 'sign', keyParameters(signingAlgorithm(record)));
  }

  /** Wraps a new pair's private key and stores it. @returns the public key, DER */
  async #keep(
    keyId: string,
    algorithm: KeyRecord['algorithm'],
    { privateKey, publicKey }: CryptoKeyPair,
    vaultKey: CryptoKey,
    use: KeyUse,
  ): Promise<Uint8Array> {
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
    const context = { vaultId: this.vaultId, keyId, algorithm, spki };
    const wrapped = await wrapPrivateKey(privateKey, vaultKey, context, use);
    this.#use(); // it may have been locked meanwhile
    const added = await this.#context.storage.addKey({
      ...context,
      ...wrapped,
      createdAt: this.#context.now(),
    });
    if (!added) throw new KeyError('key-exists', { vaultId: this.vaultId, keyId });
    return spki;
  }

  async #record(keyId: string): Promise<KeyRecord> {
    return parseKey(await this.#context.storage.key(this.vaultId, keyId), this.vaultId, keyId);
  }

  #idledOut(): boolean {
    return this.#context.now() - this.#lastUse >= this.#context.idleMs;
  }

  #use(): CryptoKey {
    this.lockIfIdle();
    if (!this.#vaultKey) throw new KeyError('vault-locked', { vaultId: this.vaultId });
    this.#lastUse = this.#context.now();
    return this.#vaultKey;
  }

  #startTimer(delayMs: number): void {
    this.#timerHandle = this.#context.timer.start(() => this.#onTimer(), Math.min(delayMs, LOOK_EVERY_MS));
  }

  #onTimer(): void {
    const leftMs = this.#lastUse + this.#context.idleMs - this.#context.now();
    if (leftMs > 0) this.#startTimer(leftMs);
    else this.lock();
  }
}

/** @throws KeyError `unsupported-algorithm` */
function signingAlgorithm(record: KeyRecord): SigningAlgorithm {
  if (record.algorithm === 'x25519') throw otherAlgorithm(record);
  return record.algorithm;
}

function otherAlgorithm({ vaultId, keyId, algorithm }: KeyRecord): KeyError {
  return new KeyError('unsupported-algorithm', { vaultId, keyId, algorithm });
}
