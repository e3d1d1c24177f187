import * as v from 'valibot';
import { isCreditCode } from '../pki';
import { fields } from '../platform';
import { hasCreditCode, type AccountType } from './account-type';
import { narrow, readPersonName } from './contact';
import { FormReader, type FormResult } from './form';
import { readAccountType, readContact, readName, type Contact } from './registration-form';

/** 投标类别，最多只能选择两个类别 (manual 2.5). */
export const MAX_CATEGORIES = 2;

export const PROFILE_RULES = {
  address: { minLength: 5, maxLength: 120 },
  bankName: { minLength: 4, maxLength: 60 },
} as const;

/** As it stands in a record: a name in letters that records have. */
export const legalRepresentativeField = fields.text(40, 2);

/** The fields of 完善供应商信息 (manual 2.5), as typed. */
export interface ProfileForm {
  accountType: string;
  companyName: string;
  /** 统一社会信用代码 */
  creditCode: string;
  /** where there is no credit code: the number under which the company is registered abroad */
  registrationNumber: string;
  legalRepresentative: string;
  address: string;
  /** 开户银行: its full name with the branch */
  bankName: string;
  /** 银行账号 */
  bankAccount: string;
  /** ids of the platform's bidding categories */
  categories: readonly string[];
  contactName: string;
  mobile: string;
  landline: string;
  email: string;
}

/** What of a supplier everybody may read: most of it stands in the public register of companies. */
export interface Profile {
  accountType: AccountType;
  companyName: string;
  creditCode?: string;
  registrationNumber?: string;
  legalRepresentative: string;
  address: string;
  categories: string[];
}

interface Bank {
  name: string;
  account: string;
}

/** What of a supplier only administrators read, and the devices that wrote it. */
export interface PrivateProfile {
  contact: Contact;
  bank: Bank;
}

export type ProfileField = keyof ProfileForm;

/**
 * Reads the profile form. Codes of problems, besides those of `readRegistrationForm`:
 * - `creditCode`: `credit-code-length`, `credit-code-characters`, `credit-code-check` (the check character is wrong:
 *   one character is mistyped); `registrationNumber`: `registration-number`
 * - `legalRepresentative`: `person-name`; `address`: `address`; `bankName`: `bank-name`; `bankAccount`: `bank-account`
 * - `categories`: `required`, `too-many-categories` (detail `max`), `unknown-category`
 *
 * @param offered ids of the categories that the platform has now
 */
export function readProfileForm(
  form: ProfileForm,
  offered: readonly string[],
): FormResult<{ profile: Profile; private: PrivateProfile }, ProfileField> {
  const reader = new FormReader<ProfileField>();
  const accountType = readAccountType(form.accountType);
  if (!accountType) reader.problem('accountType', 'account-type');
  const companyName = readName(reader, form.companyName);
  const number = readNumber(reader, form, accountType);
  const legalRepresentative = reader.required(
    'legalRepresentative',
    form.legalRepresentative,
    'person-name',
    (typed) => {
      const name = readPersonName(typed);
      return name !== undefined && v.is(legalRepresentativeField, name) ? name : undefined;
    },
  );
  const address = reader.required('address', form.address, 'address', (typed) =>
    readText(typed, PROFILE_RULES.address),
  );
  const bank = {
    name: reader.required('bankName', form.bankName, 'bank-name', (typed) =>
      readText(typed, PROFILE_RULES.bankName),
    ),
    account: reader.required('bankAccount', form.bankAccount, 'bank-account', readBankAccount),
  };
  const categories = readCategories(reader, form.categories, offered);
  const contact = readContact(reader, form);
  return reader.result(() => ({
    profile: {
      accountType: accountType as AccountType,
      ...{ companyName, ...number, legalRepresentative, address, categories },
    },
    private: { contact, bank },
  }));
}

type Reader = FormReader<ProfileField>;

function readNumber(
  reader: Reader,
  form: ProfileForm,
  type: AccountType | undefined,
): Pick<Profile, 'creditCode' | 'registrationNumber'> {
  if (type && !hasCreditCode(type)) {
    const read = (typed: string) => {
      const number = narrow(typed);
      return isRegistrationNumber(number) ? number : undefined;
    };
    return {
      registrationNumber: reader.required(
        'registrationNumber',
        form.registrationNumber,
        'registration-number',
        read,
      ),
    };
  }
  const creditCode = narrow(form.creditCode).replace(/[ -]/g, '').toUpperCase();
  const problem = creditCodeProblem(creditCode);
  if (problem) reader.problem('creditCode', problem);
  return { creditCode };
}

/** Says which of the rules of GB 32100 a code breaks, so that a person knows where to look. */
function creditCodeProblem(code: string): string | undefined {
  if (code === '') return 'required';
  if (!/^[0-9A-HJ-NPQRTUWXY]*$/.test(code)) return 'credit-code-characters'; // I, O, S, V and Z are not used
  if (code.length !== 18) return 'credit-code-length';
  return isCreditCode(code) ? undefined : 'credit-code-check';
}

/** 3 to 40 letters, digits and signs, as registers of other countries number companies. */
export function isRegistrationNumber(number: string): boolean {
  return /^[0-9A-Za-z](?:[0-9A-Za-z ./-]{1,38})[0-9A-Za-z]$/.test(number);
}

function readText(typed: string, rules: { minLength: number; maxLength: number }): string | undefined {
  const text = typed
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Zs}+/gu, ' ')
    .normalize('NFC')
    .trim();
  return v.is(fields.text(rules.maxLength, rules.minLength), text) ? text : undefined;
}

/** 8 to 30 digits: accounts of companies have other lengths and no check digit in common, unlike cards. */
function readBankAccount(typed: string): string | undefined {
  const digits = narrow(typed).replace(/[ -]/g, '');
  return /^\d{8,30}$/.test(digits) ? digits : undefined;
}

function readCategories(reader: Reader, chosen: readonly string[], offered: readonly string[]): string[] {
  const categories = [...new Set(chosen)];
  if (categories.length === 0) reader.problem('categories', 'required');
  else if (categories.length > MAX_CATEGORIES)
    reader.problem('categories', 'too-many-categories', { max: MAX_CATEGORIES });
  else if (categories.some((id) => !offered.includes(id))) reader.problem('categories', 'unknown-category');
  return categories;
}
