import type { AuthorId } from '$lib/ledger';
import { hasRole, type Invitation, type PlatformSlice } from '$lib/platform';

/** Whether an invitation can be taken: the platform's rules decide, this tells beforehand. */
export type InvitationStanding =
  | { state: 'open'; invitation: Invitation }
  /** not known on the platform, or not here yet */
  | { state: 'unknown' }
  | { state: 'used' | 'taken-back' | 'expired' | 'inviter-removed'; invitation: Invitation }
  /** by this workspace's own person */
  | { state: 'joined'; invitation: Invitation };

/**
 * @param own the author of this workspace's staff seat, where it has one
 * @param now the platform's clock, ms since the epoch
 */
export function invitationStanding(
  state: PlatformSlice,
  id: Invitation['id'],
  own: AuthorId | undefined,
  now: number,
): InvitationStanding {
  const invitation = state.invitations.get(id);
  if (!invitation) return { state: 'unknown' };
  if (invitation.usedBy) return { state: invitation.usedBy === own ? 'joined' : 'used', invitation };
  if (invitation.takenBack) return { state: 'taken-back', invitation };
  if (now >= invitation.expiresAt) return { state: 'expired', invitation };
  if (!hasRole(state, invitation.by, 'administrator')) return { state: 'inviter-removed', invitation };
  return { state: 'open', invitation };
}

/** Between an invitation and where its platform lies. */
const PLACE = '~';

/** An invitation as it is handed over: with where its platform lies, if that is on servers. */
export function withPlace(invitation: string, place: string | undefined): string {
  return place === undefined ? invitation : `${invitation}${PLACE}${place}`;
}

/** @param text as `withPlace` makes it */
export function partsOf(text: string): { invitation: string; place?: string } {
  const [invitation = '', place] = text.split(PLACE, 2);
  return { invitation, ...(place !== undefined && { place }) };
}

/** The invitation in what was pasted: the text itself, or the link whose fragment it is. */
export function invitationText(pasted: string): string {
  const text = pasted.trim();
  return text.slice(text.lastIndexOf('#') + 1).replace(/\s+/g, '');
}
