import { describe, expect, it } from 'vitest';
import { emptyDetails, fenOf, formOf, readDetails, readPart, yuanOf, type DetailsForm } from './details-form';

const form = (): DetailsForm => ({
  name: '云溪测试采购平台',
  province: '湖南省',
  organiser: '云溪测试有限公司',
  fees: { 1: '200', 2: '380.5', 3: '¥ 540.00', 5: '８５０' },
  bankHolder: '云溪测试有限公司',
  bankNumber: '4305 0000 0000 0000 18',
  bankName: '云溪银行城中支行',
  phone: '0731－88904166',
  qq: '',
  email: '',
  categories: [
    { id: 'a', name: ' 物资采购 ' },
    { id: 'b', name: '工程施工' },
  ],
});

const problemsOf = (changed: Partial<DetailsForm>, part: Parameters<typeof readPart>[1]): string[] => {
  const read = readPart({ ...form(), ...changed }, part);
  return 'problems' in read ? Object.keys(read.problems) : [];
};

describe("a platform's details as typed", () => {
  it('are read as records have them', () => {
    expect(readDetails(form())).toEqual({
      name: '云溪测试采购平台',
      province: '湖南省',
      organiser: '云溪测试有限公司',
      fees: { 1: 20000, 2: 38050, 3: 54000, 5: 85000 },
      bank: { holder: '云溪测试有限公司', number: '430500000000000018', bank: '云溪银行城中支行' },
      support: { phone: '0731-88904166' },
      categories: [
        { id: 'a', name: '物资采购' },
        { id: 'b', name: '工程施工' },
      ],
    });
  });

  it('come back as a form that is read the same', () => {
    const details = readDetails(form())!;
    expect(readDetails(formOf(details))).toEqual(details);
  });

  it('are not read while a field is wrong', () => {
    expect(readDetails(emptyDetails())).toBeUndefined();
    expect(readDetails({ ...form(), qq: '12' })).toBeUndefined();
  });

  it('have problems that name their fields', () => {
    expect(problemsOf({ name: 'x', province: '' }, 'basics')).toEqual(['name', 'province']);
    expect(problemsOf({ fees: { 1: '0', 2: '一', 3: '1.234', 5: '5' } }, 'fees')).toEqual([
      'fee1',
      'fee2',
      'fee3',
    ]);
    expect(problemsOf({ bankNumber: '12a' }, 'bank')).toEqual(['bankNumber']);
    expect(problemsOf({ phone: '', email: 'a@b' }, 'support')).toEqual(['phone', 'email']);
  });

  it('want at least one category, and each name once', () => {
    expect(problemsOf({ categories: [] }, 'categories')).toEqual(['categories']);
    const twice = [
      { id: 'a', name: '货物' },
      { id: 'b', name: '货物' },
    ];
    expect(problemsOf({ categories: twice }, 'categories')).toContain('category b');
    expect(problemsOf({ categories: [{ id: 'a', name: '' }] }, 'categories')).toContain('category a');
  });
});

describe('money', () => {
  it.each([
    ['200', 20000],
    ['0.01', 1],
    ['1,200.5', 120050],
    ['12元', 1200],
    ['', undefined],
    ['-1', undefined],
    ['1.005', undefined],
    ['1e3', undefined],
  ])('%s is %s fen', (typed, fen) => expect(fenOf(typed)).toBe(fen));

  it('is shown in yuan, with decimals where there are some', () => {
    expect([yuanOf(20000), yuanOf(38050), yuanOf(1)]).toEqual(['200', '380.50', '0.01']);
  });
});
