import { openPerson, verifiedPerson } from '$lib/certificate';
import type { AuthorId } from '$lib/ledger';
import { office } from '../office.svelte';

/** Name of a person as operators have examined it; undefined for operators who joined after that, and cannot read it. */
export async function verifiedNameOf(person: AuthorId, key: CryptoKey): Promise<string | undefined> {
  const request = verifiedPerson(office.state, person);
  return request && (await openPerson(request, key).catch(() => undefined))?.name;
}
