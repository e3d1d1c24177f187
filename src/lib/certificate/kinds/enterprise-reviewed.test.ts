import { beforeAll, beforeEach, expect, it } from 'vitest';
import { enterprisesOf, isMember } from '../membership';
import { COMPANY, FILES, Game, newWorld, verify, type World } from '../testing';

let world: World;
let game: Game;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(() => {
  game = new Game(world);
});

const body = { ...COMPANY, sealed: 'AA', files: FILES.enterprise };

it('of several requests for one company one is approved', async () => {
  await verify(game, world.phone);
  await verify(game, world.colleague);
  const one = await game.accept(world.phone, 'enterprise.requested', body);
  const two = await game.accept(world.colleague, 'enterprise.requested', body);
  const approve = (request: string) => ({ request, decision: 'approved' });
  expect(await game.refusal(world.phone, 'enterprise.reviewed', approve(one))).toBe('not-operator');
  await game.accept(world.operator, 'enterprise.reviewed', approve(two));
  expect(await game.refusal(world.operator, 'enterprise.reviewed', approve(one))).toBe('enterprise-exists');
  await game.accept(world.operator, 'enterprise.reviewed', {
    request: one,
    decision: 'rejected',
    reason: '企业已认证，请申请加入',
  });
  expect(isMember(game.state, two, world.colleague.id)).toBe(true);
  expect(isMember(game.state, two, world.phone.id)).toBe(false);
  expect(enterprisesOf(game.state, world.colleague.id).map(({ id }) => id)).toEqual([two]);
  expect(enterprisesOf(game.state, world.phone.id)).toEqual([]);
});

it('a company that was rejected is asked for again', async () => {
  await verify(game, world.phone);
  const request = await game.accept(world.phone, 'enterprise.requested', body);
  const rejection = { request, decision: 'rejected', reason: '执照过期' };
  await game.accept(world.operator, 'enterprise.reviewed', rejection);
  expect(await game.refusal(world.operator, 'enterprise.reviewed', rejection)).toBe('reviewed-already');
  const again = await game.accept(world.phone, 'enterprise.requested', body);
  await game.accept(world.operator, 'enterprise.reviewed', { request: again, decision: 'approved' });
  expect(game.state.enterpriseOf.get(COMPANY.creditCode)).toBe(again);
});
