import * as v from 'valibot';
import { isCreditCode } from '../../pki';
import { fields } from '../../platform';
import { verifiedPerson } from '../membership';
import type { CertificateKind } from './pieces';

const schema = v.strictObject({
  companyName: fields.text(60, 2),
  creditCode: v.pipe(v.string(), v.check(isCreditCode)),
  /** legal representative */
  sealed: fields.sealed,
  files: v.strictObject({ licence: fields.blobId, authority: fields.blobId }),
});

/** Companies that one person waits for at a time. */
export const MAX_PENDING = 10;

/**
 * A verified person asks for a company's being examined (manual 3.5). Several may ask for the same one, or else whoever
 * comes first could keep its people out: the operators see who has a letter of authority.
 */
export const enterpriseRequested: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'enterprise.requested',
  schema,

  authority(state, { author, body }) {
    if (!verifiedPerson(state, author)) return 'person-not-verified';
    if (state.enterpriseOf.has(body.creditCode)) return 'enterprise-exists';
    const own = state.people.get(author)!.enterprises.flatMap((id) => state.enterprises.get(id) ?? []);
    const pending = own.filter(({ review }) => review.state === 'pending');
    if (pending.some(({ creditCode }) => creditCode === body.creditCode)) return 'pending-already';
    return pending.length >= MAX_PENDING ? 'too-many-pending' : undefined;
  },

  reduce(state, { id, author, receivedAt, body }) {
    const { companyName, creditCode, sealed, files } = body;
    const review = { state: 'pending' as const };
    const enterprise = { id, by: author, companyName, creditCode, sealed, files, at: receivedAt, review };
    state.enterprises.set(id, enterprise);
    state.people.get(author)!.enterprises.push(id);
  },
};
