import type { AuthorId, RecordId } from '../ledger';
import { isLinked, type SupplierSlice } from '../supplier';

/**
 * What of an account binding a certificate depends on.
 *
 * @param at ms since the epoch, by the platform's clock
 */
export function accountOf(
  state: SupplierSlice,
  supplier: RecordId,
  device: AuthorId,
  at: number,
): { isLinked: boolean; creditCode: string | undefined } {
  return {
    isLinked: isLinked(state, supplier, device, at),
    creditCode: state.suppliers.get(supplier)?.approved?.profile.creditCode,
  };
}
