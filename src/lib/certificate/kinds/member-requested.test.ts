import { beforeAll, beforeEach, expect, it } from 'vitest';
import { COMPANY, FILES, found, Game, newWorld, verify, type World } from '../testing';

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

it('a company that is not verified has nobody to join', async () => {
  await verify(game, world.phone);
  await verify(game, world.colleague);
  const asked = { ...COMPANY, sealed: 'AA', files: FILES.enterprise };
  const enterprise = await game.accept(world.phone, 'enterprise.requested', asked);
  const body = { enterprise, sealed: 'AA' };
  expect(await game.refusal(world.colleague, 'member.requested', body)).toBe('enterprise-not-verified');
});
