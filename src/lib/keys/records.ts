import * as v from 'valibot';
import { KeyError } from './error';

/** What the storage holds of keys. Everything read back passes these schemas: other tabs and people write there. */
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
const fixed = (length: number) => v.pipe(bytes, v.length(length));
const instant = v.pipe(v.number(), v.finite());
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(1400)); // a credential id has up to 1,023 bytes

/** AES-GCM: 96 bit IV, ciphertext with its tag. */
const wrapped = { iv: fixed(12), wrapped: v.pipe(bytes, v.minLength(16), v.maxLength(16 * 1024)) };

/** The upper limits keep an altered record from filling the memory or the hour. */
const kdf = v.object({
  name: v.literal('argon2id'),
  memoryKib: v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(1024 * 1024)),
  passes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  lanes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8)),
});

/** The vault key under the PIN and the device key. */
const pinLock = v.object({ kdf, salt: fixed(32), ...wrapped });

/** The vault key under a passkey's PRF output and the device key. */
const passkeyLock = v.object({
  credentialId: id,
  label: v.pipe(v.string(), v.maxLength(200)),
  createdAt: instant,
  salt: fixed(32),
  ...wrapped,
});

const vaultRecord = v.object({
  version: v.literal(1),
  vaultId: id,
  createdAt: instant,
  /** Names the device key without showing it: tells a lost device key from a wrong PIN. */
  deviceKeyId: fixed(16),
  pin: pinLock,
  /** Input of the passkeys' PRF, one a vault. */
  prfSalt: fixed(32),
  passkeys: v.array(passkeyLock),
  /** Tries since the last right PIN, the one under way included, and when the last one began. */
  attempts: v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(0)), lastAt: instant }),
});

const keyRecord = v.object({
  vaultId: id,
  keyId: id,
  algorithm: v.picklist(['p256', 'rsa2048', 'x25519']),
  createdAt: instant,
  /** DER SubjectPublicKeyInfo. */
  spki: v.pipe(bytes, v.minLength(1), v.maxLength(4096)),
  /** DER PKCS#8 under the vault key. */
  ...wrapped,
});

export type PinLock = v.InferOutput<typeof pinLock>;
export type PasskeyLock = v.InferOutput<typeof passkeyLock>;
export type VaultRecord = v.InferOutput<typeof vaultRecord>;
export type KeyRecord = v.InferOutput<typeof keyRecord>;

/** @throws KeyError `no-such-vault`, `storage-damaged` */
export function parseVault(stored: unknown, vaultId: string): VaultRecord {
  if (stored === undefined) throw new KeyError('no-such-vault', { vaultId });
  const record = parse(vaultRecord, stored, { vaultId });
  if (record.vaultId !== vaultId) throw new KeyError('storage-damaged', { vaultId });
  return record;
}

/** @throws KeyError `no-such-key`, `storage-damaged` */
export function parseKey(stored: unknown, vaultId: string, keyId: string): KeyRecord {
  if (stored === undefined) throw new KeyError('no-such-key', { vaultId, keyId });
  const record = parse(keyRecord, stored, { vaultId, keyId });
  if (record.vaultId !== vaultId || record.keyId !== keyId) {
    throw new KeyError('storage-damaged', { vaultId, keyId });
  }
  return record;
}

/** A device key that could be exported is none of ours. @throws KeyError `storage-damaged` */
export function parseDeviceKey(stored: unknown): CryptoKey {
  if (stored instanceof CryptoKey && !stored.extractable && stored.algorithm.name === 'HMAC') return stored;
  throw new KeyError('storage-damaged', { what: 'device key' });
}

function parse<S extends v.GenericSchema>(
  schema: S,
  stored: unknown,
  detail: Record<string, unknown>,
): v.InferOutput<S> {
  const result = v.safeParse(schema, stored);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new KeyError('storage-damaged', { ...detail, where: v.getDotPath(issue) ?? undefined });
}
