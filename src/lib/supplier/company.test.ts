import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCompanyName } from '../seal';
import { companyKey, isRegistrable, readSupplierName } from './company';

/** Characters from all over, many of them not allowed. */
const anything = fc.string({ unit: 'grapheme', maxLength: 12 });
const allowed = fc.string({
  unit: fc.constantFrom(...'云溪測試公司𠮷あア한ΩЖéAaZz09 ·（）()&-.，葛'),
  maxLength: 20,
});

describe('a name that may stand in a record', () => {
  it('is every one that the form gives', () => {
    fc.assert(
      fc.property(fc.oneof(anything, allowed), (typed) => {
        const read = readSupplierName(typed);
        if ('name' in read) expect(isRegistrable(read.name)).toBe(true);
      }),
    );
  });

  it('has one spelling: it is in every normal form of its own characters, and no other one is registrable', () => {
    fc.assert(
      fc.property(fc.oneof(anything, allowed), (name) => {
        if (!isRegistrable(name)) return;
        expect(name.normalize('NFC')).toBe(name);
        const decomposed = name.normalize('NFD');
        if (decomposed !== name && /\p{M}/u.test(decomposed)) expect(isRegistrable(decomposed)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '云溪测试有限公司',
    '云溪（北京）科技有限公司',
    '𠮷野家',
    'Cloud Creek Co., Ltd.',
    '葛\u{e0100}城公司',
    'Café 中国',
  ])('%s', (name) => {
    expect(readCompanyName(name)).toEqual({ name });
    expect(isRegistrable(name)).toBe(true);
  });

  it.each([
    '云',
    '12345',
    '云溪\u200b公司',
    '云溪  公司',
    ' 云溪公司',
    '云溪公司\n',
    '云'.repeat(61),
    'Cafe\u0301 公司',
    '',
  ])('is not %j', (name) => expect(isRegistrable(name)).toBe(false));

  it.each([
    ['云溪（北京）公司', '云溪(北京)公司'],
    ['ABC 科技公司', 'abc科技公司'],
    ['葛\u{e0100}城公司', '葛城公司'],
    ['云•溪公司', '云·溪公司'],
  ])('%s is taken for %s', (one, other) => expect(companyKey(one)).toBe(companyKey(other)));

  it('is not taken for another one', () => {
    expect(companyKey('云溪一公司')).not.toBe(companyKey('云溪二公司'));
    expect(companyKey('É公司')).not.toBe(companyKey('é公司')); // only what every engine folds alike
  });
});
