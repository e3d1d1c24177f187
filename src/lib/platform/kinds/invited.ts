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

/** An administrator invites somebody to be staff, whoever shows the token. */
export const invited: RecordKind<PlatformSlice, v.InferOutput<typeof schema>> = {
  kind: 'staff.invited',
  schema,
  authority: (state, { author, receivedAt, body }) => {
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    return body.expiresAt > receivedAt ? undefined : 'expired';
  },
  reduce: ({ invitations }, { id, author, body }) => void invitations.set(id, { id, by: author, ...body }),
};
