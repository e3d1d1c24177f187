import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { isApproved } from '../state';
import { World, type Person } from '../testing';
import type { Submitted } from './submitted';

const CODES = ['91350100M000100Y43', '91110000802100433B', '9144030071526726XG'] as const;

let world: World;
let zhang: Person;
let wang: Person;
let id: RecordId;
beforeEach(async () => {
  world = await World.found();
  [zhang, wang] = await Promise.all([world.person(), world.person()]);
  id = await world.register(zhang);
});

function bodyOf(over: Partial<Submitted['profile']> = {}, supplier = id): unknown {
  const profile = {
    accountType: 'domestic-enterprise',
    companyName: '云溪测试有限公司',
    creditCode: CODES[0],
    legalRepresentative: '李四',
    address: '湖南省岳阳市云溪区',
    categories: ['works', 'goods'],
    ...over,
  };
  return { supplier, profile, licence: 'A'.repeat(43), sealed: 'AAAA' };
}

const tell = (person: Person, body: unknown) => world.tell(person, 'supplier.submitted', body);

async function answer(decision: object): Promise<string> {
  const submission = world.supplier(id).latest!.id;
  return world.tell(world.administrator, 'supplier.reviewed', { supplier: id, submission, ...decision });
}

describe('a submission', () => {
  it('waits for the administrators', async () => {
    expect(await tell(zhang, bodyOf())).toBe('accepted');
    expect(world.supplier(id)).toMatchObject({
      standing: { status: 'submitted' },
      latest: { by: zhang.id, profile: { categories: ['works', 'goods'] } },
    });
    expect(isApproved(world.state, id)).toBe(false);
  });

  it('is not changed while it waits', async () => {
    await tell(zhang, bodyOf());
    expect(await tell(zhang, bodyOf())).toBe('not-permitted: under-review');
  });

  it('is corrected and made again after a rejection', async () => {
    await tell(zhang, bodyOf());
    await answer({ decision: 'rejected', reason: '地址不完整' });
    expect(await tell(zhang, bodyOf({ companyName: '云溪更名有限公司' }))).toBe('accepted');
    expect(await answer({ decision: 'approved' })).toBe('accepted');
    expect(world.supplier(id).approved?.profile.companyName).toBe('云溪更名有限公司');
  });

  it('leaves what is in force in force while a change of it waits or was rejected', async () => {
    await tell(zhang, bodyOf());
    await answer({ decision: 'approved' });
    await tell(zhang, bodyOf({ address: '湖南省长沙市岳麓区' }));
    expect(world.supplier(id).approved?.profile.address).toBe('湖南省岳阳市云溪区');
    await answer({ decision: 'rejected', reason: '请附新营业执照' });
    expect(isApproved(world.state, id)).toBe(true);
    expect(world.supplier(id).approved?.profile.address).toBe('湖南省岳阳市云溪区');
  });

  it("is the supplier's own devices' affair", async () => {
    expect(await tell(wang, bodyOf())).toBe('not-permitted: not-linked');
    expect(await tell(world.administrator, bodyOf())).toBe('not-permitted: not-linked');
    expect(await tell(zhang, bodyOf({}, 'A'.repeat(43) as RecordId))).toBe('not-permitted: no-supplier');
  });

  it('chooses among the categories that the platform has then', async () => {
    expect(await tell(zhang, bodyOf({ categories: ['works', 'ships'] }))).toBe(
      'not-permitted: unknown-category',
    );
    const categories = [{ id: 'ships', name: '船舶' }];
    expect(await world.tell(world.administrator, 'platform.changed', { categories })).toBe('accepted');
    expect(await tell(zhang, bodyOf({ categories: ['works'] }))).toBe('not-permitted: unknown-category');
    expect(await tell(zhang, bodyOf({ categories: ['ships'] }))).toBe('accepted');
  });

  it.each([
    ['three categories', { categories: ['works', 'goods', 'services'] }],
    ['no category', { categories: [] }],
    ['one category twice', { categories: ['works', 'works'] }],
    ['a credit code with a wrong check character', { creditCode: '91350100M000100Y44' }],
    ['no credit code', { creditCode: undefined }],
    ['a foreign number beside the code', { registrationNumber: 'HRB 12345' }],
    ['a credit code from abroad', { accountType: 'overseas-enterprise' as const }],
    ['a short address', { address: '云溪' }],
    ['a name with a line break', { legalRepresentative: '李\n四' }],
  ])('has not %s', async (_, over) => {
    expect(await tell(zhang, bodyOf(over))).toMatch(/^bad-body/);
  });

  it('of a company from abroad has the number of its own register', async () => {
    const abroad = {
      accountType: 'overseas-enterprise' as const,
      companyName: 'Cloud Creek GmbH',
      creditCode: undefined,
      registrationNumber: 'HRB 12345',
    };
    expect(await tell(zhang, bodyOf(abroad))).toBe('accepted');
  });
});

