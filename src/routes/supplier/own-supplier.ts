import { linkOf, type Supplier } from '$lib/supplier';
import { office } from '../office.svelte';

/** The account that is signed in here, as this device may act for it; a copy, to be read in `$derived`. */
export function ownSupplier(): Supplier | undefined {
  const supplier = signedIn();
  const { device } = office;
  return supplier && device && linkOf(supplier, device, office.now()) ? { ...supplier } : undefined;
}

/** The account that is signed in here, be the device still linked or not. */
export function signedIn(): Supplier | undefined {
  return office.supplier && office.state.suppliers.get(office.supplier);
}
