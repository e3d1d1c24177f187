import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { enterprisesOf, isMember } from '../membership';
import {
  approvedOrder,
  certificateFor,
  found,
  Game,
  idOf,
  newWorld,
  orderBody,
  verify,
  type World,
} from '../testing';

let world: World;
let game: Game;
let enterprise: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  enterprise = await found(game, world.phone);
  await verify(game, world.colleague);
  const request = await game.accept(world.colleague, 'member.requested', { enterprise, sealed: 'AA' });
  await game.accept(world.phone, 'member.reviewed', { request, decision: 'approved' });
});

const removal = (member = world.phone.id) => ({ enterprise, member, reason: '手机遗失' });

it('an operator takes a lost phone off a company, and the next member has its place', async () => {
  await game.accept(world.operator, 'member.removed', removal());
  expect(game.state.members.get(enterprise)).toEqual([world.colleague.id]);
  expect(isMember(game.state, enterprise, world.phone.id)).toBe(false);
  expect(enterprisesOf(game.state, world.phone.id)).toEqual([]);
  const { body } = await orderBody(enterprise);
  expect(await game.refusal(world.phone, 'order.placed', body)).toBe('not-member');
  await verify(game, world.stranger);
  const request = await game.accept(world.stranger, 'member.requested', { enterprise, sealed: 'AA' });
  await game.accept(world.colleague, 'member.reviewed', { request, decision: 'approved' });
});

it('the first member lets a colleague go, and no other member lets anybody go', async () => {
  expect(await game.refusal(world.colleague, 'member.removed', removal())).toBe('not-first-member');
  expect(await game.refusal(world.administrator, 'member.removed', removal())).toBe('not-first-member');
  await game.accept(world.phone, 'member.removed', removal(world.colleague.id));
  expect(game.state.members.get(enterprise)).toEqual([world.phone.id]);
  expect(await game.refusal(world.phone, 'member.removed', removal(world.colleague.id))).toBe('not-member');
});

it('a company that has nobody left is joined with a letter', async () => {
  await game.accept(world.operator, 'member.removed', removal(world.colleague.id));
  await game.accept(world.operator, 'member.removed', removal());
  expect(game.state.members.get(enterprise)).toEqual([]);
  const asked = { enterprise, sealed: 'AA' };
  const bare = await game.accept(world.colleague, 'member.requested', asked);
  const approval = { decision: 'approved' };
  expect(await game.refusal(world.operator, 'member.reviewed', { request: bare, ...approval })).toBe(
    'no-letter',
  );
  await game.accept(world.operator, 'member.reviewed', {
    request: bare,
    decision: 'rejected',
    reason: '缺授权书',
  });
  const letter = { ...asked, authority: idOf('letter') };
  const request = await game.accept(world.colleague, 'member.requested', letter);
  await game.accept(world.operator, 'member.reviewed', { request, ...approval });
  expect(game.state.members.get(enterprise)).toEqual([world.colleague.id]);
});

it('of a company that there is', async () => {
  const other = { ...removal(), enterprise: idOf('nothing') };
  expect(await game.refusal(world.operator, 'member.removed', other)).toBe('enterprise-not-verified');
  expect(await game.refusal(world.operator, 'member.removed', { ...removal(), reason: ' ' })).toBe(
    'bad-body',
  );
});

it('what somebody has ordered for a company ends with their acting for it, be it paid and approved', async () => {
  const { order } = await approvedOrder(game, world.colleague, enterprise);
  const own = await game.accept(world.phone, 'order.placed', (await orderBody(enterprise)).body);
  await game.accept(world.phone, 'member.removed', removal(world.colleague.id));
  const certificate = await certificateFor(game, order);
  expect(await game.refusal(world.operator, 'certificate.issued', { order, certificate, seals: [] })).toBe(
    'not-approved',
  );
  const voucher = idOf('another');
  expect(await game.refusal(world.colleague, 'order.paid', { order, voucher })).toBe('not-payable');
  expect(game.state.orders.get(order)).toMatchObject({ state: { name: 'withdrawn' } });
  const last = { step: 'withdrawn', by: world.phone.id, reason: '手机遗失' };
  expect(game.state.orders.get(order)!.history.at(-1)).toMatchObject(last);
  expect(game.state.orders.get(own)!.state).toEqual({ name: 'placed' });
});

it('who was taken off a company reads why, until they act for it again', async () => {
  await game.accept(world.phone, 'member.removed', removal(world.colleague.id));
  const left = () => game.state.people.get(world.colleague.id)!.left;
  expect([...left()]).toMatchObject([[enterprise, { by: world.phone.id, reason: '手机遗失' }]]);
  const request = await game.accept(world.colleague, 'member.requested', { enterprise, sealed: 'AA' });
  await game.accept(world.phone, 'member.reviewed', { request, decision: 'approved' });
  expect(left().size).toBe(0);
});
