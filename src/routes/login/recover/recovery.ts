import { linkOf, openContact, openPrivateProfile, supplierByAccount, type Supplier } from '$lib/supplier';
import { office } from '../../office.svelte';

/**
 * How a password that was forgotten can be replaced:
 * - `code`: a code to the registered number, for this device is the supplier's and can read which that is
 * - `opened`: an administrator has opened the account to this device
 * - `administrator`: this device is none of the supplier's, or cannot read the number
 */
export type Way =
  | { name: 'no-such-account' }
  | { name: 'code'; supplier: Supplier['id']; account: string; mobile: string }
  | { name: 'opened'; supplier: Supplier['id']; account: string }
  | { name: 'administrator'; isBorrowed: boolean };

/** Finds the way for an account. @throws what opening the office's keys throws */
export async function wayFor(account: string): Promise<Way> {
  const { writer } = await office.deviceDesk();
  const supplier = supplierByAccount(office.state, account.trim());
  if (!supplier) return { name: 'no-such-account' };
  const { id, account: name, password } = supplier;
  const link = linkOf(supplier, writer.author, office.now());
  if (!link || link.until !== undefined) return { name: 'administrator', isBorrowed: link !== undefined };
  if (!password) return { name: 'opened', supplier: id, account: name };
  const mobile = await mobileOf(supplier);
  return mobile === undefined
    ? { name: 'administrator', isBorrowed: false }
    : { name: 'code', supplier: id, account: name, mobile };
}

/** The number of the profile in force, else the registered one; as far as this device may read them. */
async function mobileOf(supplier: Supplier): Promise<string | undefined> {
  const key = await office.devicePrivateKey();
  const profile =
    supplier.approved && (await openPrivateProfile(supplier.approved, key).catch(() => undefined));
  return (profile?.contact ?? (await openContact(supplier, key).catch(() => undefined)))?.mobile;
}

/** 138****8000 */
export function masked(mobile: string): string {
  return mobile.replace(/^(.{3}).+(.{4})$/, '$1****$2');
}
