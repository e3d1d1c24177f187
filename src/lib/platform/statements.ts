import { utf8 } from '../keys';
import type { AuthorId, RecordId } from '../ledger';

/** What a platform's root key signs to say who has founded it. */
export function endorsementOf(founder: AuthorId): Uint8Array {
  return utf8(`suiyin founder\0${founder}`);
}

/** What an operator's issuing key signs to show that they have it: nobody gets another's key certified as theirs. */
export function possessionOf(operator: AuthorId): Uint8Array {
  return utf8(`suiyin issuer\0${operator}`);
}

/** What an invitation's token signs for whoever joins by it. */
export function acceptanceOf(invitation: RecordId, author: AuthorId): Uint8Array {
  return utf8(`suiyin join\0${invitation}\0${author}`);
}
