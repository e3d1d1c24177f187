import type * as v from 'valibot';
import type { RecordId } from '../ledger';
import type { RecordWriter } from '../platform';
import { answered } from './kinds/answered';
import { awarded } from './kinds/awarded';
import { cancelled } from './kinds/cancelled';
import { clarified } from './kinds/clarified';
import { declared } from './kinds/declared';
import { enveloped } from './kinds/enveloped';
import { evaluationClosed } from './kinds/evaluation-closed';
import { expertsAssigned } from './kinds/experts-assigned';
import { extended } from './kinds/extended';
import { invitationAnswered } from './kinds/invitation-answered';
import { invited } from './kinds/invited';
import { objected } from './kinds/objected';
import { openingRecorded } from './kinds/opening-recorded';
import type { TenderKind } from './kinds/pieces';
import { published } from './kinds/published';
import { scored } from './kinds/scored';
import { sharePublished } from './kinds/share-published';
import { TenderError } from './error';
import { writeAllowed, type TenderDesk } from './write-allowed';

type Files = Parameters<RecordWriter['write']>[2];

/**
 * An act that writes one record. `files` are those that the body names and that the platform has not.
 *
 * @throws TenderError with the code of the kind's rule, or `bad-record`; what the writer throws
 */
type Act<B> = (desk: TenderDesk, body: B, files?: Files) => Promise<RecordId>;

function act<B>(kind: TenderKind<B>): Act<v.InferInput<typeof kind.schema> & B> {
  return (desk, body, files) => writeAllowed(desk, kind, body, files);
}

export const publishTender = act(published);
export const inviteSuppliers = act(invited);
export const answerInvitation = act(invitationAnswered);
export const answerQuestion = act(answered);
export const extendDeadline = act(extended);
export const cancelTender = act(cancelled);
/** With a writer whose key was made for this one envelope. */
export const sendEnvelope = act(enveloped);
export const publishShare = act(sharePublished);
export const object = act(objected);
export const recordOpening = act(openingRecorded);
export const assignExperts = act(expertsAssigned);
export const declare = act(declared);
export const score = act(scored);
export const closeEvaluation = act(evaluationClosed);
export const publishAward = act(awarded);

/** Clarifies a tender under the next number. @throws as every act; TenderError `no-tender` */
export function clarify(
  desk: TenderDesk,
  body: Omit<Parameters<(typeof clarified)['reduce']>[1]['body'], 'number'>,
  files?: Files,
): Promise<RecordId> {
  const tender = desk.state.tenders.get(body.tender);
  if (!tender) return Promise.reject(new TenderError('no-tender'));
  return writeAllowed(desk, clarified, { ...body, number: tender.clarifications.length + 1 }, files);
}
