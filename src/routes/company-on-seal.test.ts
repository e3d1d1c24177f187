import { expect, test } from 'vitest';
import { newDesign } from '$lib/seal';
import { companyOn, isOtherCompany } from './company-on-seal';

const OWNER = { companyName: '云溪测试有限公司' };

test('seals that are set from a company name show it, others show none', () => {
  for (const kind of ['round', 'contract', 'finance', 'invoice'] as const)
    expect(companyOn(newDesign(kind, OWNER))).toBe(OWNER.companyName);
  for (const kind of ['legal-representative', 'signature', 'date', 'scan'] as const)
    expect(companyOn(newDesign(kind, OWNER))).toBeUndefined();
});

test.each([
  ['云溪测试有限公司', false],
  [' 云溪测试有限公司 ', false],
  ['洞庭测试有限公司', true],
  ['云溪测试有限公司一', true],
  ['', false],
  [undefined, false],
])('%s beside the certificate of 云溪测试有限公司: another company %s', (shown, other) => {
  expect(isOtherCompany(shown, OWNER.companyName)).toBe(other);
});

test('brackets of either width are the same name', () => {
  expect(isOtherCompany('云溪(上海)有限公司', '云溪（上海）有限公司')).toBe(false);
});
