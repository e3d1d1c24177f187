import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { World, type Person } from '../testing';

const reason = '联系登记号码核实，不是这家公司';

let world: World;
let zhang: Person;
let id: RecordId;
beforeEach(async () => {
  world = await World.found();
  zhang = await world.person();
  id = await world.register(zhang);
});

const dismiss = (person: Person = world.administrator, supplier = id) =>
  world.tell(person, 'supplier.dismissed', { supplier, reason });

const review = (decision: object) => {
  const submission = world.supplier(id).latest!.id;
  return world.tell(world.administrator, 'supplier.reviewed', { supplier: id, submission, ...decision });
};

describe('a registration', () => {
  it('is turned away with a reason, though nothing was submitted', async () => {
    const at = world.now;
    expect(await dismiss()).toBe('accepted');
    expect(world.supplier(id)).toMatchObject({
      standing: { status: 'rejected', reason, release: true, since: at },
      dismissed: { by: world.administrator.id, reason, at },
      reviews: [],
    });
  });

  it('that waits for its review has its answer by this, and its name is free', async () => {
    const submission = await world.submit(zhang, id);
    const wang = await world.person();
    await dismiss();
    expect(world.supplier(id).reviews).toMatchObject([{ submission, reason }]);
    expect(await review({ decision: 'approved' })).toBe('not-permitted: not-submitted');
    const other = await world.register(wang, { account: 'another1' });
    await world.submit(wang, other);
    expect(world.fate).toBe('accepted');
  });

  it('that was rejected can be turned away still', async () => {
    await world.submit(zhang, id);
    await review({ decision: 'rejected', reason: '执照模糊' });
    expect(await dismiss()).toBe('accepted');
    expect(world.supplier(id).reviews).toHaveLength(1);
  });

  it('keeps its account, and may submit what it can prove', async () => {
    await dismiss();
    await world.submit(zhang, id);
    expect(world.supplier(id)).toMatchObject({ standing: { status: 'submitted' }, dismissed: { reason } });
    expect(await review({ decision: 'approved' })).toBe('accepted');
    expect(world.supplier(id).dismissed).toBeUndefined();
  });

  it('keeps nobody out by submitting again at once, until it is approved', async () => {
    await world.submit(zhang, id);
    await review({ decision: 'rejected', reason: '不是这家公司', release: true });
    await world.submit(zhang, id);
    await dismiss();
    const squat = await world.submit(zhang, id);
    const wang = await world.person();
    const other = await world.register(wang, { account: 'another1' });
    expect(world.fate).toBe('accepted');
    const submission = await world.submit(wang, other);
    expect(world.fate).toBe('accepted');
    const approval = { decision: 'approved' };
    const { administrator } = world;
    const squatter = { supplier: id, submission: squat, ...approval };
    expect(await world.tell(administrator, 'supplier.reviewed', squatter)).toBe(
      'not-permitted: company-taken',
    );
    const own = { supplier: other, submission, ...approval };
    expect(await world.tell(administrator, 'supplier.reviewed', own)).toBe('accepted');
    expect(await world.tell(administrator, 'supplier.reviewed', squatter)).toBe(
      'not-permitted: company-taken',
    );
  });

  it('has its name again when it is approved after all', async () => {
    await dismiss();
    await world.submit(zhang, id);
    expect(world.state.supplierIndex.companies.size).toBe(0);
    expect(await review({ decision: 'approved' })).toBe('accepted');
    expect(world.state.supplierIndex.companies.size).toBe(1);
    expect(world.supplier(id).released).toBeUndefined();
  });

  it('is none any more where the company was approved, be a change of it under way or not', async () => {
    await world.submit(zhang, id);
    await review({ decision: 'approved' });
    expect(await dismiss()).toBe('not-permitted: approved-already');
    await world.submit(zhang, id, { address: '湖南省长沙市岳麓区' });
    expect(await dismiss()).toBe('not-permitted: approved-already');
    expect(world.supplier(id).standing.status).toBe('submitted');
  });

  it('is turned away by an administrator, and not of their own company', async () => {
    expect(await dismiss(zhang)).toBe('not-permitted: not-administrator');
    expect(await dismiss(world.administrator, 'A'.repeat(43) as RecordId)).toBe('not-permitted: no-supplier');
    const { staff } = world.state;
    staff.set(zhang.id, { ...staff.get(world.administrator.id)!, author: zhang.id }); // joined after registering
    expect(await dismiss(zhang)).toBe('not-permitted: own-company');
  });

  it.each([undefined, '', ' ', '长'.repeat(501)])('is not turned away with the reason %j', async (other) => {
    const body = { supplier: id, ...(other !== undefined && { reason: other }) };
    expect(await world.tell(world.administrator, 'supplier.dismissed', body)).toMatch(/^bad-body/);
  });
});
