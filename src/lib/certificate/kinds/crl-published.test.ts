import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { encodeBase64url } from '../../ledger';
import { issueCrl, type Revocation } from '../../pki';
import { OpenSsl } from '../../pki/openssl-testing';
import { keyNameOf } from '../issuing-key';
import { type Actor, DAY, found, Game, installed, newWorld, type World } from '../testing';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

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

const list = async (o: Partial<Parameters<typeof issueCrl>[0]> = {}, number = o.number ?? 1) => {
  const { issuing: certificate, issuingSigner: signer } = world.operator;
  const crl = await issueCrl({
    issuer: { certificate, signer },
    number,
    thisUpdate: new Date(game.now),
    nextUpdate: new Date(game.now + 7 * DAY),
    revoked: [],
    ...o,
  });
  return { number, crl: encodeBase64url(crl) };
};
const revoke = async (): Promise<Revocation> => {
  const at = Math.floor(game.now / 1000) * 1000;
  const reason = 'keyCompromise' as const;
  await game.accept(world.operator, 'certificate.revoked', { serial, reason, note: '手机丢失', at });
  return { serialNumber: serial, at: new Date(at), reason };
};
const refusal = async (body: unknown, actor: Actor = world.operator) =>
  game.refusal(actor, 'crl.published', body);

it('a list says what was revoked, and OpenSSL goes by it', async () => {
  const before = await list();
  await game.accept(world.operator, 'crl.published', before);
  const revoked = [await revoke()];
  await game.accept(world.operator, 'crl.published', await list({ number: 2, revoked }));
  const published = game.state.crls.get(keyNameOf(world.operator.issuing))!;
  expect(published.number).toBe(2);
  const { certificate, issuer } = game.state.certificates.get(serial)!;
  openssl.writePem('crl.pem', 'X509 CRL', published.crl);
  openssl.writePem('issuing.pem', 'CERTIFICATE', issuer);
  expect(openssl.run('crl', '-in', 'crl.pem', '-CAfile', 'issuing.pem', '-noout').text).toContain(
    'verify OK',
  );
  openssl.writePem('end.pem', 'CERTIFICATE', certificate);
  openssl.writePem('root.pem', 'CERTIFICATE', world.root);
  const { text } = openssl.run(
    ...['verify', '-attime', String(Math.floor(game.now / 1000)), '-crl_check', '-CAfile', 'root.pem'],
    ...['-untrusted', 'issuing.pem', '-CRLfile', 'crl.pem', 'end.pem'],
  );
  expect(text).toContain('certificate revoked');
});

it('a list leaves nothing out that was revoked before it', async () => {
  const early = await list();
  const revoked = [await revoke()];
  game.now += 60_000;
  expect(await refusal(await list())).toBe('incomplete');
  // made before the revocation, arrived after it: true as of its time
  await game.accept(world.operator, 'crl.published', early);
  await game.accept(world.operator, 'crl.published', await list({ number: 2, revoked }));
});

it('a list adds nothing of its own', async () => {
  const more = [{ serialNumber: serial, at: new Date(game.now), reason: 'keyCompromise' as const }];
  expect(await refusal(await list({ revoked: more }))).toBe('other-revocation');
  const true_ = await revoke();
  expect(await refusal(await list({ revoked: [{ ...true_, reason: 'superseded' }] }))).toBe(
    'other-revocation',
  );
  const later = { ...true_, at: new Date(true_.at.getTime() + 1000) };
  expect(await refusal(await list({ revoked: [later] }))).toBe('other-revocation');
});

it('what has ended may be left out', async () => {
  const revoked = [await revoke()];
  game.now += 366 * DAY;
  await game.accept(world.operator, 'crl.published', await list({ revoked }));
  await game.accept(world.operator, 'crl.published', await list({ number: 2 }));
});

it('is signed with a key of whoever publishes it', async () => {
  for (const actor of [world.phone, world.administrator])
    expect(await refusal(await list(), actor)).toBe('not-operator');
  expect(await refusal(await list(), world.operator2)).toBe('bad-list');
  expect(await refusal({ number: 1, crl: 'MAA' })).toBe('bad-list');
  await game.accept(world.operator, 'crl.published', await list());
  // one whose certificate was renewed or taken from them still answers for what it issued
  const founded = game.state.founded!;
  founded.issuers.delete(world.operator.id);
  founded.formerIssuers.push({ author: world.operator.id, certificate: world.operator.issuing });
  await game.accept(world.operator, 'crl.published', await list({ number: 2 }));
});

it('lists follow each other', async () => {
  await game.accept(world.operator, 'crl.published', await list({ number: 5 }));
  expect(await refusal(await list({ number: 5 }))).toBe('not-newer');
  expect(await refusal(await list({ number: 6 }, 7))).toBe('other-number');
  const old = new Date(game.now - DAY);
  expect(await refusal(await list({ number: 6, thisUpdate: old }))).toBe('not-newer');
  const [thisUpdate, nextUpdate] = [new Date(game.now + DAY), new Date(game.now + 2 * DAY)];
  expect(await refusal(await list({ number: 6, thisUpdate, nextUpdate }))).toBe('impossible-time');
});
