import { describe, expect, it } from 'vitest';
import {
  ACCOUNT_TYPES,
  missingFrom,
  newRegistrationForm,
  readNewPassword,
  readRegistrationForm,
  type RegistrationForm,
} from './index';
import { registrationForm } from './testing';

const read = (over: Partial<RegistrationForm> = {}) => readRegistrationForm(registrationForm(over));
/** The one problem, as `field: code`. */
const problem = (over: Partial<RegistrationForm>) =>
  read(over)
    .problems?.map(({ field, code }) => `${field}: ${code}`)
    .join(', ');

describe('the registration form', () => {
  it('begins with 境内企业 and the notice unread', () => {
    expect(newRegistrationForm()).toMatchObject({ accountType: 'domestic-enterprise', noticeRead: false });
  });

  it('asks for everything with an asterisk at once, in the order of the form', () => {
    expect(readRegistrationForm(newRegistrationForm()).problems).toEqual([
      { field: 'noticeRead', code: 'notice-unread' },
      ...['companyName', 'account', 'password', 'passwordAgain', 'contactName', 'mobile', 'code'].map(
        (field) => ({
          field,
          code: 'required',
        }),
      ),
    ]);
  });

  it('gives what was typed as it is written', () => {
    const typed = {
      companyName: ' 云溪(北京)有限公司 ',
      account: ' Yunxi2026 ',
      contactName: '阿依古丽•买买提',
      landline: '（0731）88904166 转 8001',
      email: 'Zhang.San@Example.COM',
      mobile: '+86 138-0013-8000',
      code: '１２３ ４５６',
    };
    expect(read(typed).values).toEqual({
      accountType: 'domestic-enterprise',
      companyName: '云溪（北京）有限公司',
      account: 'Yunxi2026',
      password: registrationForm().password,
      contact: {
        name: '阿依古丽·买买提',
        mobile: '13800138000',
        landline: '0731-88904166-8001',
        email: 'Zhang.San@example.com',
      },
      code: '123456',
    });
  });

  it.each(ACCOUNT_TYPES)('takes the type %s', (accountType) =>
    expect(read({ accountType }).values).toMatchObject({ accountType }),
  );

  it.each<[Partial<RegistrationForm>, string]>([
    [{ noticeRead: false }, 'noticeRead: notice-unread'],
    [{ accountType: 'person' }, 'accountType: account-type'],
    [{ companyName: '云' }, 'companyName: name-too-short'],
    [{ companyName: '云'.repeat(61) }, 'companyName: name-too-long'],
    [{ companyName: '云溪测试有限公司!' }, 'companyName: name-characters'],
    [{ companyName: 'ꦄꦄꦄ' }, 'companyName: name-characters'],
    [{ account: 'abc12' }, 'account: account-length'],
    [{ account: 'a'.repeat(21) }, 'account: account-length'],
    [{ account: 'yunxi 2026' }, 'account: account-characters'],
    [{ account: 'yunxi_2026' }, 'account: account-characters'],
    [{ account: '云溪账号一二三' }, 'account: account-characters'],
    [{ contactName: '张' }, 'contactName: person-name'],
    [{ contactName: '张3' }, 'contactName: person-name'],
    [{ mobile: '1380013800' }, 'mobile: mobile'],
    [{ mobile: '12800138000' }, 'mobile: mobile'],
    [{ mobile: '+861380013800' }, 'mobile: mobile'],
    [{ landline: '12345' }, 'landline: landline'],
    [{ landline: '0731-88904166-' }, 'landline: landline'],
    [{ email: 'zhang@' }, 'email: email'],
    [{ email: 'zhang@example' }, 'email: email'],
    [{ email: 'zh ang@example.com' }, 'email: email'],
    [{ email: 'a@b@example.com' }, 'email: email'],
    [{ email: '.zhang@example.com' }, 'email: email'],
    [{ code: '12345' }, 'code: code'],
    [{ passwordAgain: 'Yunxi#2026X' }, 'passwordAgain: password-differs'],
    [{ passwordAgain: '' }, 'passwordAgain: required'],
  ])('refuses %j', (over, expected) => expect(problem(over)).toBe(expected));

  it('names the characters that no seal shows', () => {
    expect(read({ companyName: '云溪☺测试ꦄ' }).problems?.[0]?.detail).toEqual({ characters: ['☺'] });
    expect(read({ companyName: '云溪测试ꦄ' }).problems?.[0]?.detail).toEqual({ characters: ['ꦄ'] });
  });

  it.each(['abcdef', '123456', 'A1b2C3', 'a'.repeat(20)])('takes the account %s', (account) =>
    expect(problem({ account })).toBeUndefined(),
  );

  it.each(['13800138000', '19912345678', '+85291234567', '+1 650 253 0000'])(
    'takes the mobile number %s',
    (mobile) => expect(problem({ mobile })).toBeUndefined(),
  );

  it.each([
    ['010-62345678', '010-62345678'],
    ['0731 88904166', '0731-88904166'],
    ['8890416', '8890416'],
    ['400-666-3999', '400-666-3999'],
    ['4006663999', '400-666-3999'],
    ['+86 731 88904166', '0731-88904166'],
    ['+49 30 123456', '+4930123456'],
  ])('takes the landline %s', (landline, written) =>
    expect(read({ landline }).values?.contact.landline).toBe(written),
  );
});

