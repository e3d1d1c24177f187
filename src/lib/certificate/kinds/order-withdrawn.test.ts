import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { found, Game, idOf, newWorld, orderBody, type World } from '../testing';

let world: World;
let game: Game;
let order: RecordId;
let enterprise: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  enterprise = await found(game, world.phone);
  order = await game.accept(world.phone, 'order.placed', (await orderBody(enterprise)).body);
});

it('whoever ordered takes it back and orders anew', async () => {
  expect(await game.refusal(world.stranger, 'order.withdrawn', { order })).toBe('not-own-order');
  await game.accept(world.phone, 'order.withdrawn', { order });
  expect(game.state.orders.get(order)?.state).toEqual({ name: 'withdrawn' });
  await game.accept(world.phone, 'order.placed', (await orderBody(enterprise)).body);
});

it('not while a voucher is examined, and not when it was approved', async () => {
  const voucher = await game.accept(world.phone, 'order.paid', { order, voucher: idOf('voucher') });
  expect(await game.refusal(world.phone, 'order.withdrawn', { order })).toBe('not-withdrawable');
  await game.accept(world.operator, 'order.reviewed', { order, voucher, decision: 'approved' });
  expect(await game.refusal(world.phone, 'order.withdrawn', { order })).toBe('not-withdrawable');
  expect(await game.refusal(world.phone, 'order.withdrawn', { order: idOf('x') })).toBe('no-such-order');
});
