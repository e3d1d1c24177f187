import { describe, expect, it } from 'vitest';
import { MAX_CATEGORIES, readProfileForm, type ProfileForm } from './index';
import { CATEGORIES, profileForm } from './testing';

const offered = CATEGORIES.map(({ id }) => id);
const read = (over: Partial<ProfileForm> = {}) => readProfileForm(profileForm(over), offered);
const problem = (over: Partial<ProfileForm>) =>
  read(over)
    .problems?.map(({ field, code }) => `${field}: ${code}`)
    .join(', ');

describe('the profile form', () => {
  it('parts what everybody may read from what only administrators may', () => {
    const typed = {
      creditCode: ' 91350100m000100y43 ',
      bankAccount: '5900 0000 0012 3456 78',
      landline: '',
      email: '',
    };
    expect(read(typed).values).toEqual({
      profile: {
        accountType: 'domestic-enterprise',
        companyName: '云溪测试有限公司',
        creditCode: '91350100M000100Y43',
        legalRepresentative: '李四',
        address: '湖南省岳阳市云溪区云溪大道 1 号',
        categories: ['works'],
      },
      private: {
        contact: { name: '张三', mobile: '13800138000' },
        bank: { name: '中国银行岳阳云溪支行', account: '590000000012345678' },
      },
    });
  });

  it.each<[Partial<ProfileForm>, string]>([
    [{ creditCode: '' }, 'creditCode: required'],
    [{ creditCode: '91350100M000100Y44' }, 'creditCode: credit-code-check'],
    [{ creditCode: '91350100M000100Y4' }, 'creditCode: credit-code-length'],
    [{ creditCode: '91350100I000100Y43' }, 'creditCode: credit-code-characters'],
    [{ legalRepresentative: '' }, 'legalRepresentative: required'],
    [{ legalRepresentative: '李4' }, 'legalRepresentative: person-name'],
    [{ address: '云溪' }, 'address: address'],
    [{ address: '长'.repeat(121) }, 'address: address'],
    [{ address: '湖南省岳阳市\n云溪区' }, 'address: address'],
    [{ bankName: '中行' }, 'bankName: bank-name'],
    [{ bankAccount: '1234567' }, 'bankAccount: bank-account'],
    [{ bankAccount: '6222O00000000000' }, 'bankAccount: bank-account'],
    [{ categories: [] }, 'categories: required'],
    [{ categories: ['works', 'goods', 'services'] }, 'categories: too-many-categories'],
    [{ categories: ['ships'] }, 'categories: unknown-category'],
    [{ companyName: '' }, 'companyName: required'],
    [{ mobile: '' }, 'mobile: required'],
    [{ accountType: '' }, 'accountType: account-type'],
    [{ accountType: 'overseas-enterprise' }, 'registrationNumber: required'],
    [
      { accountType: 'overseas-enterprise', registrationNumber: '#1' },
      'registrationNumber: registration-number',
    ],
  ])('refuses %j', (over, expected) => expect(problem(over)).toBe(expected));

  it('takes two categories, each once', () => {
    expect(MAX_CATEGORIES).toBe(2);
    expect(read({ categories: ['works', 'goods', 'works'] }).values?.profile.categories).toEqual([
      'works',
      'goods',
    ]);
  });

  it('of a company from abroad asks for its own number in place of the credit code', () => {
    const typed = { accountType: 'overseas-enterprise', creditCode: '', registrationNumber: ' HRB 12345 ' };
    const { profile } = read(typed).values!;
    expect(profile).toMatchObject({ registrationNumber: 'HRB 12345' });
    expect(profile).not.toHaveProperty('creditCode');
  });
});
