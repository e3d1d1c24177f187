import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeBase64url, type RecordId } from '../../ledger';
import { standingOf } from '../standing';
import { todosOf } from '../todo';
import {
  boundBody,
  DAY,
  found,
  Game,
  installed,
  issued,
  newKey,
  newWorld,
  OTHER_COMPANY,
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
});

const MINUTE = 60_000;
const own = () => ({ desktop: world.desktop, supplier: world.supplier });
const standing = (serial: string) => standingOf(game.state.certificates.get(serial)!, game.now);

describe('a certificate is bound', () => {
  it("to its company's account, by a device of it", async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const body = await boundBody(game, { serial, key, ...own() });
    for (const actor of [world.phone, world.stranger, world.otherDesktop]) {
      expect(await game.refusal(actor, 'certificate.bound', body)).toBe('not-linked');
    }
    await game.accept(world.desktop, 'certificate.bound', body);
    expect(game.state.certificates.get(serial)?.bound?.supplier).toBe(world.supplier);
    expect(standing(serial)).toBe('bound');
    const again = await boundBody(game, { serial, key, ...own() });
    expect(await game.refusal(world.desktop, 'certificate.bound', again)).toBe('bound-already');
  });

  it("not to another company's account, or one that is not approved", async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const other = { desktop: world.otherDesktop, supplier: world.otherSupplier };
    const body = await boundBody(game, { serial, key, ...other });
    expect(await game.refusal(world.otherDesktop, 'certificate.bound', body)).toBe('other-company');
    const fresh = { desktop: world.newDesktop, supplier: world.newSupplier };
    const early = await boundBody(game, { serial, key, ...fresh });
    expect(await game.refusal(world.newDesktop, 'certificate.bound', early)).toBe('supplier-not-approved');
  });

  it('not when whoever holds it acts for the company no more', async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const removal = { enterprise, member: world.phone.id, reason: '离职' };
    await game.accept(world.operator, 'member.removed', removal);
    const body = await boundBody(game, { serial, key, ...own() });
    expect(await game.refusal(world.desktop, 'certificate.bound', body)).toBe('not-member');
    expect(todosOf(game.state, world.phone.id, game.now).map(({ kind }) => kind)).toEqual([
      'join-enterprise',
    ]);
  });

  it('when it is installed, in force and there at all', async () => {
    const { serial, key } = await issued(game, world.phone, enterprise);
    const body = await boundBody(game, { serial, key, ...own() });
    expect(await game.refusal(world.desktop, 'certificate.bound', body)).toBe('not-installed');
    const none = { ...body, serial: '00' };
    expect(await game.refusal(world.desktop, 'certificate.bound', none)).toBe('no-such-certificate');
  });

  it('not when it was revoked or has ended', async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const revocation = { serial, reason: 'keyCompromise', note: '手机丢失', at: game.now };
    await game.accept(world.operator, 'certificate.revoked', revocation);
    const body = await boundBody(game, { serial, key, ...own() });
    expect(await game.refusal(world.desktop, 'certificate.bound', body)).toBe('revoked');
    const next = await installed(game, world.phone, enterprise);
    game.now += 366 * DAY;
    const late = await boundBody(game, { serial: next.serial, key: next.key, ...own() });
    expect(await game.refusal(world.desktop, 'certificate.bound', late)).toBe('expired');
  });
});

