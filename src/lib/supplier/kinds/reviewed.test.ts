import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { isApproved } from '../state';
import { World, type Person } from '../testing';

let world: World;
let zhang: Person;
let id: RecordId;
let submission: RecordId;
beforeEach(async () => {
  world = await World.found();
  zhang = await world.person();
  id = await world.register(zhang);
  submission = await world.submit(zhang, id);
});

const approve = { decision: 'approved' };
const reject = { decision: 'rejected', reason: '执照模糊' };
const tell = (decision: object, of = submission, person = world.administrator) =>
  world.tell(person, 'supplier.reviewed', { supplier: id, submission: of, ...decision });

describe('a review', () => {
  it('approves what was submitted', async () => {
    expect(await tell(approve)).toBe('accepted');
    expect(isApproved(world.state, id)).toBe(true);
    expect(world.supplier(id).standing.status).toBe('approved');
    expect(world.supplier(id).reviews).toMatchObject([{ submission, by: world.administrator.id }]);
  });

  it('rejects it with a reason, for which the supplier can do something', async () => {
    expect(await tell(reject)).toBe('accepted');
    expect(isApproved(world.state, id)).toBe(false);
    expect(world.supplier(id).standing).toMatchObject({ status: 'rejected', reason: '执照模糊' });
  });

  it.each([
    ['a rejection without a reason', { decision: 'rejected' }],
    ['an empty reason', { decision: 'rejected', reason: '' }],
    ['a blank reason', { decision: 'rejected', reason: '  ' }],
    ['a reason that is too long', { decision: 'rejected', reason: '长'.repeat(501) }],
    ['an approval with a reason', { decision: 'approved', reason: '好' }],
    ['another decision', { decision: 'postponed' }],
  ])('is not %s', async (_, decision) => {
    expect(await tell(decision)).toMatch(/^bad-body/);
  });

  it("is the administrators' affair", async () => {
    expect(await tell(approve, submission, zhang)).toBe('not-permitted: not-administrator');
    expect(await tell(approve, submission, await world.person())).toBe('not-permitted: not-administrator');
  });

  it('is given once, for the submission that was looked at', async () => {
    await tell(reject);
    expect(await tell(approve)).toBe('not-permitted: not-submitted');
    const second = await world.submit(zhang, id);
    expect(await tell(approve)).toBe('not-permitted: outdated');
    expect(await tell(approve, second)).toBe('accepted');
  });

  it('is not given to a draft', async () => {
    const wang = await world.person();
    const draft = await world.register(wang, { account: 'another1', companyName: '岳阳另一有限公司' });
    const body = { supplier: draft, submission, ...approve };
    expect(await world.tell(world.administrator, 'supplier.reviewed', body)).toBe(
      'not-permitted: not-submitted',
    );
  });

  it("is not given by one of the supplier's own devices", async () => {
    const { staff } = world.state;
    staff.set(zhang.id, { ...staff.get(world.administrator.id)!, author: zhang.id }); // joined after registering
    expect(await tell(approve, submission, zhang)).toBe('not-permitted: own-company');
  });
});
