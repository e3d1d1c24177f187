import type { AuthorId, RecordId } from '../ledger';
import type { CertificateSlice, Enterprise, PersonRequest } from './state';

/** A person's newest real-name request. */
export function newestRequest(state: CertificateSlice, person: AuthorId): PersonRequest | undefined {
  const known = state.people.get(person);
  return known && state.persons.get(known.request);
}

/** A person whose real name was examined. */
export function verifiedPerson(state: CertificateSlice, person: AuthorId): PersonRequest | undefined {
  const request = newestRequest(state, person);
  return request?.review.state === 'approved' ? request : undefined;
}

/** A company whose real name was examined. */
export function verifiedEnterprise(state: CertificateSlice, id: RecordId): Enterprise | undefined {
  const enterprise = state.enterprises.get(id);
  return enterprise?.review.state === 'approved' ? enterprise : undefined;
}

/** Whether a verified person acts for a verified company. */
export function isMember(state: CertificateSlice, enterprise: RecordId, person: AuthorId): boolean {
  return (
    verifiedPerson(state, person) !== undefined &&
    verifiedEnterprise(state, enterprise) !== undefined &&
    (state.members.get(enterprise)?.includes(person) ?? false)
  );
}

/** Companies that a person acts for, in the order in which they asked. */
export function enterprisesOf(state: CertificateSlice, person: AuthorId): Enterprise[] {
  const { enterprises = [], memberRequests = [] } = state.people.get(person) ?? {};
  const joined = memberRequests.flatMap((id) => state.memberRequests.get(id)?.enterprise ?? []);
  const ids = [...new Set([...enterprises, ...joined])].filter((id) => isMember(state, id, person));
  return ids.flatMap((id) => state.enterprises.get(id) ?? []);
}
