import { checkAccount, checkPassword, missingFrom } from './account';
import { ACCOUNT_TYPES, DEFAULT_ACCOUNT_TYPE, type AccountType } from './account-type';
import { readSupplierName } from './company';
import { narrow, readEmail, readLandline, readMobile, readPersonName } from './contact';
import { FormReader, type FormResult } from './form';

/** The fields of 供应商注册 (manual 2.4), as typed. */
export interface RegistrationForm {
  /** 我已阅读，并确认以上信息 (manual 2.2) */
  noticeRead: boolean;
  accountType: string;
  companyName: string;
  account: string;
  password: string;
  passwordAgain: string;
  contactName: string;
  /** may be left out, as in the manual, where it carries no asterisk */
  landline: string;
  /** may be left out */
  email: string;
  mobile: string;
  /** the one-time code that was sent to `mobile`; whether it is the right one is not asked here */
  code: string;
}

/** What the registration form begins with. */
export function newRegistrationForm(): RegistrationForm {
  return {
    noticeRead: false,
    accountType: DEFAULT_ACCOUNT_TYPE,
    ...{ companyName: '', account: '', password: '', passwordAgain: '' },
    ...{ contactName: '', landline: '', email: '', mobile: '', code: '' },
  };
}

/** Whom the administrators ask about a supplier: private. */
export interface Contact {
  name: string;
  mobile: string;
  landline?: string;
  email?: string;
}

export interface Registration {
  accountType: AccountType;
  companyName: string;
  account: string;
  password: string;
  contact: Contact;
  code: string;
}

export type RegistrationField = keyof RegistrationForm;

/**
 * Reads the registration form. Codes of problems:
 * - any field: `required`
 * - `noticeRead`: `notice-unread`; `accountType`: `account-type`
 * - `companyName`: `name-too-short`, `name-too-long`, `name-characters` (detail `characters`)
 * - `account`: `account-characters`, `account-length`; `account-taken`, `company-taken` come from `register`
 * - `password`: see `PasswordProblem`; with `password-kinds` detail `missing`
 * - `passwordAgain`: `password-differs`
 * - `contactName`: `person-name`; `mobile`, `landline`, `email`, `code`: `mobile`, `landline`, `email`, `code`
 */
export function readRegistrationForm(form: RegistrationForm): FormResult<Registration, RegistrationField> {
  const reader = new FormReader<RegistrationField>();
  if (!form.noticeRead) reader.problem('noticeRead', 'notice-unread');
  const accountType = readAccountType(form.accountType);
  if (!accountType) reader.problem('accountType', 'account-type');
  const companyName = readName(reader, form.companyName);
  const account = narrow(form.account);
  const accountProblem = checkAccount(account);
  if (accountProblem) reader.problem('account', accountProblem);
  readPassword(reader, form, account);
  const contact = readContact(reader, form);
  const code = reader.required('code', form.code, 'code', readCode);
  return reader.result(() => ({
    accountType: accountType as AccountType,
    ...{ companyName, account, password: form.password, contact, code },
  }));
}

export function readAccountType(typed: string): AccountType | undefined {
  return ACCOUNT_TYPES.find((type) => type === typed);
}

/** @returns '' where there is a problem */
export function readName<F extends string>(reader: FormReader<F | 'companyName'>, typed: string): string {
  const read = typed.trim() === '' ? { problem: 'required' as const } : readSupplierName(typed);
  if ('name' in read) return read.name;
  const characters = 'characters' in read && read.characters;
  if (read.problem === 'required') reader.problem('companyName', 'required');
  else reader.problem('companyName', `name-${read.problem}`, characters ? { characters } : undefined);
  return '';
}

/** The part of a form that asks for a person to talk to. */
export function readContact<F extends string>(
  reader: FormReader<F | 'contactName' | 'mobile' | 'landline' | 'email'>,
  form: Pick<RegistrationForm, 'contactName' | 'mobile' | 'landline' | 'email'>,
): Contact {
  const name = reader.required('contactName', form.contactName, 'person-name', readPersonName);
  const landline = reader.optional('landline', form.landline, 'landline', readLandline);
  const email = reader.optional('email', form.email, 'email', readEmail);
  const mobile = reader.required('mobile', form.mobile, 'mobile', readMobile);
  return { name, mobile, ...(landline && { landline }), ...(email && { email }) };
}

/** Another password for an account, typed twice. Codes of problems: as of the registration form. */
export function readNewPassword(
  form: Pick<RegistrationForm, 'password' | 'passwordAgain'>,
  account: string,
): FormResult<string, 'password' | 'passwordAgain'> {
  const reader = new FormReader<'password' | 'passwordAgain'>();
  readPassword(reader, form, account);
  return reader.result(() => form.password);
}

/** Both times that a password is typed, wherever one is chosen. */
function readPassword<F extends string>(
  reader: FormReader<F | 'password' | 'passwordAgain'>,
  form: { password: string; passwordAgain: string },
  account: string,
): void {
  const problem = checkPassword(form.password, account);
  const missing = problem === 'password-kinds' && { missing: missingFrom(form.password) };
  if (problem) reader.problem('password', problem, missing || undefined);
  if (form.passwordAgain === '') reader.problem('passwordAgain', 'required');
  else if (form.passwordAgain !== form.password) reader.problem('passwordAgain', 'password-differs');
}

function readCode(typed: string): string | undefined {
  const code = narrow(typed).replace(/ /g, '');
  return /^\d{6}$/.test(code) ? code : undefined;
}
