import type { UnlockedVault, Vaults } from '../keys';
import { authorOf, encodeBase64url, type Author } from '../ledger';
import type { Signer } from '../pki';
import { recipientOf } from './sealed';

/** Names of keys in the vaults of staff. Root and issuing key have vaults, and so PINs, of their own. */
const RECORD_KEY = 'record';
const PRIVATE_KEY = 'private';
const AUTHORITY_KEY = 'authority';

/** Makes a vault with the keys that every member of staff has. */
export async function newStaffVault(
  vaults: Vaults,
  vaultId: string,
  pin: string,
): Promise<{ vault: UnlockedVault; author: Author; recipient: string }> {
  const vault = await vaults.create(vaultId, pin);
  await vault.createKey(RECORD_KEY, 'p256');
  await vault.createAgreementKey(PRIVATE_KEY);
  const recipient = await recipientOf(await privateKeyIn(vault));
  return { vault, author: await staffAuthor(vault), recipient };
}

/** Who writes records with the key in a staff vault. Its `sign` rejects with KeyError once the vault is locked. */
export async function staffAuthor(vault: UnlockedVault): Promise<Author> {
  const { spki } = await vault.publicKey(RECORD_KEY);
  return authorOf(spki, (data) => vault.sign(RECORD_KEY, data));
}

/** Signs papers with the key that the owner of a staff vault writes records with: see `signPaper`. */
export async function staffSigner(vault: UnlockedVault): Promise<Signer> {
  const { spki, algorithm } = await vault.publicKey(RECORD_KEY);
  return { spki, algorithm, sign: (data) => vault.sign(RECORD_KEY, data) };
}

/** Opens what was sealed to the owner of a staff vault: see `openSealed`. Not to be kept. */
export function privateKeyIn(vault: UnlockedVault): Promise<CryptoKey> {
  return vault.agreementKey(PRIVATE_KEY);
}

/** Makes a vault with the key of a root or of an issuing CA. */
export async function newAuthorityVault(
  vaults: Vaults,
  vaultId: string,
  pin: string,
): Promise<{ vault: UnlockedVault; signer: Signer }> {
  const vault = await vaults.create(vaultId, pin);
  await vault.createKey(AUTHORITY_KEY, 'p256');
  return { vault, signer: await authoritySigner(vault) };
}

/** Signs certificates and lists with the key in an authority's vault. */
export async function authoritySigner(vault: UnlockedVault): Promise<Signer> {
  const { spki, algorithm } = await vault.publicKey(AUTHORITY_KEY);
  return { spki, algorithm, sign: (data) => vault.sign(AUTHORITY_KEY, data) };
}

/** The vaults of one device have names of their own, whatever platforms its owner works for. */
export function newVaultId(
  what: 'staff' | 'root' | 'issuing',
  random: (length: number) => Uint8Array,
): string {
  return `${what}-${encodeBase64url(random(12))}`;
}
