import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { verifiedPerson } from '../membership';
import { FILES, Game, idOf, newWorld, type World } from '../testing';

let world: World;
let game: Game;
let request: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  const body = { recipient: world.phone.recipient, sealed: 'AA', files: FILES.person };
  request = await game.accept(world.phone, 'person.requested', body);
});

it('an operator approves once', async () => {
  expect(verifiedPerson(game.state, world.phone.id)).toBeUndefined();
  await game.accept(world.operator, 'person.reviewed', { request, decision: 'approved' });
  expect(verifiedPerson(game.state, world.phone.id)?.id).toBe(request);
  const again = { request, decision: 'rejected', reason: '不是本人' };
  expect(await game.refusal(world.operator2, 'person.reviewed', again)).toBe('reviewed-already');
});

it('a rejection gives its reason', async () => {
  expect(await game.refusal(world.operator, 'person.reviewed', { request, decision: 'rejected' })).toBe(
    'bad-body',
  );
  const blank = { request, decision: 'rejected', reason: ' ' };
  expect(await game.refusal(world.operator, 'person.reviewed', blank)).toBe('bad-body');
  await game.accept(world.operator, 'person.reviewed', {
    request,
    decision: 'rejected',
    reason: '照片不清楚',
  });
  expect(game.state.persons.get(request)?.review).toMatchObject({ state: 'rejected', reason: '照片不清楚' });
});

it('nobody but an operator reviews, and none their own request', async () => {
  const approval = { request, decision: 'approved' };
  for (const actor of [world.administrator, world.phone, world.stranger]) {
    expect(await game.refusal(actor, 'person.reviewed', approval)).toBe('not-operator');
  }
  const body = { recipient: world.operator.recipient, sealed: 'AA', files: FILES.person };
  const own = await game.accept(world.operator, 'person.requested', body);
  const ownApproval = { request: own, decision: 'approved' };
  expect(await game.refusal(world.operator, 'person.reviewed', ownApproval)).toBe('own-request');
  await game.accept(world.operator2, 'person.reviewed', ownApproval);
});

it('of a request that is none nothing is said', async () => {
  const unknown = { request: idOf('nothing'), decision: 'approved' };
  expect(await game.refusal(world.operator, 'person.reviewed', unknown)).toBe('no-such-request');
});
