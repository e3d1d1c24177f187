import * as v from 'valibot';
import type { CertificateState } from '$lib/certificate';
import { decodeBase64url, type AuthorId, type RecordId } from '$lib/ledger';
import { companyNameOf } from '$lib/supplier';
import { m } from '$messages';
import { roleKey } from '../admin/words';

/**
 * How an author is known on the platform; undefined for one whom nothing names.
 *
 * @param enterprise that what they did is about: a person acts for several companies with one phone
 */
export function authorName(
  state: CertificateState,
  author: AuthorId,
  enterprise?: RecordId,
): string | undefined {
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
  const companies = [...person.enterprises].flatMap((id) => state.enterprises.get(id)?.companyName ?? []);
  const about = enterprise && state.enterprises.get(enterprise)?.companyName;
  if (about !== undefined) return m.audit_author_phone_of({ company: about });
  const [company] = companies;
  if (company === undefined) return m.audit_author_phone();
  return new Set(companies).size === 1
    ? m.audit_author_phone_of({ company })
    : m.audit_author_phone_several({ id: shortId(author), n: new Set(companies).size });
}

const about = v.object({
  enterprise: v.optional(v.string()),
  order: v.optional(v.string()),
  serial: v.optional(v.string()),
});

/**
 * The company that a record is about, by its body: it says so itself, or by an order or a certificate.
 *
 * @param jws compact JWS
 */
export function enterpriseOfRecord(state: CertificateState, jws: string): RecordId | undefined {
  const bytes = decodeBase64url(jws.split('.')[1] ?? '');
  if (!bytes) return undefined;
  try {
    const payload: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const parsed = v.safeParse(v.object({ body: about }), payload);
    if (!parsed.success) return undefined;
    const { enterprise, order, serial } = parsed.output.body;
    if (enterprise !== undefined) return enterprise as RecordId;
    if (order !== undefined) return state.orders.get(order as RecordId)?.enterprise;
    return serial === undefined ? undefined : state.certificates.get(serial)?.enterprise;
  } catch {
    return undefined; // no JSON: a record that was rejected for it
  }
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
