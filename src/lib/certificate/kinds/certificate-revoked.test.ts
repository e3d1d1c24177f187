import { beforeAll, beforeEach, expect, it } from 'vitest';
import { standingOf } from '../standing';
import { found, Game, installed, newWorld, orderBody, type World } from '../testing';

let world: World;
let game: Game;
let serial: string;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  ({ serial } = await installed(game, world.phone, await found(game, world.phone)));
});

const body = () => ({ serial, reason: 'keyCompromise', note: '手机丢失', at: game.now });

it('an operator revokes for good, with a reason', async () => {
  for (const actor of [world.phone, world.administrator]) {
    expect(await game.refusal(actor, 'certificate.revoked', body())).toBe('not-operator');
  }
  for (const wrong of [
    { note: '' },
    { note: undefined },
    { reason: 'certificateHold' },
    { reason: 'removeFromCRL' },
  ]) {
    expect(await game.refusal(world.operator, 'certificate.revoked', { ...body(), ...wrong })).toBe(
      'bad-body',
    );
  }
  // Operators stand in for each other.
  await game.accept(world.operator2, 'certificate.revoked', body());
  const certificate = game.state.certificates.get(serial)!;
  expect(certificate.revoked).toMatchObject({
    reason: 'keyCompromise',
    note: '手机丢失',
    by: world.operator2.id,
  });
  expect(standingOf(certificate, game.now)).toBe('revoked');
  expect(await game.refusal(world.operator, 'certificate.revoked', body())).toBe('revoked-already');
});

it('from an instant of its life on, not from one to come', async () => {
  const { notBefore } = game.state.certificates.get(serial)!;
  const before = { ...body(), at: notBefore - 1 };
  expect(await game.refusal(world.operator, 'certificate.revoked', before)).toBe('impossible-time');
  const later = { ...body(), at: game.now + 10 * 60_000 };
  expect(await game.refusal(world.operator, 'certificate.revoked', later)).toBe('impossible-time');
  await game.accept(world.operator, 'certificate.revoked', { ...body(), at: notBefore });
});

it('of one that is none nothing is revoked', async () => {
  const none = { ...body(), serial: '00' };
  expect(await game.refusal(world.operator, 'certificate.revoked', none)).toBe('no-such-certificate');
});

it('whose certificate is revoked may order another one', async () => {
  await game.accept(world.operator, 'certificate.revoked', body());
  const [enterprise] = game.state.enterprises.keys();
  await game.accept(world.phone, 'order.placed', (await orderBody(enterprise!)).body);
});
