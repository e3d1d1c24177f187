import { describe, expect, it } from 'vitest';
import { factsOf } from './facts';

const profile = {
  accountType: 'domestic-enterprise' as const,
  companyName: '云溪测试有限公司',
  creditCode: '91430600MA4L0XXX0X',
  legalRepresentative: '李敏',
  address: '岳阳市云溪区一号',
  categories: ['goods', 'gone'],
};
const categories = [{ id: 'goods', name: '物资采购' }];

describe('a profile line by line', () => {
  it('leaves out what there is none of, and names categories', () => {
    const facts = factsOf(profile, { changes: [], categories });
    expect(facts.map(({ field }) => field)).not.toContain('registrationNumber');
    expect(facts.find(({ field }) => field === 'categories')?.value).toContain('物资采购');
    expect(facts.find(({ field }) => field === 'categories')?.value).toContain('gone');
    expect(facts.every(({ before }) => before === undefined)).toBe(true);
  });

  it('shows what it changes of the one in force', () => {
    const inForce = { ...profile, address: '岳阳市云溪区二号' };
    const facts = factsOf(profile, { inForce, changes: ['address'], categories });
    expect(facts.filter(({ before }) => before !== undefined)).toMatchObject([
      { field: 'address', value: '岳阳市云溪区一号', before: '岳阳市云溪区二号' },
    ]);
  });
});
