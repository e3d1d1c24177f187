import type { OfficeErrorCode } from '$lib/office';
import type { CodeErrorCode, SealedErrorCode, StaffErrorCode } from '$lib/platform';
import { m } from '$messages';
import { numberOf, textOf, type Texts } from './texts';

/** With a tenth below ten, so that what is over a limit shows as more. */
const megabytes = (value: unknown): string => {
  const size = numberOf(value) / 2 ** 20;
  return size < 10 ? String(Math.ceil(size * 10) / 10) : String(Math.ceil(size));
};

/** Why the rules of founding and staff refuse a record, by the rules' own codes. */
const STAFF_RULES: Readonly<Record<string, () => string>> = {
  'founded-already': m.admin_rule_founded_already,
  'not-this-root': m.admin_rule_not_this_root,
  'bad-root': m.admin_rule_bad_root,
  'not-endorsed': m.admin_rule_not_endorsed,
  'bad-issuer': m.admin_rule_bad_issuer,
  'not-administrator': m.admin_rule_not_administrator,
  'not-operator': m.admin_rule_not_operator,
  'certified-already': m.admin_rule_certified_already,
  expired: m.admin_rule_expired,
  'too-long': m.admin_rule_too_long,
  'taken-back': m.admin_rule_taken_back,
  'no-such-invitation': m.admin_error_no_such_invitation,
  'staff-already': m.admin_rule_staff_already,
  'used-already': m.admin_rule_used_already,
  'inviter-removed': m.admin_rule_inviter_removed,
  'wrong-token': m.admin_rule_wrong_token,
  'issuing-key': m.admin_rule_issuing_key,
  'not-staff': m.admin_rule_not_staff,
  'last-administrator': m.admin_rule_last_administrator,
};

/** @returns undefined for a code that is none of these rules' */
export function staffRuleText(code: unknown): string | undefined {
  return typeof code === 'string' && Object.hasOwn(STAFF_RULES, code) ? STAFF_RULES[code]?.() : undefined;
}

/** What of a platform's details is against its rules, by the name of the field. */
const DETAILS: Readonly<Record<string, () => string>> = {
  name: m.platform_wrong_name,
  province: m.platform_wrong_province,
  organiser: m.platform_wrong_organiser,
  fees: m.platform_wrong_fee,
  bank: m.platform_wrong_bank,
  support: m.platform_wrong_support,
  categories: m.platform_wrong_categories,
  founder: m.platform_wrong_person,
  reason: m.admin_wrong_reason,
};

function badDetails(where: unknown): string {
  const [field = ''] = textOf(where).split('.');
  return Object.hasOwn(DETAILS, field)
    ? DETAILS[field]!()
    : m.admin_error_bad_details({ where: textOf(where) });
}

/** Why a platform cannot be founded or its staff not be changed. */
export const STAFF: Texts<StaffErrorCode> = {
  'bad-details': ({ where }) => badDetails(where),
  'not-permitted': ({ reason }) =>
    staffRuleText(reason) ?? m.admin_error_not_permitted({ code: textOf(reason) }),
  'bad-link': () => m.admin_error_bad_link(),
  'other-platform': () => m.admin_error_other_platform(),
  'no-such-invitation': () => m.admin_error_no_such_invitation(),
  'root-ends': () => m.admin_error_root_ends(),
};

/** One-time codes by SMS. */
export const CODE: Texts<CodeErrorCode> = {
  'too-soon': ({ waitMs }) => m.admin_error_code_too_soon({ n: Math.ceil(numberOf(waitMs) / 1000) }),
  'wrong-code': ({ triesLeft }) => m.admin_error_code_wrong({ n: numberOf(triesLeft) }),
  expired: () => m.admin_error_code_expired(),
  'no-code': () => m.admin_error_code_none(),
};

/** Private parts. */
export const SEALED: Texts<SealedErrorCode> = {
  'no-recipient': () => m.admin_error_sealed_no_recipient(),
  'bad-recipient': () => m.admin_error_sealed_bad_recipient(),
  'not-for-you': () => m.admin_error_sealed_not_for_you(),
  damaged: () => m.admin_error_sealed_damaged(),
  'other-purpose': () => m.admin_error_sealed_other_purpose(),
};

export const OFFICE: Texts<OfficeErrorCode> = {
  cancelled: () => m.admin_error_cancelled(),
  'no-staff-seat': () => m.admin_error_no_staff_seat(),
  'seat-taken': () => m.admin_error_seat_taken(),
  'no-authority': ({ which }) => (which === 'root' ? m.admin_error_no_root() : m.admin_error_no_issuing()),
  'no-such-platform': () => m.admin_error_no_such_platform(),
  'not-a-platform': () => m.admin_error_not_a_platform(),
  'file-too-large': ({ limit, size }) =>
    m.admin_error_file_too_large({ limit: megabytes(limit), size: megabytes(size) }),
  'author-gone': () => m.admin_error_author_gone(),
  'storage-damaged': () => m.error_store_damaged(),
};

/** Of trying everything. */
export const SETTING_UP: Texts<'not-accepted'> = {
  'not-accepted': ({ kind, reason }) => m.try_not_accepted({ kind: textOf(kind), reason: textOf(reason) }),
};
