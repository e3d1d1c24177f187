import { beforeEach, describe, expect, it } from 'vitest';
import { review, reviewQueue, suppliersWith } from './index';
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
