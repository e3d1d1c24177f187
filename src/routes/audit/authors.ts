import type { CertificateState } from '$lib/certificate';
import type { AuthorId } from '$lib/ledger';
import { companyNameOf } from '$lib/supplier';
import { m } from '$messages';
import { roleKey } from '../admin/words';

/** How an author is known on the platform; undefined for one whom nothing names. */
export function authorName(state: CertificateState, author: AuthorId): string | undefined {
  const member = state.staff.get(author);
  if (member) {
    const roles = member.roles.map((role) => m[`admin_role_${roleKey(role)}`]()).join('、');
    return m.audit_author_staff({ name: member.name, roles });
  }
  const supplier = [...state.suppliers.values()].find(
    ({ registered, devices }) => registered.by === author || devices.has(author),
  );
  if (supplier) return m.audit_author_supplier({ company: companyNameOf(supplier) });
  const person = state.people.get(author);
  if (!person) return undefined;
  const company = person.enterprises.map((id) => state.enterprises.get(id)?.companyName).find(Boolean);
  return company === undefined ? m.audit_author_phone() : m.audit_author_phone_of({ company });
}

/** Everybody who is known by a name, for a list to choose from; staff first. */
export function knownAuthors(state: CertificateState, max: number): { author: AuthorId; name: string }[] {
  const authors = new Set<AuthorId>(state.staff.keys());
  for (const { devices } of state.suppliers.values())
    for (const device of devices.keys()) authors.add(device);
  for (const person of state.people.keys()) authors.add(person);
  return [...authors]
    .slice(0, max)
    .map((author) => ({ author, name: authorName(state, author) ?? shortId(author) }));
}

/** So much of a hash as people compare by eye. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
