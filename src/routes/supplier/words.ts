import type { AccountType } from '$lib/supplier';
import { getLocale } from '$locale';
import { m } from '$messages';

const TYPES: Readonly<Record<AccountType, () => string>> = {
  'domestic-enterprise': m.supplier_type_domestic,
  'overseas-enterprise': m.supplier_type_overseas,
  'sole-proprietor': m.supplier_type_sole,
  'public-institution': m.supplier_type_institution,
  'social-organisation': m.supplier_type_social,
  'other-organisation': m.supplier_type_other,
};

const TYPE_HINTS: Readonly<Record<AccountType, () => string>> = {
  'domestic-enterprise': m.supplier_type_domestic_hint,
  'overseas-enterprise': m.supplier_type_overseas_hint,
  'sole-proprietor': m.supplier_type_sole_hint,
  'public-institution': m.supplier_type_institution_hint,
  'social-organisation': m.supplier_type_social_hint,
  'other-organisation': m.supplier_type_other_hint,
};

export function accountTypeWord(type: AccountType): string {
  return TYPES[type]();
}

export function accountTypeHint(type: AccountType): string {
  return TYPE_HINTS[type]();
}

/** 2026年11月25日 */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(getLocale(), { year: 'numeric', month: 'long', day: 'numeric' }).format(at);
}

/** 2026年11月25日 16:05 */
export function minuteOf(at: number): string {
  const shape = {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  } as const;
  return new Intl.DateTimeFormat(getLocale(), { ...shape, hour12: false }).format(at);
}

export function yuan(fen: number): string {
  return new Intl.NumberFormat(getLocale(), { style: 'currency', currency: 'CNY' }).format(fen / 100);
}
