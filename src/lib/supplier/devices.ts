import type { AuthorId, RecordId } from '../ledger';
import { linkOf, type Supplier, type SupplierState } from './state';

/**
 * Whether somebody works for the platform. They are no supplier's device then: whoever reviews suppliers or scores bids
 * has no part in them, nor can it be made to look as if they had.
 */
export function isStaff(state: SupplierState, author: AuthorId): boolean {
  const member = state.staff.get(author);
  return member !== undefined && !member.removed;
}

/** Devices that a supplier has at a time. */
export const MAX_DEVICES = 20;

export function link(
  supplier: Supplier,
  device: AuthorId,
  label: string,
  since: number,
  until: number | undefined,
): void {
  supplier.devices.set(device, { label, since, ...(until !== undefined && { until }) });
}

/** Ends all links but one, as by one record. */
export function unlinkOthers(supplier: Supplier, device: AuthorId, by: RecordId): void {
  for (const other of [...supplier.devices.keys()]) if (other !== device) unlink(supplier, other, by);
}

export function unlink(supplier: Supplier, device: AuthorId, by: RecordId): void {
  supplier.devices.delete(device);
  supplier.unlinked.set(device, by);
}

/** Devices whose links have not ended. */
export function linkedNow(supplier: Supplier, at: number): AuthorId[] {
  return [...supplier.devices.keys()].filter((device) => linkOf(supplier, device, at));
}

/** Links that have ended by themselves need no keeping: the instant that their proof names is past. */
export function forgetEnded(supplier: Supplier, at: number): void {
  for (const device of [...supplier.devices.keys()])
    if (!linkOf(supplier, device, at)) supplier.devices.delete(device);
}

/** @returns why a device may not do what outlasts a link with an end */
export function lastingRefusal(
  supplier: Supplier,
  device: AuthorId,
  at: number,
): 'not-linked' | 'linked-for-a-while' | undefined {
  const own = linkOf(supplier, device, at);
  if (!own) return 'not-linked';
  return own.until === undefined ? undefined : 'linked-for-a-while';
}

/** @returns why a device cannot be linked with a supplier for a while, whoever vouches for it */
export function admissionRefusal(
  state: SupplierState,
  supplier: Supplier,
  device: AuthorId,
  at: number,
): 'is-staff' | 'linked-already' | 'too-many-devices' | undefined {
  if (isStaff(state, device)) return 'is-staff';
  const own = linkOf(supplier, device, at);
  if (own && own.until === undefined) return 'linked-already';
  return !own && linkedNow(supplier, at).length >= MAX_DEVICES ? 'too-many-devices' : undefined;
}

/** Links a device for a while. */
export function admit(
  supplier: Supplier,
  device: AuthorId,
  { label, since, until }: { label: string; since: number; until: number },
): void {
  forgetEnded(supplier, since);
  link(supplier, device, label, since, until);
}
