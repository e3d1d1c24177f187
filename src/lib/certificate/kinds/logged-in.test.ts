import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeBase64url, type RecordId } from '../../ledger';
import { newChallenge, type Challenge } from '../../qr';
import { linkOf } from '../../supplier';
import { loginStatement } from '../answer';
import { loginAccounts } from '../log-in';
import { boundBody, found, Game, idOf, installed, newWorld, type Actor, type World } from '../testing';

const HOUR = 60 * 60_000;

let world: World;
let game: Game;
let bound: Awaited<ReturnType<typeof installed>>;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  game = new Game(world);
  const enterprise = await found(game, world.phone);
  bound = await installed(game, world.phone, enterprise);
  const { serial, key } = bound;
  const { desktop, supplier } = world;
  await game.accept(desktop, 'certificate.bound', await boundBody(game, { serial, key, desktop, supplier }));
});

interface Login {
  computer: Actor;
  challenge: Challenge;
  supplier: RecordId;
  until: number;
  key: { sign(data: Uint8Array): Promise<Uint8Array> };
}

async function challengeOf(computer: Actor, over: object = {}): Promise<Challenge> {
  const asked = {
    purpose: 'login',
    platform: world.platform,
    author: computer.author,
    now: game.now,
  } as const;
  return (await newChallenge({ ...asked, ...over })).challenge;
}

/** The body that logs a computer in. */
async function loginBody(over: Partial<Login> = {}) {
  const { computer = world.stranger, supplier = world.supplier, key = bound.key } = over;
  const challenge = over.challenge ?? (await challengeOf(computer));
  const until = over.until ?? game.now + 12 * HOUR;
  const answer = encodeBase64url(await key.sign(loginStatement(challenge, { supplier, until })));
  return { supplier, serial: bound.serial, label: '前台电脑', until, challenge: challenge.text, answer };
}

const linkOfStranger = () => linkOf(game.state.suppliers.get(world.supplier)!, world.stranger.id, game.now);

describe('a computer is logged in by a code', () => {
  it('until the time that was signed, and no longer', async () => {
    const body = await loginBody();
    await game.accept(world.stranger, 'certificate.logged-in', body);
    expect(linkOfStranger()).toMatchObject({ label: '前台电脑', until: body.until });
    game.now = body.until;
    expect(linkOfStranger()).toBeUndefined();
  });

  it('by whoever showed the code only, for a login only, on this platform only', async () => {
    const theirs = await loginBody();
    expect(await game.refusal(world.desktop, 'certificate.logged-in', theirs)).toBe('bad-challenge');
    const binding = await loginBody({
      challenge: await challengeOf(world.stranger, { purpose: 'bind', about: world.supplier }),
    });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', binding)).toBe('bad-challenge');
    const elsewhere = await loginBody({
      challenge: await challengeOf(world.stranger, { platform: idOf('elsewhere') }),
    });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', elsewhere)).toBe('other-platform');
  });

  it('by nobody who acts for the company no more', async () => {
    const { enterprise } = game.state.certificates.get(bound.serial)!;
    const removal = { enterprise, member: world.phone.id, reason: '离职' };
    await game.accept(world.operator, 'member.removed', removal);
    expect(await game.refusal(world.stranger, 'certificate.logged-in', await loginBody())).toBe('not-member');
    expect(loginAccounts(game.state, world.phone.id, game.now)).toEqual([]);
  });

  it('once for each code, in its ten minutes', async () => {
    const challenge = await challengeOf(world.stranger);
    const body = await loginBody({ challenge });
    await game.accept(world.stranger, 'certificate.logged-in', body);
    const again = await loginBody({ challenge, until: game.now + HOUR });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', again)).toBe('answered-already');
    const old = await challengeOf(world.stranger);
    game.now += 11 * 60_000;
    const late = await loginBody({ challenge: old });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', late)).toBe('challenge-expired');
  });

  it('with the terms that the certificate’s key has signed', async () => {
    const body = await loginBody();
    const longer = { ...body, until: body.until + HOUR };
    expect(await game.refusal(world.stranger, 'certificate.logged-in', longer)).toBe('bad-answer');
    const stranger = await loginBody({ key: world.stranger.author });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', stranger)).toBe('bad-answer');
    const month = await loginBody({ until: game.now + 40 * 24 * HOUR });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', month)).toBe('too-long');
    const past = await loginBody({ until: game.now - 1 });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', past)).toBe('ended-already');
  });

  it('by a certificate that is bound to that account and in force', async () => {
    const other = await loginBody({ supplier: world.otherSupplier });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', other)).toBe('not-bound-here');
    const body = await loginBody();
    await game.accept(world.operator, 'certificate.revoked', {
      serial: bound.serial,
      reason: 'keyCompromise',
      note: '手机遗失。',
      at: game.now,
    });
    expect(await game.refusal(world.stranger, 'certificate.logged-in', body)).toBe('revoked');
    expect(loginAccounts(game.state, world.phone.id, game.now)).toEqual([]);
  });
});

describe('a device is logged out by the phone', () => {
  const dismiss = (device: Actor) => ({ supplier: world.supplier, device: device.id });

  it('whose certificate is bound to the account, and by nobody else', async () => {
    await game.accept(world.stranger, 'certificate.logged-in', await loginBody());
    expect(await game.refusal(world.operator, 'certificate.logged-out', dismiss(world.stranger))).toBe(
      'not-bound-here',
    );
    await game.accept(world.phone, 'certificate.logged-out', dismiss(world.stranger));
    expect(linkOfStranger()).toBeUndefined();
    expect(await game.refusal(world.phone, 'certificate.logged-out', dismiss(world.stranger))).toBe(
      'not-linked',
    );
  });

  it('be it one that has linked itself by the password', async () => {
    await game.accept(world.phone, 'certificate.logged-out', dismiss(world.desktop));
    const supplier = game.state.suppliers.get(world.supplier)!;
    expect(linkOf(supplier, world.desktop.id, game.now)).toBeUndefined();
  });
});
