import { bufferSource, concatBytes, fieldBytes, randomBytes } from './bytes';
import { KeyError } from './error';
import { parseDeviceKey, type PasskeyLock, type PinLock } from './records';
import type { KeyStorage } from './storage';
import type { PinKdf, PinStretcher } from './stretch';

/*
 * vault key ── AES-GCM under ── HKDF-SHA-256( stretched PIN ‖ HMAC(device key, vault id, salt) )
 *                      └─ or ── HKDF-SHA-256( PRF output    ‖ HMAC(device key, vault id, salt) )
 * signing and agreement keys (PKCS#8) ── AES-GCM under ── vault key
 *
 * All additional data and all HKDF infos name what they are for and what they belong to, so that no stored
 * part can take another's place.
 */

type Wrapped = { iv: Uint8Array; wrapped: Uint8Array };

const VAULT_KEY: AesKeyAlgorithm = { name: 'AES-GCM', length: 256 };

/**
 * The device key, made where there is none yet: an HMAC key that can be used here but never exported.
 *
 * @throws KeyError `storage-damaged`
 */
export async function obtainDeviceKey(storage: KeyStorage): Promise<CryptoKey> {
  const stored = await storage.deviceKey();
  if (stored !== undefined) return parseDeviceKey(stored);
  const made = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length: 256 }, false, [
    'sign',
  ]);
  return parseDeviceKey(await storage.keepDeviceKey(made)); // another tab may have been faster
}

/** Names a device key without showing it: 16 bytes. */
export async function deviceKeyId(deviceKey: CryptoKey): Promise<Uint8Array> {
  return (await deviceOutput(deviceKey, 'device key id')).slice(0, 16);
}

/** Stretches a PIN and makes of it and of the device key the key that wraps the vault key. */
export async function pinWrappingKey(
  deviceKey: CryptoKey,
  vaultId: string,
  pin: string,
  { salt, kdf }: { salt: Uint8Array; kdf: PinKdf },
  stretch: PinStretcher,
): Promise<CryptoKey> {
  const stretched = await stretch(pin, salt, kdf);
  const info = fieldBytes('suiyin/1 pin', vaultId, kdf.name, kdf.memoryKib, kdf.passes, kdf.lanes);
  return wrappingKey(deviceKey, vaultId, stretched, salt, info);
}

/** Makes of a passkey's PRF output and of the device key the key that wraps the vault key. */
export function passkeyWrappingKey(
  deviceKey: CryptoKey,
  vaultId: string,
  credentialId: string,
  prfOutput: Uint8Array,
  salt: Uint8Array,
): Promise<CryptoKey> {
  return wrappingKey(
    deviceKey,
    vaultId,
    prfOutput,
    salt,
    fieldBytes('suiyin/1 passkey', vaultId, credentialId),
  );
}

async function wrappingKey(
  deviceKey: CryptoKey,
  vaultId: string,
  secret: Uint8Array,
  salt: Uint8Array,
  info: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  // The secret goes through the device key: every guess at a PIN needs the key itself, not one output of it.
  const material = concatBytes(secret, await deviceOutput(deviceKey, 'vault', vaultId, salt, secret));
  const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey']);
  secret.fill(0);
  material.fill(0);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: bufferSource(salt), info };
  return crypto.subtle.deriveKey(hkdf, base, VAULT_KEY, false, ['wrapKey', 'unwrapKey']);
}

async function deviceOutput(deviceKey: CryptoKey, ...fields: (string | Uint8Array)[]): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', deviceKey, fieldBytes('suiyin/1', ...fields)));
}

/** A new vault key; extractable, for the moment in which it is wrapped. */
export function generateVaultKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey(VAULT_KEY, true, ['wrapKey', 'unwrapKey']);
}

/** @param vaultKey an extractable one */
export function wrapVaultKey(vaultKey: CryptoKey, under: CryptoKey, vaultId: string): Promise<Wrapped> {
  return wrap('raw', vaultKey, under, vaultKeyContext(vaultId));
}

/**
 * @param extractable only to be wrapped anew at once
 * @returns undefined where it does not open: a wrong PIN or passkey, or an altered record; nobody can tell which
 */
export async function unwrapVaultKey(
  lock: PinLock | PasskeyLock,
  under: CryptoKey,
  vaultId: string,
  extractable: boolean,
): Promise<CryptoKey | undefined> {
  const gcm = gcmParameters(lock.iv, vaultKeyContext(vaultId));
  try {
    return await crypto.subtle.unwrapKey(
      'raw',
      bufferSource(lock.wrapped),
      under,
      gcm,
      VAULT_KEY,
      extractable,
      ['wrapKey', 'unwrapKey'],
    );
  } catch {
    return undefined;
  }
}

function vaultKeyContext(vaultId: string): Uint8Array<ArrayBuffer> {
  return fieldBytes('suiyin/1 vault key', vaultId);
}

/** What a wrapped private key belongs to. The public key is in it, so that a pair cannot be taken apart. */
export interface KeyContext {
  vaultId: string;
  keyId: string;
  algorithm: string;
  spki: Uint8Array;
}

/** What a private key is for. */
export type KeyUse = 'sign' | 'deriveBits';

const USE_NAMES: Readonly<Record<KeyUse, string>> = {
  sign: 'suiyin/1 signing key',
  deriveBits: 'suiyin/1 agreement key',
};

/** @param privateKey an extractable one */
export function wrapPrivateKey(
  privateKey: CryptoKey,
  vaultKey: CryptoKey,
  context: KeyContext,
  use: KeyUse,
): Promise<Wrapped> {
  return wrap('pkcs8', privateKey, vaultKey, privateKeyContext(context, use));
}

/** @returns a key for that use alone, which cannot be exported. @throws KeyError `storage-damaged` */
export async function unwrapPrivateKey(
  { iv, wrapped }: Wrapped,
  vaultKey: CryptoKey,
  context: KeyContext,
  use: KeyUse,
  parameters: Algorithm | EcKeyImportParams | RsaHashedImportParams,
): Promise<CryptoKey> {
  const gcm = gcmParameters(iv, privateKeyContext(context, use));
  try {
    return await crypto.subtle.unwrapKey('pkcs8', bufferSource(wrapped), vaultKey, gcm, parameters, false, [
      use,
    ]);
  } catch (cause) {
    throw new KeyError('storage-damaged', { vaultId: context.vaultId, keyId: context.keyId }, cause);
  }
}

function privateKeyContext(
  { vaultId, keyId, algorithm, spki }: KeyContext,
  use: KeyUse,
): Uint8Array<ArrayBuffer> {
  return fieldBytes(USE_NAMES[use], vaultId, keyId, algorithm, spki);
}

async function wrap(
  format: 'raw' | 'pkcs8',
  key: CryptoKey,
  under: CryptoKey,
  context: Uint8Array<ArrayBuffer>,
): Promise<Wrapped> {
  const iv = randomBytes(12);
  return {
    iv,
    wrapped: new Uint8Array(await crypto.subtle.wrapKey(format, key, under, gcmParameters(iv, context))),
  };
}

function gcmParameters(iv: Uint8Array, context: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv: bufferSource(iv), additionalData: context, tagLength: 128 };
}
