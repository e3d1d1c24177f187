import type { DocumentProblem, EnrolmentErrorCode, IdentityNumberProblem } from '$lib/certificate';
import { m } from '$messages';
import { OPERATOR_RULES } from './operator';
import type { Texts } from './texts';

/** Why something on the way to a certificate cannot be done, and what to do now. */
export const ENROLMENT: Texts<EnrolmentErrorCode> = {
  'not-permitted': ({ kind, reason }) => enrolmentRefusal(kind, reason),
  'bad-details': ({ where }) =>
    where === 'reason' || where === 'note'
      ? m.error_reason_number()
      : m.phone_error_bad_details({ where: typeof where === 'string' ? where : '' }),
  'identity-number': ({ problem }) => identityNumberProblem(problem),
  'person-name': () => m.phone_error_person_name(),
  file: ({ problem, part }) => documentProblem(problem, part === 'voucher' || part === 'authority'),
  damaged: () => m.phone_error_damaged(),
  'no-such-order': () => m.phone_error_no_such_order(),
  'no-such-certificate': () => m.phone_error_no_such_certificate(),
  'not-installable': ({ standing }) => notInstallable(standing),
  'no-key-here': () => m.phone_error_no_key_here(),
  untrusted: () => m.phone_error_untrusted(),
  'other-key': () => m.phone_error_other_key(),
  'bad-seal': () => m.phone_error_bad_seal(),
  'too-many-seals': ({ max }) => m.phone_error_too_many_seals({ n: typeof max === 'number' ? max : 10 }),
  'seal-name': ({ name }) => m.phone_error_seal_name({ name: typeof name === 'string' ? name : '' }),
  'bad-challenge': () => m.phone_error_bad_challenge(),
  'other-platform': () => m.phone_error_other_platform(),
  'challenge-expired': () => m.phone_error_challenge_expired(),
  'clock-differs': ({ minutes }) => m.scan_error_clock({ n: typeof minutes === 'number' ? minutes : 0 }),
  'unknown-challenger': () => m.phone_error_unknown_challenger(),
  'bad-answer': () => m.phone_error_bad_answer(),
  'not-certified': () => m.phone_error_not_certified(),
};

const NUMBER_PROBLEMS: Readonly<Record<IdentityNumberProblem, () => string>> = {
  length: m.phone_error_number_length,
  characters: m.phone_error_number_characters,
  region: m.phone_error_number_region,
  'birth-date': m.phone_error_number_birth_date,
  check: m.phone_error_number_check,
};

/** What is wrong with an identity number. */
export function identityNumberProblem(problem: unknown): string {
  return textIn(NUMBER_PROBLEMS, problem) ?? m.phone_error_number_check();
}

/** @param pdf whether a PDF would have done */
export function documentProblem(problem: unknown, pdf: boolean): string {
  const texts: Readonly<Record<DocumentProblem, () => string>> = {
    empty: m.phone_error_file_empty,
    'too-large': m.phone_error_file_too_large,
    type: pdf ? m.phone_error_file_type_pdf : m.phone_error_file_type,
  };
  return textIn(texts, problem) ?? texts.type();
}

function notInstallable(standing: unknown): string {
  const texts: Readonly<Record<string, () => string>> = {
    installed: m.phone_error_installed_already,
    bound: m.phone_error_installed_already,
    replaced: m.phone_error_replaced,
    expired: m.phone_error_expired,
    revoked: m.phone_error_revoked,
  };
  return textIn(texts, standing) ?? m.phone_error_not_issued();
}

/** Where one code means different things, by the kind of the record. */
const OF_KIND: Readonly<Record<string, () => string>> = {
  'person.requested pending-already': m.phone_refused_person_pending,
  'person.requested verified-already': m.phone_refused_person_verified,
  'enterprise.requested pending-already': m.phone_refused_enterprise_pending,
  'member.requested pending-already': m.phone_refused_member_pending,
  'certificate.bound not-member': m.phone_refused_holder_not_member,
  'certificate.logged-in not-member': m.phone_refused_holder_not_member,
  'member.removed not-member': m.ca_refused_not_member,
  'member.removed not-first-member': m.ca_refused_not_first_member,
};

