import { beforeAll, beforeEach, expect, it } from 'vitest';
import { trialCreditCode } from '../../pki';
import { COMPANY, FILES, found, Game, newWorld, OTHER_COMPANY, verify, type World } from '../testing';
import { MAX_PENDING } from './enterprise-requested';

let world: World;
let game: Game;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(() => {
  game = new Game(world);
});

const body = { ...COMPANY, sealed: 'AA', files: FILES.enterprise };

it('a verified person asks for a company, once at a time', async () => {
  expect(await game.refusal(world.phone, 'enterprise.requested', body)).toBe('person-not-verified');
  await verify(game, world.phone);
  const id = await game.accept(world.phone, 'enterprise.requested', body);
  expect(game.state.enterprises.get(id)).toMatchObject({ ...COMPANY, review: { state: 'pending' } });
  expect(await game.refusal(world.phone, 'enterprise.requested', body)).toBe('pending-already');
  await game.accept(world.phone, 'enterprise.requested', { ...body, ...OTHER_COMPANY });
});

it('another person may ask for the same company until it is there', async () => {
  await verify(game, world.phone);
  await game.accept(world.phone, 'enterprise.requested', body);
  await found(game, world.colleague);
  await verify(game, world.stranger);
  expect(await game.refusal(world.stranger, 'enterprise.requested', body)).toBe('enterprise-exists');
});

it.each([
  ['creditCode', '91350100M000100Y44'],
  ['creditCode', ''],
  ['companyName', '云'],
  ['companyName', ' 云溪测试有限公司'],
  ['companyName', '云溪\u200b测试有限公司'],
])('has no %s %j', async (member, value) => {
  await verify(game, world.phone);
  expect(await game.refusal(world.phone, 'enterprise.requested', { ...body, [member]: value })).toBe(
    'bad-body',
  );
});

it('ten companies at a time are enough for one person', async () => {
  await verify(game, world.phone);
  for (let n = 0; n < MAX_PENDING; n++) {
    await game.accept(world.phone, 'enterprise.requested', { ...body, creditCode: trialCreditCode() });
  }
  expect(await game.refusal(world.phone, 'enterprise.requested', body)).toBe('too-many-pending');
});
