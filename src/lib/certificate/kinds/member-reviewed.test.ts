import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { enterprisesOf, isMember } from '../membership';
import { found, Game, newWorld, verify, type World } from '../testing';

let world: World;
let game: Game;
let enterprise: RecordId;
let request: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  enterprise = await found(game, world.phone);
  await verify(game, world.colleague);
  request = await game.accept(world.colleague, 'member.requested', { enterprise, sealed: 'AA' });
});

it("the company's first member decides, nobody else without a letter", async () => {
  const approval = { request, decision: 'approved' };
  for (const actor of [world.administrator, world.colleague, world.stranger]) {
    expect(await game.refusal(actor, 'member.reviewed', approval)).toBe('not-first-member');
  }
  expect(await game.refusal(world.operator, 'member.reviewed', approval)).toBe('no-letter');
  await game.accept(world.phone, 'member.reviewed', approval);
  expect(isMember(game.state, enterprise, world.colleague.id)).toBe(true);
  expect(enterprisesOf(game.state, world.colleague.id).map(({ id }) => id)).toEqual([enterprise]);
  expect(await game.refusal(world.phone, 'member.reviewed', approval)).toBe('reviewed-already');
});

it('who was rejected is no member and may ask again', async () => {
  const rejection = { request, decision: 'rejected', reason: '不认识' };
  await game.accept(world.phone, 'member.reviewed', rejection);
  expect(isMember(game.state, enterprise, world.colleague.id)).toBe(false);
  await game.accept(world.colleague, 'member.requested', { enterprise, sealed: 'AA' });
});

it('a later member does not decide', async () => {
  await game.accept(world.phone, 'member.reviewed', { request, decision: 'approved' });
  await verify(game, world.stranger);
  const next = await game.accept(world.stranger, 'member.requested', { enterprise, sealed: 'AA' });
  const approval = { request: next, decision: 'approved' };
  expect(await game.refusal(world.colleague, 'member.reviewed', approval)).toBe('not-first-member');
});
