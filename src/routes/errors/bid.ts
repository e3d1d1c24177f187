import type { BidErrorCode, TenderErrorCode } from '$lib/tender';
import type { BidPaperRefusal, BidPaperRefusalCode, PaperErrorCode } from '$lib/tender/papers';
import { m } from '$messages';
import { tenderTime } from '../tenders/words';
import { TENDER } from './tender';
import { listOf, textOf, type Texts } from './texts';

const dayOf = (value: unknown): string => (typeof value === 'number' ? tenderTime(value) : '');

/** Why a bid cannot be sent, and what to do now. */
export const BID: Texts<BidErrorCode> = {
  incomplete: () => m.tenderbid_error_incomplete(),
  'no-certificate': () => m.tenderbid_error_no_certificate(),
  'too-large': () => m.tenderbid_error_too_large(),
  'file-gone': ({ name }) => m.tenderbid_error_file_gone({ name: textOf(name) }),
  'bad-answer': () => m.tenderbid_error_bad_answer(),
  'refused-there': () => m.tenderbid_error_refused_there(),
  'bad-order': () => m.tenderbid_error_bad_order(),
};

/** Why a paper of a tender cannot be made. */
export const PAPER: Texts<PaperErrorCode> = {
  'incomplete-bid': () => m.tenderbid_error_incomplete(),
  'cannot-sign': () => m.tenderbid_error_cannot_sign(),
  'unsupported-key': () => m.tenderbid_error_cannot_sign(),
};

const REFUSALS: Texts<BidPaperRefusalCode> = {
  'not-a-pdf': () => m.error_pdf_not_a_pdf(),
  damaged: () => m.error_pdf_damaged(),
  encrypted: () => m.tenderbid_paper_encrypted(),
  'file-unreadable': () => m.error_file_unreadable(),
  'too-complex': () => m.tenderbid_paper_too_complex(),
  unsigned: () => m.tenderbid_paper_unsigned(),
  'no-seal': () => m.tenderbid_paper_no_seal(),
  'other-company': ({ signers, company }) =>
    m.tenderbid_paper_other_company({ signers: listOf(signers), company: textOf(company) }),
  altered: () => m.tenderbid_paper_altered(),
  'changed-after': () => m.tenderbid_paper_changed_after(),
  'signed-after': ({ signers }) => m.tenderbid_paper_signed_after({ signers: listOf(signers) }),
  'not-judged': () => m.tenderbid_paper_not_judged(),
  'other-root': () => m.tenderbid_paper_other_root(),
  'certificate-revoked': ({ revokedAt }) => m.tenderbid_paper_revoked({ at: dayOf(revokedAt) }),
  'certificate-expired': ({ notAfter }) => m.tenderbid_paper_expired({ at: dayOf(notAfter) }),
  'certificate-not-yet-valid': ({ notBefore }) => m.tenderbid_paper_not_yet({ at: dayOf(notBefore) }),
  'certificate-invalid': () => m.tenderbid_paper_certificate_invalid(),
  'other-signature-invalid': ({ signers }) => m.tenderbid_paper_other_signature({ signers: listOf(signers) }),
};

/** Why a document was not attached to a bid, and what to do now. */
export function paperRefusal({ code, detail }: BidPaperRefusal): string {
  return REFUSALS[code](detail);
}

/** Why the platform did not count an envelope. */
export function envelopeRefusal(detail: string | undefined): string {
  const known = detail !== undefined && Object.hasOwn(TENDER, detail);
  return known ? TENDER[detail as TenderErrorCode]({}) : m.tenderbid_refused_text();
}
