import type { Category } from '$lib/platform';
import type { Submission } from '$lib/supplier';
import { m } from '$messages';
import { accountTypeWord } from '../../supplier/words';

type Profile = Submission['profile'];

export interface Fact {
  field: keyof Profile;
  label: string;
  value: string;
  /** what is in force, where it is another value */
  before?: string;
}

/** A profile line by line, with what it changes of the one in force. */
export function factsOf(
  profile: Profile,
  o: { inForce?: Profile; changes: readonly string[]; categories: readonly Category[] },
): Fact[] {
  const valueIn = (of: Profile): Record<keyof Profile, string> => ({
    companyName: of.companyName,
    accountType: accountTypeWord(of.accountType),
    creditCode: of.creditCode ?? '',
    registrationNumber: of.registrationNumber ?? '',
    legalRepresentative: of.legalRepresentative,
    address: of.address,
    categories: of.categories.map((id) => nameOf(id, o.categories)).join('、'),
  });
  const labels: Record<keyof Profile, string> = {
    companyName: m.admin_fact_company(),
    accountType: m.supplier_account_type(),
    creditCode: m.admin_fact_credit_code(),
    registrationNumber: m.admin_fact_registration(),
    legalRepresentative: m.admin_fact_representative(),
    address: m.admin_fact_address(),
    categories: m.platform_categories(),
  };
  const [now, before] = [valueIn(profile), o.inForce && valueIn(o.inForce)];
  return (Object.keys(labels) as (keyof Profile)[])
    .filter((field) => now[field] !== '' || (before?.[field] ?? '') !== '')
    .map((field) => ({
      field,
      label: labels[field],
      value: now[field] || m.admin_fact_nothing(),
      ...(before && o.changes.includes(field) && { before: before[field] || m.admin_fact_nothing() }),
    }));
}

function nameOf(id: string, categories: readonly Category[]): string {
  return categories.find((category) => category.id === id)?.name ?? m.admin_fact_category_gone({ id });
}
