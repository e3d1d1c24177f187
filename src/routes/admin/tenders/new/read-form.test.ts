import { beforeEach, describe, expect, it } from 'vitest';
import type { AuthorId, RecordId } from '$lib/ledger';
import type { StaffMember } from '$lib/platform';
import { emptyTenders, type TenderState } from '$lib/tender';
import { milliOf, readForm } from './read-form';
import { emptyForm, majorityOf, newItem, openersOf, readDrafts, type TenderForm } from './tender-form';

const NOW = Date.UTC(2026, 10, 25, 8);
const as = (author: string, role: StaffMember['roles'][number], removed = false): [AuthorId, StaffMember] => [
  author as AuthorId,
  {
    ...{ author: author as AuthorId, name: author, roles: [role], recipient: 'age1', joinedAt: NOW },
    ...(removed && { removed: { by: author as AuthorId, reason: '离职', at: NOW } }),
  },
];
const state = {
  ...emptyTenders(),
  tenderNumbers: new Map([['YX-1', 'r' as RecordId]]),
  founded: { categories: [{ id: 'goods', name: '物资采购' }], support: { phone: '0731-88904166' } },
  staff: new Map([
    as('陈静', 'administrator'),
    as('赵敏', 'expert'),
    as('周凯', 'ca-operator'),
    as('钱进', 'expert', true),
  ]),
  suppliers: new Map([['s1', {}]]),
} as unknown as TenderState;

let form: TenderForm;
beforeEach(() => {
  form = emptyForm(state, '陈静' as AuthorId, NOW);
  Object.assign(form, {
    number: 'YX-2',
    title: '路灯采购',
    categories: ['goods'],
    requirements: '按国家标准',
  });
  form.items = [newItem({ name: '路灯', quantity: '12.5', unit: '盏', requirement: '100 W' })];
});

function problems(): Record<string, string> {
  const read = readForm(form, state, NOW);
  return 'problems' in read ? { ...read.problems } : {};
}
const notice = () => {
  const read = readForm(form, state, NOW);
  return 'notice' in read ? read.notice : undefined;
};

describe('the form of a tender', () => {
  it('begins with who may open, by a majority, and with a contact', () => {
    expect(openersOf(state)).toEqual(['陈静', '赵敏']);
    expect(form).toMatchObject({ committee: ['陈静', '赵敏'], threshold: 2, contactName: '陈静' });
    expect([1, 2, 3, 4, 5].map(majorityOf)).toEqual([1, 2, 2, 3, 3]);
  });

  it('is read as its record has it', () => {
    expect(notice()).toMatchObject({
      number: 'YX-2',
      access: 'open',
      invited: [],
      items: [{ name: '路灯', quantityMilli: 12_500 }],
      evaluation: { method: 'lowest-price' },
    });
    expect(notice()).not.toHaveProperty('ceilingFen');
  });

  it('says of every field what is missing', () => {
    Object.assign(form, { number: ' ', title: '', categories: ['gone'], requirements: '', contactPhone: '' });
    Object.assign(form, { items: [newItem()], committee: [], threshold: 0, access: 'invited' });
    const found = problems();
    const fields = ['number', 'title', 'categories', 'requirements', 'contactPhone', 'committee', 'invited'];
    for (const field of fields) expect(found[field]).toMatch(/。$/);
    expect(Object.keys(found).filter((field) => field.startsWith('item '))).toHaveLength(4);
  });

  it('refuses a number that another tender has', () => {
    form.number = 'YX-1';
    expect(Object.keys(problems())).toEqual(['number']);
  });

  it('invites nobody to an open tender, and whom the platform knows to the other', () => {
    form.invited = ['s1', 's2'] as RecordId[];
    expect(notice()?.invited).toEqual([]);
    form.access = 'invited';
    expect(notice()?.invited).toEqual(['s1']);
  });

  it('wants criteria that sum to 100', () => {
    form.method = 'scored';
    expect(problems().criteria).toBeDefined();
    form.criteria = [
      { id: 'a', name: '价格', max: '60' },
      { id: 'b', name: '技术', max: '３０' },
    ];
    expect(problems().criteria).toContain('90');
    form.criteria[1]!.max = '40';
    expect(notice()?.evaluation).toMatchObject({ method: 'scored', criteria: [{ max: 60 }, { max: 40 }] });
    form.criteria[0]!.max = '0';
    expect(problems()['criterion a max']).toBeDefined();
  });

  it('reads a ceiling price in yuan', () => {
    form.ceiling = '¥1,200.5';
    expect(notice()?.ceilingFen).toBe(120_050);
    form.ceiling = '很多';
    expect(problems().ceiling).toBeDefined();
  });

  it('has no more than one record can say', () => {
    form.items = Array.from({ length: 40 }, () =>
      newItem({ name: '路灯', quantity: '1', unit: '盏', requirement: '长'.repeat(500) }),
    );
    expect(Object.keys(problems())).toEqual(['size']);
  });

  it('takes off what spreadsheets leave behind', () => {
    form.items[0]!.requirement = '\u200b功率\t100 W\r\n暖光 ';
    expect(notice()?.items[0]?.requirement).toBe('功率 100 W\n暖光');
  });
});

it('reads quantities to the thousandth', () => {
  expect(['1', '1,200', '0.001', '１２.５'].map(milliOf)).toEqual([1000, 1_200_000, 1, 12_500]);
  expect(['0', '-1', '1.0001', 'x', ''].map(milliOf)).toEqual(Array(5).fill(undefined));
});

it('reads drafts back, the newest first, and leaves out what is none', () => {
  const draft = (id: string, savedAt: number) => ({ id, savedAt, form });
  expect(readDrafts([draft('a', 1), { id: 'b' }, draft('c', 2)]).map(({ id }) => id)).toEqual(['c', 'a']);
  expect(readDrafts('none')).toEqual([]);
});