describe('a company', () => {
  let other: RecordId;
  beforeEach(async () => {
    other = await world.register(wang, { account: 'another1', companyName: '岳阳另一有限公司' });
  });
  const others = (over: Partial<Submitted['profile']>) =>
    tell(wang, bodyOf({ companyName: '岳阳另一有限公司', creditCode: CODES[1], ...over }, other));

  it('is submitted by one supplier only, by its name and by its code', async () => {
    await tell(zhang, bodyOf());
    expect(await others({ companyName: '云溪测试有限公司' })).toBe('not-permitted: company-taken');
    expect(await others({ creditCode: CODES[0] })).toBe('not-permitted: credit-code-taken');
    expect(await others({})).toBe('accepted');
  });

  it('has its former name no more, when the new one is approved', async () => {
    await tell(zhang, bodyOf());
    await answer({ decision: 'approved' });
    await tell(zhang, bodyOf({ companyName: '云溪更名有限公司', creditCode: CODES[2] }));
    expect(await others({ companyName: '云溪测试有限公司' })).toBe('not-permitted: company-taken');
    expect(await others({ companyName: '云溪更名有限公司' })).toBe('not-permitted: company-taken');
    await answer({ decision: 'approved' });
    expect(await others({ companyName: '云溪更名有限公司' })).toBe('not-permitted: company-taken');
    expect(await others({ creditCode: CODES[2] })).toBe('not-permitted: credit-code-taken');
    expect(await others({ companyName: '云溪测试有限公司', creditCode: CODES[0] })).toBe('accepted');
  });

  it('does not get a name that was asked for and rejected', async () => {
    await tell(zhang, bodyOf());
    await answer({ decision: 'approved' });
    await tell(zhang, bodyOf({ companyName: '云溪更名有限公司', creditCode: CODES[2] }));
    await answer({ decision: 'rejected', reason: '名称与公章不符' });
    expect(await others({ companyName: '云溪更名有限公司', creditCode: CODES[2] })).toBe('accepted');
  });

  it('is had by who submits it first, of two that registered it; the second is told', async () => {
    const third = await world.person();
    const late = await world.register(third, { account: 'third003' });
    expect(world.fate).toBe('accepted');
    expect(await tell(third, bodyOf({}, late))).toBe('accepted');
    expect(await tell(zhang, bodyOf())).toBe('not-permitted: company-taken');
    expect(await tell(zhang, bodyOf({ companyName: '云溪更名有限公司' }))).toBe(
      'not-permitted: credit-code-taken',
    );
  });

  it('is free as soon as it is rejected, and with the account that submits it next', async () => {
    await tell(zhang, bodyOf());
    await answer({ decision: 'rejected', reason: '执照模糊' });
    expect(await others({ companyName: '云溪测试有限公司', creditCode: CODES[0] })).toBe('accepted');
    expect(await tell(zhang, bodyOf())).toBe('not-permitted: company-taken');
  });
});
