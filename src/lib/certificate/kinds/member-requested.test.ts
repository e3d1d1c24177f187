import { beforeAll, beforeEach, expect, it } from 'vitest';
import { COMPANY, FILES, found, Game, idOf, newWorld, verify, type World } from '../testing';

let world: World;
let game: Game;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(() => {
  game = new Game(world);
});

it('a verified person asks to act for a verified company', async () => {
  const enterprise = await found(game, world.phone);
  const body = { enterprise, sealed: 'AA' };
  expect(await game.refusal(world.colleague, 'member.requested', body)).toBe('person-not-verified');
  await verify(game, world.colleague);
  const id = await game.accept(world.colleague, 'member.requested', body);
  expect(game.state.memberRequests.get(id)).toMatchObject({ person: world.colleague.id, enterprise });
  expect(await game.refusal(world.colleague, 'member.requested', body)).toBe('pending-already');
  expect(await game.refusal(world.phone, 'member.requested', body)).toBe('member-already');
});

it('who asked without a letter asks again with one, once, which stands in place of the first', async () => {
  const enterprise = await found(game, world.phone);
  await verify(game, world.colleague);
  const bare = { enterprise, sealed: 'AA' };
  const first = await game.accept(world.colleague, 'member.requested', bare);
  // The first member's phone is lost: who is left to decide are the operators, who want a letter.
  await game.accept(world.operator, 'member.removed', {
    ...{ enterprise, member: world.phone.id, reason: '手机遗失' },
  });
  const letter = { ...bare, authority: idOf('letter') };
  const request = await game.accept(world.colleague, 'member.requested', letter);
  expect([...game.state.memberRequests.keys()]).toEqual([request]);
  expect(game.state.people.get(world.colleague.id)!.memberRequests).toEqual([request]);
  const approval = { decision: 'approved' };
  expect(await game.refusal(world.operator, 'member.reviewed', { request: first, ...approval })).toBe(
    'no-such-request',
  );
  for (const again of [bare, letter]) {
    expect(await game.refusal(world.colleague, 'member.requested', again)).toBe('pending-already');
  }
  await game.accept(world.operator, 'member.reviewed', { request, ...approval });
});

it('a company that is not verified has nobody to join', async () => {
  await verify(game, world.phone);
  await verify(game, world.colleague);
  const asked = { ...COMPANY, sealed: 'AA', files: FILES.enterprise };
  const enterprise = await game.accept(world.phone, 'enterprise.requested', asked);
  const body = { enterprise, sealed: 'AA' };
  expect(await game.refusal(world.colleague, 'member.requested', body)).toBe('enterprise-not-verified');
});
