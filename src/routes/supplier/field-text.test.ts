import { describe, expect, test } from 'vitest';
import { newRegistrationForm, readProfileForm, readRegistrationForm, type ProfileForm } from '$lib/supplier';
import { overwriteGetLocale } from '$locale';
import { describeProblem } from './field-text';

overwriteGetLocale(() => 'zh-CN');

const REGISTRATION = {
  ...newRegistrationForm(),
  ...{ noticeRead: true, companyName: '云溪测试有限公司', account: 'yunxi2026' },
  ...{ password: 'Yunxi#2026x', passwordAgain: 'Yunxi#2026x', contactName: '张三' },
  ...{ mobile: '13800138000', code: '123456' },
};

const PROFILE: ProfileForm = {
  ...{
    accountType: 'domestic-enterprise',
    companyName: '云溪测试有限公司',
    creditCode: '91350100M000100Y43',
  },
  ...{
    registrationNumber: '',
    legalRepresentative: '李四',
    address: '湖南省岳阳市云溪区',
    categories: ['a'],
  },
  ...{ bankName: '中国建设银行云溪支行', bankAccount: '43050168888800000123' },
  ...{ contactName: '张三', mobile: '13800138000', landline: '', email: '' },
};

describe('what is wrong with a field is said in words', () => {
  test.each([
    { noticeRead: false },
    { accountType: 'nothing' },
    { companyName: '' },
    { companyName: '云' },
    { companyName: '云'.repeat(61) },
    { companyName: '云溪<公司>' },
    { account: '' },
    { account: 'yx' },
    { account: '云溪账号账号' },
    { password: '' },
    { password: 'Yx#1' },
    { password: 'Yunxi 2026#' },
    { password: '12345678' },
    { password: 'yunxi2026' },
    { password: 'A#yunxi2026' },
    { password: 'Password#1' },
    { passwordAgain: 'other' },
    { contactName: '3' },
    { mobile: '138' },
    { landline: '12' },
    { email: 'a@' },
    { code: '12' },
  ])('registration: %o', (typed) => {
    const [problem] = readRegistrationForm({ ...REGISTRATION, ...typed }).problems ?? [];
    expect(problem).toBeDefined();
    expect(describeProblem(problem!)).toMatch(/\p{Script=Han}/u);
  });

  test.each([
    { creditCode: '' },
    { creditCode: '9135' },
    { creditCode: '91350100M000100YO3' },
    { creditCode: '91350100M000100Y44' },
    { accountType: 'overseas-enterprise', registrationNumber: '?' },
    { legalRepresentative: '' },
    { address: '云' },
    { bankName: '行' },
    { bankAccount: '12' },
    { categories: [] },
    { categories: ['a', 'b', 'c'] },
    { categories: ['z'] },
  ])('profile: %o', (typed) => {
    const [problem] = readProfileForm({ ...PROFILE, ...typed }, ['a', 'b', 'c']).problems ?? [];
    expect(problem).toBeDefined();
    expect(describeProblem(problem!)).toMatch(/\p{Script=Han}/u);
  });
});

test('kinds of characters that a password lacks are named', () => {
  const problem = { field: 'password', code: 'password-kinds', detail: { missing: ['digit', 'special'] } };
  expect(describeProblem(problem)).toBe('密码还缺：数字、特殊字符。');
});
