import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { certificateFor, found, Game, idOf, newWorld, orderBody, type World } from '../testing';

let world: World;
let game: Game;
let order: RecordId;
let voucher: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  const enterprise = await found(game, world.phone);
  order = await game.accept(world.phone, 'order.placed', (await orderBody(enterprise)).body);
  voucher = await game.accept(world.phone, 'order.paid', { order, voucher: idOf('voucher') });
});

it('an operator approves a voucher once', async () => {
  const approval = { order, voucher, decision: 'approved' };
  await game.accept(world.operator, 'order.reviewed', approval);
  expect(game.state.orders.get(order)?.state).toEqual({ name: 'approved', voucher });
  expect(await game.refusal(world.operator2, 'order.reviewed', approval)).toBe('nothing-to-review');
});

it('a rejection keeps its reason in the history', async () => {
  expect(await game.refusal(world.operator, 'order.reviewed', { order, voucher, decision: 'rejected' })).toBe(
    'bad-body',
  );
  const rejection = { order, voucher, decision: 'rejected', reason: '金额不符\n请补足' };
  await game.accept(world.operator, 'order.reviewed', rejection);
  await game.accept(world.phone, 'order.paid', { order, voucher: idOf('new') });
  expect(game.state.orders.get(order)?.history[2]).toMatchObject({
    step: 'rejected',
    reason: '金额不符\n请补足',
    by: world.operator.id,
  });
});

it('what was approved can be rejected until there is a certificate', async () => {
  await game.accept(world.operator, 'order.reviewed', { order, voucher, decision: 'approved' });
  const rejection = { order, voucher, decision: 'rejected', reason: '误通过' };
  expect(await game.refusal(world.operator2, 'order.reviewed', { ...rejection, voucher: idOf('x') })).toBe(
    'voucher-replaced',
  );
  await game.accept(world.operator2, 'order.reviewed', rejection);
  expect(game.state.orders.get(order)?.state).toEqual({ name: 'rejected', voucher, reason: '误通过' });
  const certificate = await certificateFor(game, order);
  expect(await game.refusal(world.operator, 'certificate.issued', { order, certificate, seals: [] })).toBe(
    'not-approved',
  );
  expect(await game.refusal(world.operator, 'order.reviewed', rejection)).toBe('nothing-to-review');
});

it('nobody approves another voucher than they saw', async () => {
  await game.accept(world.phone, 'order.paid', { order, voucher: idOf('another') });
  const approval = { order, voucher, decision: 'approved' };
  expect(await game.refusal(world.operator, 'order.reviewed', approval)).toBe('voucher-replaced');
});

it('only operators review', async () => {
  const approval = { order, voucher, decision: 'approved' };
  for (const actor of [world.phone, world.administrator, world.stranger]) {
    expect(await game.refusal(actor, 'order.reviewed', approval)).toBe('not-operator');
  }
  const unknown = { ...approval, order: idOf('nothing') };
  expect(await game.refusal(world.operator, 'order.reviewed', unknown)).toBe('no-such-order');
});
