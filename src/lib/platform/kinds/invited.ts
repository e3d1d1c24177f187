import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../fields';
import { hasRole, ROLES, type PlatformSlice } from '../state';

const schema = v.strictObject({
  role: v.picklist(ROLES),
  name: fields.text(40),
  tokenHash: fields.hash,
  expiresAt: fields.instant,
});

/**
 * So long an invitation can hold. A link lies in messages and on paper: the older it is, the less is known of who has it.
 */
export const MAX_INVITATION_MS = 30 * 24 * 60 * 60 * 1000;

/** An administrator invites somebody to be staff, whoever shows the token. */
export const invited: RecordKind<PlatformSlice, v.InferOutput<typeof schema>> = {
  kind: 'staff.invited',
  schema,
  authority: (state, { author, receivedAt, body }) => {
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    if (body.expiresAt <= receivedAt) return 'expired';
    return body.expiresAt <= receivedAt + MAX_INVITATION_MS ? undefined : 'too-long';
  },
  reduce: ({ invitations }, { id, author, body }) => void invitations.set(id, { id, by: author, ...body }),
};
