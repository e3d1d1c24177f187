import { beforeEach, describe, expect, it } from 'vitest';
import { dismiss, namesakesOf, review, reviewQueue, suppliersWith } from './index';
import { World, type Person } from './testing';

const COMPANIES = [
  ['first001', '云溪第一有限公司', '91350100M000100Y43'],
  ['second02', '云溪第二有限公司', '91110000802100433B'],
  ['third003', '云溪第三有限公司', '9144030071526726XG'],
] as const;

let world: World;
let people: Person[];
const supplierOf = async (n: number) => {
  const [account, companyName] = COMPANIES[n]!;
  return world.register(people[n]!, { account, companyName });
};
const submit = (n: number, id: Awaited<ReturnType<typeof supplierOf>>, over = {}) => {
  const [, companyName, creditCode] = COMPANIES[n]!;
  return world.submit(people[n]!, id, { companyName, creditCode, ...over });
};

beforeEach(async () => {
  world = await World.found();
  people = await Promise.all(COMPANIES.map(() => world.person()));
});

describe("the administrators' queue", () => {
  it('is empty in the beginning', () => {
    expect(reviewQueue(world.state)).toEqual({
      counts: { draft: 0, submitted: 0, approved: 0, rejected: 0 },
      waiting: [],
    });
  });

  it('counts suppliers and shows those that wait, the longest first', async () => {
    const ids = [await supplierOf(0), await supplierOf(1), await supplierOf(2)];
    await submit(2, ids[2]!);
    await submit(0, ids[0]!);
    const { counts, waiting } = reviewQueue(world.state);
    expect(counts).toEqual({ draft: 1, submitted: 2, approved: 0, rejected: 0 });
    expect(waiting.map(({ companyName }) => companyName)).toEqual(['云溪第三有限公司', '云溪第一有限公司']);
    expect(waiting[0]).toMatchObject({ supplier: ids[2], round: 1, changes: [] });
    expect(suppliersWith(world.state, 'draft').map(({ id }) => id)).toEqual([ids[1]]);
    expect(suppliersWith(world.state)).toHaveLength(3);
  });

  it('tells why the last one was rejected, and what differs from what is in force', async () => {
    const id = await supplierOf(0);
    const { ports } = world.administrator;
    const first = await submit(0, id);
    await review(
      ports,
      world.state,
      { supplier: id, submission: first },
      { decision: 'rejected', reason: '执照模糊' },
    );
    const second = await submit(0, id);
    expect(reviewQueue(world.state).waiting[0]).toMatchObject({
      round: 2,
      lastReason: '执照模糊',
      changes: [],
    });
    await review(ports, world.state, { supplier: id, submission: second }, { decision: 'approved' });
    expect(reviewQueue(world.state)).toMatchObject({ counts: { approved: 1 }, waiting: [] });
    await submit(0, id, { address: '湖南省长沙市岳麓区', categories: ['goods', 'works'] });
    const [changed] = reviewQueue(world.state).waiting;
    expect(changed).toMatchObject({ round: 3, changes: ['address', 'categories'] });
    expect(changed).not.toHaveProperty('lastReason');
  });

  it('lets nobody approve what was changed meanwhile', async () => {
    const id = await supplierOf(0);
    const { ports } = world.administrator;
    const first = await submit(0, id);
    await review(
      ports,
      world.state,
      { supplier: id, submission: first },
      { decision: 'rejected', reason: '执照模糊' },
    );
    await submit(0, id);
    const late = review(ports, world.state, { supplier: id, submission: first }, { decision: 'approved' });
    await expect(late).rejects.toMatchObject({ code: 'outdated' });
    const blank = { decision: 'rejected' as const, reason: '' };
    const silent = review(ports, world.state, { supplier: id, submission: first }, blank);
    await expect(silent).rejects.toMatchObject({ code: 'bad-record', detail: { where: 'reason' } });
  });
});

describe('other registrations of a company', () => {
  it('are told of by name and by code, whatever became of them', async () => {
    const own = await supplierOf(0);
    expect(namesakesOf(world.state, own)).toEqual([]);
    const [, companyName, creditCode] = COMPANIES[0]!;
    const byName = await world.register(people[1]!, { account: 'second02', companyName: `${companyName} ` });
    const byCode = await supplierOf(2);
    await submit(2, byCode, { creditCode });
    const told = () => namesakesOf(world.state, own).map(({ supplier, same }) => [supplier.id, same]);
    expect(told()).toEqual([[byName, ['name']]]);
    const { ports } = world.administrator;
    await dismiss(ports, world.state, byCode, '冒用统一社会信用代码');
    await submit(0, own);
    expect(told()).toEqual([
      [byName, ['name']],
      [byCode, ['code']],
    ]);
    expect(namesakesOf(world.state, byCode).map(({ supplier }) => supplier.id)).toEqual([own]);
  });

  it('that were turned away come back with the reason for it', async () => {
    const id = await supplierOf(0);
    const { ports } = world.administrator;
    await dismiss(ports, world.state, id, '不是这家公司');
    await submit(0, id);
    expect(reviewQueue(world.state).waiting[0]).toMatchObject({ round: 1, lastReason: '不是这家公司' });
  });
});
