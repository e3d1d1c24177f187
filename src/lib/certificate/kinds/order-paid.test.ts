import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { found, Game, idOf, newWorld, orderBody, type World } from '../testing';

let world: World;
let game: Game;
let order: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  const enterprise = await found(game, world.phone);
  order = await game.accept(world.phone, 'order.placed', (await orderBody(enterprise)).body);
});

const state = () => game.state.orders.get(order)?.state;
const steps = () => game.state.orders.get(order)?.history.map(({ step }) => step);

it('whoever ordered uploads a voucher, and another in its place', async () => {
  const one = await game.accept(world.phone, 'order.paid', { order, voucher: idOf('one') });
  expect(state()).toEqual({ name: 'paid', voucher: one });
  const two = await game.accept(world.phone, 'order.paid', { order, voucher: idOf('two'), sealed: 'AA' });
  expect(state()).toEqual({ name: 'paid', voucher: two });
  expect(game.state.orders.get(order)?.history.at(-1)).toMatchObject({ voucher: idOf('two'), sealed: 'AA' });
  expect(steps()).toEqual(['placed', 'paid', 'paid']);
});

it('after a rejection', async () => {
  const voucher = await game.accept(world.phone, 'order.paid', { order, voucher: idOf('one') });
  const rejection = { order, voucher, decision: 'rejected', reason: '金额不符' };
  await game.accept(world.operator, 'order.reviewed', rejection);
  await game.accept(world.phone, 'order.paid', { order, voucher: idOf('two') });
  expect(steps()).toEqual(['placed', 'paid', 'rejected', 'paid']);
});

it('the seals of an order can be sent once more, and none where none were ordered', async () => {
  const body = { order, voucher: idOf('one') };
  expect(await game.refusal(world.phone, 'order.paid', { ...body, seals: idOf('seals') })).toBe(
    'no-seals-ordered',
  );
  game.state.orders.get(order)!.seals = idOf('first');
  await game.accept(world.phone, 'order.paid', { ...body, seals: idOf('seals') });
  expect(game.state.orders.get(order)?.seals).toBe(idOf('seals'));
  await game.accept(world.phone, 'order.paid', body);
  expect(game.state.orders.get(order)?.seals).toBe(idOf('seals'));
});

it('not for ever', async () => {
  const body = { order, voucher: idOf('one') };
  for (let n = 0; n < 20; n++) await game.accept(world.phone, 'order.paid', body);
  expect(await game.refusal(world.phone, 'order.paid', body)).toBe('too-many-payments');
});

it("not for somebody else's order, none, or one that needs none", async () => {
  const body = { order, voucher: idOf('one') };
  expect(await game.refusal(world.colleague, 'order.paid', body)).toBe('not-own-order');
  expect(await game.refusal(world.phone, 'order.paid', { ...body, order: idOf('x') })).toBe('no-such-order');
  const voucher = await game.accept(world.phone, 'order.paid', body);
  await game.accept(world.operator, 'order.reviewed', { order, voucher, decision: 'approved' });
  expect(await game.refusal(world.phone, 'order.paid', body)).toBe('not-payable');
});
