import type { AuthorId } from '../ledger';
import type { Platform } from './state';

/** Takes somebody's issuing CA certificate out of use, where they have one. */
export function retireIssuer({ issuers, formerIssuers }: Platform, author: AuthorId): void {
  const certificate = issuers.get(author);
  if (!certificate) return;
  issuers.delete(author);
  formerIssuers.push({ author, certificate });
}
