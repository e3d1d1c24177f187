import { hasRole, type Invitation, type PlatformSlice, type StaffMember } from '$lib/platform';

/** Members of staff as lists show them: those who work here first, in the order of their joining. */
export function membersOf({ staff }: PlatformSlice): StaffMember[] {
  return [...staff.values()]
    .sort(
      (a, b) => Number(a.removed !== undefined) - Number(b.removed !== undefined) || a.joinedAt - b.joinedAt,
    )
    .map((member) => ({ ...member }));
}

/** Operators who cannot issue so far: no certificate of their key is in force. */
export function operatorsToCertify(state: PlatformSlice): StaffMember[] {
  return membersOf(state).filter(
    ({ author }) => hasRole(state, author, 'ca-operator') && !state.founded?.issuers.has(author),
  );
}

/** Invitations that still can be taken, the newest first. */
export function openInvitations(state: PlatformSlice, now: number): Invitation[] {
  return [...state.invitations.values()]
    .filter(
      ({ usedBy, takenBack, expiresAt, by }) =>
        !usedBy && !takenBack && now < expiresAt && hasRole(state, by, 'administrator'),
    )
    .sort((a, b) => b.expiresAt - a.expiresAt)
    .map((invitation) => ({ ...invitation }));
}
