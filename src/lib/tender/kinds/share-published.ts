import { sha256 } from '@noble/hashes/sha2.js';
import * as v from 'valibot';
import { decodeBase64url, encodeBase64url } from '../../ledger';
import { fields } from '../../platform';
import type { TenderRefusal } from '../error';
import { runningRefusal, type TenderKind } from './pieces';

const schema = v.strictObject({ tender: fields.recordId, share: fields.bytes(256) });

/** A member of the committee publishes their share: with enough of them anybody can make the opening key. */
export const sharePublished: TenderKind<v.InferOutput<typeof schema>> = {
  kind: 'opening.share-published',
  schema,

  authority(state, { author, receivedAt, body }): TenderRefusal | undefined {
    const tender = state.tenders.get(body.tender);
    const refusal = runningRefusal(tender);
    if (refusal) return refusal;
    const member = tender!.opening.committee.find((one) => one.author === author);
    if (!member) return 'not-committee';
    if (receivedAt < tender!.schedule.opensAt) return 'too-early';
    if (tender!.shares.has(author)) return 'published-already';
    const digest = encodeBase64url(sha256(decodeBase64url(body.share)!));
    return digest === member.commitment ? undefined : 'wrong-share';
  },

  reduce(state, { author, body }) {
    state.tenders.get(body.tender)!.shares.set(author, body.share);
  },
};
