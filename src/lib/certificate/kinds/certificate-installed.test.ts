import { beforeAll, beforeEach, expect, it } from 'vitest';
import { encodeBase64url, type RecordId } from '../../ledger';
import { DAY, found, Game, installed, installedBody, issued, newKey, newWorld, type World } from '../testing';

let world: World;
let game: Game;
let enterprise: RecordId;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  enterprise = await found(game, world.phone);
});

it('whoever ordered installs it once, with its key', async () => {
  const { serial, key, order } = await issued(game, world.phone, enterprise);
  const body = await installedBody(game, serial, key);
  expect(await game.refusal(world.stranger, 'certificate.installed', body)).toBe('not-own-certificate');
  const forged = await installedBody(game, serial, await newKey());
  expect(await game.refusal(world.phone, 'certificate.installed', forged)).toBe('bad-proof');
  const elsewhere = await key.sign(new TextEncoder().encode(`suiyin installed\0other\0${serial}`));
  const copied = { serial, proof: encodeBase64url(elsewhere) };
  expect(await game.refusal(world.phone, 'certificate.installed', copied)).toBe('bad-proof');
  await game.accept(world.phone, 'certificate.installed', body);
  expect(game.state.orders.get(order)).toMatchObject({ state: { name: 'installed', serial } });
  expect(await game.refusal(world.phone, 'certificate.installed', body)).toBe('not-installable');
  const none = { ...body, serial: '00' };
  expect(await game.refusal(world.phone, 'certificate.installed', none)).toBe('no-such-certificate');
});

it('not when it was revoked or has ended before', async () => {
  const { serial, key } = await issued(game, world.phone, enterprise);
  const body = await installedBody(game, serial, key);
  const revocation = { serial, reason: 'keyCompromise', note: '手机丢失', at: game.now };
  await game.accept(world.operator, 'certificate.revoked', revocation);
  expect(await game.refusal(world.phone, 'certificate.installed', body)).toBe('revoked');
  const next = await issued(game, world.phone, enterprise);
  game.now += 366 * DAY;
  const late = await installedBody(game, next.serial, next.key);
  expect(await game.refusal(world.phone, 'certificate.installed', late)).toBe('not-installable');
});

it('a renewal takes the place of a certificate that is not bound', async () => {
  const old = await installed(game, world.phone, enterprise);
  const renewed = await issued(game, world.phone, enterprise, { replaces: old.serial });
  expect(game.state.certificates.get(old.serial)?.replacedBy).toBeUndefined();
  const body = await installedBody(game, renewed.serial, renewed.key);
  await game.accept(world.phone, 'certificate.installed', body);
  expect(game.state.certificates.get(old.serial)?.replacedBy).toBe(renewed.serial);
});
