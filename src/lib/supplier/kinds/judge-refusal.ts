import type { AuthorId, RecordId } from '../../ledger';
import { hasRole } from '../../platform';
import type { SupplierRefusal } from '../error';
import { linkOf, type SupplierState } from '../state';

/** Administrators judge suppliers, but for the one that their own device is linked to. @param at ms since the epoch */
export function judgeRefusal(
  state: SupplierState,
  author: AuthorId,
  id: RecordId,
  at: number,
): SupplierRefusal | undefined {
  if (!hasRole(state, author, 'administrator')) return 'not-administrator';
  const supplier = state.suppliers.get(id);
  if (!supplier) return 'no-supplier';
  return linkOf(supplier, author, at) ? 'own-company' : undefined;
}
