import type { RecordKind } from '../../ledger';
import type { TenderState } from '../state';
import { answered } from './answered';
import { asked } from './asked';
import { awarded } from './awarded';
import { cancelled } from './cancelled';
import { clarified } from './clarified';
import { declared } from './declared';
import { enveloped } from './enveloped';
import { evaluationClosed } from './evaluation-closed';
import { expertsAssigned } from './experts-assigned';
import { extended } from './extended';
import { invitationAnswered } from './invitation-answered';
import { invited } from './invited';
import { objected } from './objected';
import { openingRecorded } from './opening-recorded';
import { published } from './published';
import { scored } from './scored';
import { sharePublished } from './share-published';

/** All kinds of records of tenders, bids, openings, evaluations and awards. */
export const tenderKinds: readonly RecordKind<TenderState, unknown>[] = [
  ...[published, invited, invitationAnswered, asked, answered, clarified, extended, cancelled],
  ...[enveloped, sharePublished, objected, openingRecorded],
  ...[expertsAssigned, declared, scored, evaluationClosed, awarded],
] as never;