/** Codes of the rules of records: see the `kinds` of `lib/certificate`. */
const OF_ANY_KIND: Readonly<Record<string, () => string>> = {
  ...OPERATOR_RULES,
  'no-platform': m.phone_refused_no_platform,
  'person-not-verified': m.phone_refused_person_not_verified,
  'enterprise-exists': m.phone_refused_enterprise_exists,
  'enterprise-not-verified': m.phone_refused_enterprise_not_verified,
  'too-many-pending': m.phone_refused_too_many_pending,
  'member-already': m.phone_refused_member_already,
  'no-such-request': m.phone_refused_no_such_request,
  'reviewed-already': m.phone_refused_reviewed_already,
  'not-first-member': m.phone_refused_not_first_member,
  'not-operator': m.phone_refused_not_operator,
  'own-request': m.phone_refused_own_request,
  'no-letter': m.phone_refused_no_letter,
  'not-member': m.phone_refused_not_member,
  'wrong-fee': m.phone_refused_wrong_fee,
  'open-order': m.phone_refused_open_order,
  'bad-request': m.phone_refused_bad_request,
  'other-subject': m.phone_refused_other_subject,
  'key-used': m.phone_refused_key_used,
  'certificate-in-force': m.phone_refused_certificate_in_force,
  'not-own-certificate': m.phone_refused_not_own_certificate,
  'replaced-already': m.phone_error_replaced,
  'no-such-order': m.phone_error_no_such_order,
  'not-own-order': m.phone_refused_not_own_order,
  'not-payable': m.phone_refused_not_payable,
  'no-seals-ordered': m.phone_refused_no_seals_ordered,
  'too-many-payments': m.phone_refused_too_many_payments,
  'not-withdrawable': m.phone_refused_not_withdrawable,
  'nothing-to-review': m.phone_refused_nothing_to_review,
  'voucher-replaced': m.phone_refused_voucher_replaced,
  'no-such-certificate': m.phone_error_no_such_certificate,
  'not-installable': m.phone_error_installed_already,
  'bad-proof': m.phone_error_other_key,
  'not-linked': m.phone_refused_not_linked,
  'supplier-not-approved': m.phone_refused_supplier_not_approved,
  'other-company': m.phone_refused_other_company,
  'not-installed': m.phone_refused_not_installed,
  'bound-already': m.phone_refused_bound_already,
  replaced: m.phone_error_replaced,
  expired: m.phone_error_expired,
  revoked: m.phone_error_revoked,
  'bad-challenge': m.phone_error_bad_challenge,
  'other-platform': m.phone_error_other_platform,
  'challenge-expired': m.phone_error_challenge_expired,
  'answered-already': m.phone_refused_answered_already,
  'bad-answer': m.phone_error_bad_answer,
  'too-long': m.scan_refused_too_long,
  'not-bound-here': m.scan_refused_not_bound_here,
  'no-supplier': m.scan_refused_no_supplier,
  'ended-already': m.scan_refused_ended_already,
  'is-staff': m.supplier_error_is_staff,
  'linked-already': m.supplier_error_linked_already,
  'too-many-devices': m.supplier_error_too_many_devices,
};

/** Why a record of a certificate's life does not count, or would not. */
export function enrolmentRefusal(kind: unknown, reason: unknown): string {
  const text = textIn(OF_KIND, `${String(kind)} ${String(reason)}`) ?? textIn(OF_ANY_KIND, reason);
  return text ?? m.phone_refused_other({ code: String(reason) });
}

function textIn(texts: Readonly<Record<string, () => string>>, key: unknown): string | undefined {
  return typeof key === 'string' && Object.hasOwn(texts, key) ? texts[key]?.() : undefined;
}
