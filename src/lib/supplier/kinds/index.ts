import type { RecordKind } from '../../ledger';
import type { SupplierState } from '../state';
import { dismissed } from './dismissed';
import { linked } from './linked';
import { passwordChanged } from './password-changed';
import { recovered } from './recovered';
import { registered } from './registered';
import { reviewed } from './reviewed';
import { submitted } from './submitted';
import { unlinked } from './unlinked';

/** @param bits of the work that a registration costs; tests have no time for the usual number */
export function supplierKindsWith(bits?: number): readonly RecordKind<SupplierState, unknown>[] {
  return [registered(bits), submitted, reviewed, dismissed, linked, unlinked, passwordChanged, recovered];
}

/** All kinds of records of suppliers and their devices. */
export const supplierKinds = supplierKindsWith();
