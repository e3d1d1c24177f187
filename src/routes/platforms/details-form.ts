import * as v from 'valibot';
import { CERTIFICATE_YEARS, detailFields, type CertificateYears, type PlatformDetails } from '$lib/platform';
import { m } from '$messages';

/** A platform's details as they are typed. */
export interface DetailsForm {
  name: string;
  /** empty before one is chosen */
  province: string;
  organiser: string;
  /** yuan */
  fees: Record<CertificateYears, string>;
  bankHolder: string;
  bankNumber: string;
  bankName: string;
  phone: string;
  qq: string;
  email: string;
  categories: { id: string; name: string }[];
}

/** What is wrong with a field, by its name: fees as `fee1`, categories as `category` and their id. */
export type DetailsProblems = Readonly<Record<string, string>>;

/** Fields that are looked at together: one page of the wizard, one card of the settings. */
export type DetailsPart = 'basics' | 'fees' | 'bank' | 'support' | 'categories';

export function emptyDetails(): DetailsForm {
  return {
    ...{ name: '', province: '', organiser: '' },
    fees: { 1: '', 2: '', 3: '', 5: '' },
    ...{ bankHolder: '', bankNumber: '', bankName: '', phone: '', qq: '', email: '' },
    categories: [],
  };
}

/** The form of details that are in force. */
export function formOf(details: PlatformDetails): DetailsForm {
  const { name, province, organiser, fees, bank, support, categories } = details;
  return {
    ...{ name, province, organiser },
    fees: { 1: yuanOf(fees[1]), 2: yuanOf(fees[2]), 3: yuanOf(fees[3]), 5: yuanOf(fees[5]) },
    ...{ bankHolder: bank.holder, bankNumber: bank.number, bankName: bank.bank },
    ...{ phone: support.phone, qq: support.qq ?? '', email: support.email ?? '' },
    categories: categories.map((category) => ({ ...category })),
  };
}

/** One part of the form as records have it; or what is wrong with it. The rules are `detailFields`. */
export function readPart(
  form: DetailsForm,
  part: DetailsPart,
): { values: Partial<PlatformDetails> } | { problems: DetailsProblems } {
  const problems: Record<string, string> = {};
  const values = READERS[part](form, (field, text) => void (problems[field] = text));
  return Object.keys(problems).length > 0 ? { problems } : { values };
}

/** @returns undefined where `readPart` finds problems in any part */
export function readDetails(form: DetailsForm): PlatformDetails | undefined {
  const values: Partial<PlatformDetails> = {};
  for (const part of ['basics', 'fees', 'bank', 'support', 'categories'] as const) {
    const read = readPart(form, part);
    if ('problems' in read) return undefined;
    Object.assign(values, read.values);
  }
  return values as PlatformDetails;
}

type Report = (field: string, text: string) => void;
type Reader = (form: DetailsForm, report: Report) => Partial<PlatformDetails>;

const READERS: Readonly<Record<DetailsPart, Reader>> = {
  basics(form, report) {
    const [name, organiser] = [line(form.name), line(form.organiser)];
    const { province } = form;
    if (!v.is(detailFields.name, name)) report('name', m.platform_wrong_name());
    if (!v.is(detailFields.province, province)) report('province', m.platform_wrong_province());
    if (!v.is(detailFields.organiser, organiser)) report('organiser', m.platform_wrong_organiser());
    return { name, province, organiser };
  },

  fees(form, report) {
    const { entries } = detailFields.fees;
    const fees = { 1: 0, 2: 0, 3: 0, 5: 0 };
    for (const years of CERTIFICATE_YEARS) {
      fees[years] = fenOf(form.fees[years]) ?? 0;
      if (!v.is(entries[years], fees[years])) report(`fee${years}`, m.platform_wrong_fee());
    }
    return { fees };
  },

  bank(form, report) {
    const { entries } = detailFields.bank;
    const bank = {
      holder: line(form.bankHolder),
      number: narrow(form.bankNumber).replace(/[ -]/g, ''),
      bank: line(form.bankName),
    };
    if (!v.is(entries.holder, bank.holder)) report('bankHolder', m.platform_wrong_bank_holder());
    if (!v.is(entries.number, bank.number)) report('bankNumber', m.platform_wrong_bank_number());
    if (!v.is(entries.bank, bank.bank)) report('bankName', m.platform_wrong_bank_name());
    return { bank };
  },

  support(form, report) {
    const { entries } = detailFields.support;
    const [phone, qq, email] = [narrow(form.phone).replace(/ /g, ''), narrow(form.qq), narrow(form.email)];
    if (!v.is(entries.phone, phone)) report('phone', m.platform_wrong_phone());
    if (qq && !v.is(entries.qq, qq)) report('qq', m.platform_wrong_qq());
    if (email && !v.is(entries.email, email)) report('email', m.platform_wrong_email());
    return { support: { phone, ...(qq && { qq }), ...(email && { email }) } };
  },

  categories(form, report) {
    const categories = form.categories.map(({ id, name }) => ({ id, name: line(name) }));
    const names = categories.map(({ name }) => name);
    for (const [index, { id, name }] of categories.entries()) {
      const isRepeated = name !== '' && names.indexOf(name) < index;
      if (isRepeated) report(`category ${id}`, m.platform_wrong_category_twice());
      else if (!v.is(detailFields.categories, [{ id, name }])) {
        report(`category ${id}`, m.platform_wrong_category());
      }
    }
    if (categories.length === 0) report('categories', m.platform_wrong_categories_none());
    else if (!v.is(detailFields.categories, categories)) report('categories', m.platform_wrong_categories());
    return { categories };
  },
};

/** @param typed yuan with at most two decimals. @returns fen; undefined for anything else */
export function fenOf(typed: string): number | undefined {
  const text = narrow(typed)
    .replace(/^[¥￥]/, '')
    .replace(/元$/, '')
    .replace(/[ ,]/g, '');
  const read = /^([0-9]{1,9})(?:\.([0-9]{1,2}))?$/.exec(text);
  return read ? Number(read[1]) * 100 + Number((read[2] ?? '').padEnd(2, '0')) : undefined;
}

/** @returns yuan as they are typed: without decimals where there are none */
export function yuanOf(fen: number): string {
  const [yuan, rest] = [Math.floor(fen / 100), fen % 100];
  return rest === 0 ? String(yuan) : `${yuan}.${String(rest).padStart(2, '0')}`;
}

/** What input methods leave behind is no mistake of a person's: blanks, letters without width, other normal forms. */
export function line(typed: string): string {
  return typed
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .normalize('NFC')
    .trim();
}

/** The same, with digits, letters and signs in their narrow form. */
function narrow(typed: string): string {
  return line(typed.normalize('NFKC')).replace(/[‐‑–—]/g, '-');
}
