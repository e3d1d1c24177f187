import { beforeAll, beforeEach, expect, it } from 'vitest';
import { FILES, Game, newWorld, verify, type World } from '../testing';

let world: World;
let game: Game;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(() => {
  game = new Game(world);
});

const body = () => ({ recipient: world.phone.recipient, sealed: 'AA', files: FILES.person });

it('a person asks, and waits', async () => {
  const id = await game.accept(world.phone, 'person.requested', body());
  expect(game.state.persons.get(id)).toMatchObject({ person: world.phone.id, review: { state: 'pending' } });
  expect(await game.refusal(world.phone, 'person.requested', body())).toBe('pending-already');
});

it('a person who was rejected asks again, one who is verified need not', async () => {
  const request = await game.accept(world.phone, 'person.requested', body());
  const rejection = { request, decision: 'rejected', reason: '照片不清楚' };
  await game.accept(world.operator, 'person.reviewed', rejection);
  const again = await game.accept(world.phone, 'person.requested', body());
  await game.accept(world.operator, 'person.reviewed', { request: again, decision: 'approved' });
  expect(game.state.people.get(world.phone.id)?.request).toBe(again);
  expect(await game.refusal(world.phone, 'person.requested', body())).toBe('verified-already');
});

it('of the requests before the newest one the last reasons are kept, and nothing else', async () => {
  for (let n = 1; n <= 7; n++) {
    const request = await game.accept(world.phone, 'person.requested', body());
    const reason = `第 ${n} 次`;
    await game.accept(world.operator, 'person.reviewed', { request, decision: 'rejected', reason });
    expect(await game.refusal(world.operator, 'person.reviewed', { request, decision: 'approved' })).toBe(
      'reviewed-already',
    );
  }
  const last = await game.accept(world.phone, 'person.requested', body());
  expect([...game.state.persons.keys()]).toEqual([last]);
  expect(game.state.persons.get(last)).toMatchObject({
    attempt: 8,
    rejections: ['第 7 次', '第 6 次', '第 5 次', '第 4 次', '第 3 次'],
  });
});

it('what a person has stays with them when they ask again', async () => {
  await verify(game, world.phone);
  await verify(game, world.colleague);
  expect([...game.state.people.keys()]).toEqual([world.phone.id, world.colleague.id]);
});

it.each([
  ['recipient', 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq'],
  ['sealed', 'AB'],
  ['sealed', 'A'.repeat(30_000)],
  ['files', { front: FILES.person.front }],
])('does not pass with another %s', async (member, value) => {
  expect(await game.refusal(world.phone, 'person.requested', { ...body(), [member]: value })).toBe(
    'bad-body',
  );
});
