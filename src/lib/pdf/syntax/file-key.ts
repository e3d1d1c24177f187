import { createDigest, type DigestName } from '../../keys';
import { aesBlocks, rc4 } from './ciphers';

/** What the file key is derived from, ISO 32000-2 tables 20 and 21. */
export interface KeyMaterial {
  revision: number;
  keyBytes: number;
  /** /O and /U, /OE and /UE */
  owner: Uint8Array;
  user: Uint8Array;
  ownerKey: Uint8Array;
  userKey: Uint8Array;
  permissions: number;
  encryptMetadata: boolean;
  /** the first element of the trailer's /ID */
  documentId: Uint8Array;
}

/** ISO 32000-2 algorithm 2, step a: what a password is padded with, so what an empty one becomes. */
// prettier-ignore
const PADDING = Uint8Array.of(
  0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
  0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
);

const EMPTY = new Uint8Array();

/** The file encryption key if the empty password opens the document, as the user's or the owner's. */
export async function emptyPasswordKey(o: KeyMaterial): Promise<Uint8Array | undefined> {
  if (o.revision >= 5) return strongKey(o);
  const key = await legacyKey(o, PADDING);
  if (await opensAsUser(o, key)) return key;
  const asOwner = await legacyKey(o, await userPasswordOfOwner(o));
  return (await opensAsUser(o, asOwner)) ? asOwner : undefined;
}

export async function digest(name: DigestName, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const hash = await createDigest(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Algorithm 2: revisions 2 to 4, of a padded password. */
async function legacyKey(o: KeyMaterial, password: Uint8Array): Promise<Uint8Array> {
  const permissions = new Uint8Array(4);
  new DataView(permissions.buffer).setInt32(0, o.permissions, true);
  const metadata = o.revision >= 4 && !o.encryptMetadata ? new Uint8Array(4).fill(0xff) : EMPTY;
  let hash = await digest('md5', password, o.owner.subarray(0, 32), permissions, o.documentId, metadata);
  if (o.revision >= 3) {
    for (let i = 0; i < 50; i++) hash = await digest('md5', hash.subarray(0, o.keyBytes));
  }
  return hash.subarray(0, o.keyBytes);
}

/** Algorithm 6, by algorithms 4 and 5. */
async function opensAsUser(o: KeyMaterial, key: Uint8Array): Promise<boolean> {
  if (o.revision === 2) return startsWith(o.user, rc4(key, PADDING));
  const hash = await digest('md5', PADDING, o.documentId);
  return startsWith(o.user, rc4Rounds(key, hash.subarray(0, 16), 'up'));
}

/** Algorithm 7: the user's password from the owner's, which is taken to be empty. */
async function userPasswordOfOwner(o: KeyMaterial): Promise<Uint8Array> {
  let hash = await digest('md5', PADDING);
  if (o.revision >= 3) for (let i = 0; i < 50; i++) hash = await digest('md5', hash.subarray(0, o.keyBytes));
  const key = hash.subarray(0, o.keyBytes);
  const encrypted = o.owner.subarray(0, 32);
  return o.revision === 2 ? rc4(key, encrypted) : rc4Rounds(key, encrypted, 'down');
}

/** Twenty times RC4, the key's bytes combined with the number of the round. */
function rc4Rounds(key: Uint8Array, bytes: Uint8Array, order: 'up' | 'down'): Uint8Array {
  let data = bytes;
  for (let i = 0; i < 20; i++) {
    const round = order === 'up' ? i : 19 - i;
    data = rc4(
      key.map((byte) => byte ^ round),
      data,
    );
  }
  return data;
}

/** Algorithm 2.A: revisions 5 and 6. The key is stored, encrypted by either password. */
async function strongKey(o: KeyMaterial): Promise<Uint8Array | undefined> {
  const { user, owner } = o;
  if (user.length < 48 || owner.length < 48) return undefined;
  const user48 = user.subarray(0, 48);
  const hash = (salt: Uint8Array, extra: Uint8Array) => strongHash(o.revision, salt, extra);
  if (startsWith(user, await hash(user.subarray(32, 40), EMPTY))) {
    return unwrap(await hash(user.subarray(40, 48), EMPTY), o.userKey);
  }
  if (startsWith(owner, await hash(owner.subarray(32, 40), user48))) {
    return unwrap(await hash(owner.subarray(40, 48), user48), o.ownerKey);
  }
  return undefined;
}

function unwrap(key: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  if (wrapped.length < 32) return undefined;
  return aesBlocks(key, new Uint8Array(16), wrapped.slice(0, 32), 'decrypt');
}

/** Algorithm 2.B of an empty password. Revision 5 has only its first step. */
async function strongHash(revision: number, salt: Uint8Array, extra: Uint8Array): Promise<Uint8Array> {
  let key = await digest('sha256', salt, extra);
  if (revision < 6) return key;
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const part = new Uint8Array(key.length + extra.length);
    part.set(key);
    part.set(extra, key.length);
    const repeated = new Uint8Array(part.length * 64);
    for (let i = 0; i < 64; i++) repeated.set(part, i * part.length);
    const encrypted = aesBlocks(key.slice(0, 16), key.slice(16, 32), repeated, 'encrypt');
    // 256 is 1 modulo 3: the number's remainder is that of the sum of its bytes.
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = await digest((['sha256', 'sha384', 'sha512'] as const)[remainder] ?? 'sha256', encrypted);
    last = encrypted[encrypted.length - 1] ?? 0;
  }
  return key.slice(0, 32);
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  // /U of revisions 3 and 4 is compared by its first 16 bytes, the rest is arbitrary.
  return start.length > 0 && start.every((byte, i) => byte === bytes[i]);
}