describe('a password', () => {
  const check = (password: string, account = 'yunxi2026') =>
    readRegistrationForm(registrationForm({ password, passwordAgain: password, account })).problems?.[0];

  it.each(['Aa1!xy', 'Yunxi#2026x', '~`|\\"\'<>Aa1', 'Zz9-'.repeat(5)])('may be %s', (password) =>
    expect(check(password)).toBeUndefined(),
  );

  it.each([
    ['', 'required'],
    ['Aa1!x', 'password-length'],
    ['Aa1!x'.repeat(4) + 'y', 'password-length'],
    ['12345678', 'password-digits-only'],
    ['Aa1! xyz', 'password-characters'],
    ['Aa1!云溪', 'password-characters'],
    ['Ａa1!xyz', 'password-characters'],
    ['aaaaaa1!', 'password-kinds'],
    ['AAAAAA1!', 'password-kinds'],
    ['AaAaAa!!', 'password-kinds'],
    ['AaAaAa11', 'password-kinds'],
    ['YunXi2026!', 'password-account'],
    ['Aa123456!', 'password-common'],
    ['Admin@123', 'password-common'],
    ['P@ssw0rd', 'password-common'],
    ['Qwer!1234', 'password-common'],
    ['Abc#2026', 'password-common'],
  ])('may not be %j: %s', (password, code) =>
    expect(check(password)).toMatchObject({ field: 'password', code }),
  );

  it('is told what it lacks', () => {
    expect(check('aaaaaaaa')?.detail).toEqual({ missing: ['digit', 'upper', 'special'] });
    expect(missingFrom('Aa1!')).toEqual([]);
  });
});

describe('another password for an account', () => {
  const fields = (password: string, passwordAgain: string) =>
    readNewPassword({ password, passwordAgain }, 'yunxi2026').problems?.map(({ field }) => field);

  it('keeps the rules of the first one, and is typed twice', () => {
    expect(readNewPassword({ password: 'Abc#2x9y', passwordAgain: 'Abc#2x9y' }, 'yunxi2026')).toEqual({
      values: 'Abc#2x9y',
    });
    expect(fields('Abc#2x9y', 'Abc#2x9z')).toEqual(['passwordAgain']);
    expect(fields('YunXi2026!', 'YunXi2026!')).toEqual(['password']);
    expect(fields('', '')).toEqual(['password', 'passwordAgain']);
  });
});
