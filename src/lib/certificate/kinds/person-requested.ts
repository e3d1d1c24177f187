import * as v from 'valibot';
import { fields } from '../../platform';
import { newestRequest } from '../membership';
import type { PersonRequest } from '../state';
import type { CertificateKind } from './pieces';

const schema = v.strictObject({
  recipient: fields.recipient,
  /** name, identity number and mobile number */
  sealed: fields.sealed,
  files: v.strictObject({ front: fields.blobId, back: fields.blobId, selfie: fields.blobId }),
});

/** So many reasons are kept: whoever examines sees what was wrong before. */
const KEPT_REJECTIONS = 5;

/** A person asks for being examined (manual 3.4), again only after a rejection. */
export const personRequested: CertificateKind<v.InferOutput<typeof schema>> = {
  kind: 'person.requested',
  schema,

  authority(state, { author }) {
    if (!state.founded) return 'no-platform';
    const review = newestRequest(state, author)?.review;
    if (review?.state === 'pending') return 'pending-already';
    return review?.state === 'approved' ? 'verified-already' : undefined;
  },

  reduce(state, { id, author, receivedAt, body }) {
    const { recipient, sealed, files } = body;
    const before = newestRequest(state, author);
    if (before) state.persons.delete(before.id);
    state.persons.set(id, {
      ...{ id, person: author, recipient, sealed, files, at: receivedAt, review: { state: 'pending' } },
      attempt: (before?.attempt ?? 0) + 1,
      rejections: before ? rejectionsOf(before) : [],
    });
    const none = { enterprises: [], memberRequests: [], orders: [], certificates: [], left: new Map() };
    state.people.set(author, { ...(state.people.get(author) ?? none), request: id });
  },
};

function rejectionsOf({ review, rejections }: PersonRequest): string[] {
  const reasons = review.state === 'rejected' ? [review.reason, ...rejections] : rejections;
  return reasons.slice(0, KEPT_REJECTIONS);
}