describe('an answer', () => {
  it("is the certificate's key's", async () => {
    const { serial } = await installed(game, world.phone, enterprise);
    const forged = await boundBody(game, { serial, key: await newKey(), ...own() });
    expect(await game.refusal(world.desktop, 'certificate.bound', forged)).toBe('bad-answer');
  });

  it('answers the challenge of this device for this account on this platform', async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const stolen = await boundBody(game, { serial, key, ...own(), desktop: world.otherDesktop });
    expect(await game.refusal(world.desktop, 'certificate.bound', stolen)).toBe('bad-challenge');
    const elsewhere = await boundBody(game, { serial, key, ...own(), about: world.otherSupplier });
    expect(await game.refusal(world.desktop, 'certificate.bound', elsewhere)).toBe('bad-challenge');
    const platform = world.otherSupplier; // a hash like any other
    const foreign = await boundBody(game, { serial, key, ...own(), platform });
    expect(await game.refusal(world.desktop, 'certificate.bound', foreign)).toBe('other-platform');
    const good = await boundBody(game, { serial, key, ...own() });
    const other = await boundBody(game, { serial, key, ...own() });
    const swapped = { ...good, answer: other.answer };
    expect(await game.refusal(world.desktop, 'certificate.bound', swapped)).toBe('bad-answer');
    const altered = { ...good, challenge: `${good.challenge.slice(0, -2)}AA` };
    expect(await game.refusal(world.desktop, 'certificate.bound', altered)).toBe('bad-challenge');
  });

  it('is given within ten minutes, and may arrive a week later', async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const body = await boundBody(game, { serial, key, ...own() });
    const written = game.now;
    const late = written + 11 * MINUTE;
    expect(await game.refusal(world.desktop, 'certificate.bound', body, late)).toBe('challenge-expired');
    game.now += 7 * DAY;
    expect(
      await game.refusal(world.desktop, 'certificate.bound', body, written + 9 * MINUTE),
    ).toBeUndefined();
  });

  it('cannot be hoarded: after a month it is worth nothing, whatever the author’s clock says', async () => {
    const { serial, key } = await installed(game, world.phone, enterprise);
    const body = await boundBody(game, { serial, key, ...own() });
    const written = game.now;
    game.now += 31 * DAY;
    const late = written + MINUTE;
    expect(await game.refusal(world.desktop, 'certificate.bound', body, late)).toBe('challenge-expired');
  });

  it('is taken once', async () => {
    const old = await installed(game, world.phone, enterprise);
    const body = await boundBody(game, { ...old, ...own() });
    await game.accept(world.desktop, 'certificate.bound', body);
    // the same certificate can't be bound again; a renewal with the same challenge neither
    const renewed = await installed(game, world.phone, enterprise, { replaces: old.serial });
    const answer = encodeBase64url(
      await renewed.key.sign(new TextEncoder().encode(`suiyin answer\0${body.challenge}`)),
    );
    const replay = { ...body, serial: renewed.serial, answer };
    expect(await game.refusal(world.desktop, 'certificate.bound', replay)).toBe('answered-already');
  });
});

it('a renewal that is bound takes the place of the certificate before, which was good until then', async () => {
  const old = await installed(game, world.phone, enterprise);
  await game.accept(world.desktop, 'certificate.bound', await boundBody(game, { ...old, ...own() }));
  const renewed = await installed(game, world.phone, enterprise, { replaces: old.serial });
  expect([standing(old.serial), standing(renewed.serial)]).toEqual(['bound', 'installed']);
  await game.accept(world.desktop, 'certificate.bound', await boundBody(game, { ...renewed, ...own() }));
  expect([standing(old.serial), standing(renewed.serial)]).toEqual(['replaced', 'bound']);
});

it("a colleague's certificate of the same company is bound beside it", async () => {
  const one = await installed(game, world.phone, enterprise);
  await found(game, world.colleague, OTHER_COMPANY);
  const request = await game.accept(world.colleague, 'member.requested', { enterprise, sealed: 'AA' });
  await game.accept(world.phone, 'member.reviewed', { request, decision: 'approved' });
  const two = await installed(game, world.colleague, enterprise);
  for (const certificate of [one, two]) {
    await game.accept(
      world.desktop,
      'certificate.bound',
      await boundBody(game, { ...certificate, ...own() }),
    );
  }
  expect([standing(one.serial), standing(two.serial)]).toEqual(['bound', 'bound']);
});
