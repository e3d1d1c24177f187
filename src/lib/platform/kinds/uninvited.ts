import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../fields';
import { hasRole, type PlatformSlice } from '../state';

const schema = v.strictObject({ invitation: fields.recordId });

/** An administrator takes back an invitation that nobody has used: its link, wherever it went, opens nothing more. */
export const uninvited: RecordKind<PlatformSlice, v.InferOutput<typeof schema>> = {
  kind: 'staff.uninvited',
  schema,

  authority(state, { author, receivedAt, body }) {
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    const invitation = state.invitations.get(body.invitation);
    if (!invitation) return 'no-such-invitation';
    if (invitation.usedBy) return 'used-already';
    if (invitation.takenBack) return 'taken-back';
    return receivedAt < invitation.expiresAt ? undefined : 'expired';
  },

  reduce({ invitations }, { author, receivedAt, body }) {
    invitations.get(body.invitation)!.takenBack = { by: author, at: receivedAt };
  },
};
