import type { Supplier } from '$lib/supplier';

/** Whether an administrator can turn a registration away that was not turned away already. */
export function isDismissable({ approved, standing }: Pick<Supplier, 'approved' | 'standing'>): boolean {
  return !approved && !(standing.status === 'rejected' && standing.release);
}
