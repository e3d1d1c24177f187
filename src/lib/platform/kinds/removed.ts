import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { fields } from '../fields';
import { hasRole, type PlatformSlice } from '../state';
import { retireIssuer } from '../retire-issuer';

const schema = v.strictObject({ author: fields.authorId, reason: fields.reason(200) });

/** An administrator takes somebody off the staff. The last administrator stays, or the platform would be nobody's. */
export const removed: RecordKind<PlatformSlice, v.InferOutput<typeof schema>> = {
  kind: 'staff.removed',
  schema,

  authority(state, { author, body }) {
    if (!hasRole(state, author, 'administrator')) return 'not-administrator';
    const member = state.staff.get(body.author);
    if (!member || member.removed) return 'not-staff';
    const others = [...state.staff.keys()].filter(
      (other) => other !== body.author && hasRole(state, other, 'administrator'),
    );
    return others.length > 0 ? undefined : 'last-administrator';
  },

  reduce(state, { author, receivedAt, body }) {
    state.staff.get(body.author)!.removed = { by: author, reason: body.reason, at: receivedAt };
    retireIssuer(state.founded!, body.author);
  },
};
