import { m } from '$messages';
import { licenceProblem } from '../errors/supplier';

/** What is wrong with one field of the forms of `$lib/supplier`. */
export interface Problem {
  field: string;
  code: string;
  detail?: Readonly<Record<string, unknown>>;
}

type Text = (detail: Readonly<Record<string, unknown>>) => string;

const KINDS: Readonly<Record<string, () => string>> = {
  digit: m.supplier_password_digit,
  lower: m.supplier_password_lower,
  upper: m.supplier_password_upper,
  special: m.supplier_password_special,
};

const LABELS: Readonly<Record<string, () => string>> = {
  companyName: m.supplier_company_name,
  account: m.supplier_account,
  password: m.supplier_password,
  passwordAgain: m.supplier_password_again,
  contactName: m.supplier_contact_name,
  mobile: m.supplier_mobile,
  code: m.supplier_code,
  creditCode: m.supplier_credit_code,
  registrationNumber: m.supplier_registration_number,
  legalRepresentative: m.supplier_legal_representative,
  address: m.supplier_address,
  bankName: m.supplier_bank_name,
  bankAccount: m.supplier_bank_account,
};

const TEXTS: Readonly<Record<string, Text>> = {
  'notice-unread': () => m.supplier_problem_notice_unread(),
  'account-type': () => m.supplier_problem_account_type(),
  'name-too-short': () => m.error_name_too_short(),
  'name-too-long': () => m.error_name_too_long(),
  'name-characters': ({ characters }) =>
    m.error_name_characters({ characters: listOf(characters, (character) => character) }),
  'account-characters': () => m.supplier_problem_account_characters(),
  'account-length': () => m.supplier_problem_account_length(),
  'password-length': () => m.supplier_problem_password_length(),
  'password-characters': () => m.supplier_problem_password_characters(),
  'password-digits-only': () => m.supplier_problem_password_digits_only(),
  'password-kinds': ({ missing }) =>
    m.supplier_problem_password_kinds({ kinds: listOf(missing, (kind) => KINDS[kind]?.() ?? kind) }),
  'password-account': () => m.supplier_problem_password_account(),
  'password-common': () => m.supplier_problem_password_common(),
  'password-differs': () => m.supplier_problem_password_differs(),
  'person-name': () => m.supplier_problem_person_name(),
  mobile: () => m.supplier_problem_mobile(),
  landline: () => m.supplier_problem_landline(),
  email: () => m.supplier_problem_email(),
  code: () => m.supplier_problem_code(),
  'credit-code-length': () => m.supplier_problem_credit_code_length(),
  'credit-code-characters': () => m.supplier_problem_credit_code_characters(),
  'credit-code-check': () => m.supplier_problem_credit_code_check(),
  'registration-number': () => m.supplier_problem_registration_number(),
  address: () => m.supplier_problem_address(),
  'bank-name': () => m.supplier_problem_bank_name(),
  'bank-account': () => m.supplier_problem_bank_account(),
  'too-many-categories': ({ max }) => m.supplier_problem_too_many_categories({ max: Number(max) }),
  'unknown-category': () => m.supplier_problem_unknown_category(),
};

/** What a person reads below a field: what is wrong and what to write instead. */
export function describeProblem({ field, code, detail = {} }: Problem): string {
  if (code === 'required') {
    if (field === 'categories') return m.supplier_problem_no_category();
    return m.supplier_problem_required({ field: LABELS[field]?.() ?? '' });
  }
  return code.startsWith('licence-') ? licenceProblem(code) : (TEXTS[code]?.(detail) ?? code);
}

function listOf(values: unknown, wordOf: (value: string) => string): string {
  return Array.isArray(values) ? values.map((value) => wordOf(String(value))).join('、') : '';
}
