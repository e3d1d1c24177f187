import * as v from 'valibot';
import type { RecordKind } from '../../ledger';
import { detailFields } from '../details';
import { hasRole, type PlatformDetails, type PlatformSlice } from '../state';

const schema: v.GenericSchema<unknown, Partial<PlatformDetails>> = v.pipe(
  v.partial(v.strictObject(detailFields)),
  v.check((changes) => Object.keys(changes).length > 0),
);

/** An administrator changes some of the platform's details. Orders that were placed keep the fee of their day. */
export const changed: RecordKind<PlatformSlice, Partial<PlatformDetails>> = {
  kind: 'platform.changed',
  schema,
  authority: (state, { author }) =>
    hasRole(state, author, 'administrator') ? undefined : 'not-administrator',
  reduce: ({ founded }, { body }) => void Object.assign(founded!, body),
};
