import type { PdfDocument } from '../syntax';
import { SealError } from './error';
import type { Survey } from './survey';

/**
 * Refuses documents that a further seal would break.
 *
 * A damaged file that is signed already shows what our repair makes of it: nobody can say whether that is what
 * the earlier signer saw, so we do not put a seal on it.
 *
 * What is certified for filling in (DocMDP 2) allows no new place that shows a seal: strict readers, and our own
 * verifier, take one for the attack that puts a second signer's picture on a certified page.
 *
 * @throws SealError `certified-no-changes`, `certified-forms-only`, `locked-fields`, `unsafe-recovery`
 */
export function refuseWhereForbidden(doc: Pick<PdfDocument, 'recovered'>, survey: Survey): void {
  if (survey.frozenBy !== undefined) throw new SealError('certified-no-changes', { field: survey.frozenBy });
  if (survey.certified === 2) throw new SealError('certified-forms-only');
  if (survey.lockedBy !== undefined) throw new SealError('locked-fields', { field: survey.lockedBy });
  if (doc.recovered && survey.signatures > 0) throw new SealError('unsafe-recovery');
}
