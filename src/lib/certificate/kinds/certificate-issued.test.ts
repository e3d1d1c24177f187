import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url, type RecordId } from '../../ledger';
import { createRequest, describeCertificate, issueRoot } from '../../pki';
import { OpenSsl } from '../../pki/openssl-testing';
import {
  approvedOrder,
  certificateFor,
  COMPANY,
  DAY,
  found,
  Game,
  idOf,
  newWorld,
  orderBody,
  OTHER_COMPANY,
  PLATFORM_NAME,
  type World,
} from '../testing';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

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
  ({ order } = await approvedOrder(game, world.phone, enterprise));
});

const body = async (o: Parameters<typeof certificateFor>[2] = {}) => ({
  order,
  certificate: await certificateFor(game, order, o),
  seals: [] as unknown[],
});
const refusal = async (o: Parameters<typeof certificateFor>[2]) =>
  game.refusal(world.operator, 'certificate.issued', await body(o));

describe('a certificate', () => {
  it('is issued once, and is good for OpenSSL', async () => {
    const issued = { ...(await body()), seals: [{ blob: idOf('seal'), digest: idOf('digest') }] };
    await game.accept(world.operator, 'certificate.issued', issued);
    const der = decodeBase64url(issued.certificate)!;
    const { serialNumber: serial } = describeCertificate(der);
    expect(game.state.orders.get(order)?.state).toEqual({ name: 'issued', serial });
    expect(game.state.certificates.get(serial)).toMatchObject({
      ...{ order, enterprise, person: world.phone.id, issuedBy: world.operator.id },
      seals: [{ blob: idOf('seal'), digest: idOf('digest') }],
    });
    const { operator, root } = world;
    expect(
      openssl.verify({
        certificate: der,
        candidates: [operator.issuing],
        roots: [root],
        at: new Date(game.now),
        options: ['-x509_strict', '-purpose', 'smimesign'],
      }),
    ).toBe('OK');
    expect(await game.refusal(world.operator, 'certificate.issued', await body())).toBe('not-approved');
  });

  it('is issued by operators only, and with their own issuing key', async () => {
    for (const actor of [world.phone, world.administrator, world.stranger]) {
      expect(await game.refusal(actor, 'certificate.issued', await body())).toBe('not-operator');
    }
    expect(await game.refusal(world.operator2, 'certificate.issued', await body())).toBe('other-issuer');
    const { issuing: certificate, issuingSigner: signer } = world.operator2;
    expect(await refusal({ issuer: { certificate, signer } })).toBe('other-issuer');
  });

  it('of another authority of the same names is none', async () => {
    const twin = await newWorld();
    const { issuing: certificate, issuingSigner: signer } = twin.operator;
    expect(await refusal({ issuer: { certificate, signer } })).toBe('other-issuer');
    const altered = await body();
    const der = decodeBase64url(altered.certificate)!;
    der[der.length - 1]! ^= 1;
    const forged = { ...altered, certificate: encodeBase64url(der) };
    expect(await game.refusal(world.operator, 'certificate.issued', forged)).toBe('other-issuer');
    const nothing = { ...altered, certificate: 'MAA' };
    expect(await game.refusal(world.operator, 'certificate.issued', nothing)).toBe('bad-certificate');
  });

  it('is of the key and the company that were ordered', async () => {
    const { body: other } = await orderBody(enterprise);
    expect(await refusal({ request: decodeBase64url(other.request) })).toBe('other-key');
    const paid = await approvedOrder(game, world.phone, await otherCompany(), { company: OTHER_COMPANY });
    const subject = { ...COMPANY, platformName: PLATFORM_NAME };
    const request = await createRequest({ subject, signer: paid.key });
    const certificate = await certificateFor(game, paid.order, { request });
    const forged = { order: paid.order, certificate, seals: [] };
    expect(await game.refusal(world.operator, 'certificate.issued', forged)).toBe('other-subject');
  });

  it('is no certificate of an authority', async () => {
    const { order: next, key } = await approvedOrder(game, world.phone, await otherCompany(), {
      company: OTHER_COMPANY,
    });
    const notBefore = new Date(game.now);
    const certificate = await issueRoot({ name: 'CA', signer: key, notBefore, years: 1 });
    const forged = { order: next, certificate: encodeBase64url(certificate), seals: [] };
    expect(await game.refusal(world.operator, 'certificate.issued', forged)).toBe('other-issuer');
  });

  it('lasts as many years as were paid for, from about now on', async () => {
    expect(await refusal({ years: 2 })).toBe('other-validity');
    expect(await refusal({ notBefore: new Date(game.now + 2 * DAY) })).toBe('other-validity');
    expect(await refusal({ notBefore: new Date(game.now - 8 * DAY) })).toBe('other-validity');
    expect(await refusal({ notBefore: new Date(game.now - 6 * DAY) })).toBeUndefined();
  });

  it('has to be paid for', async () => {
    const id = await game.accept(
      world.phone,
      'order.placed',
      (await orderBody(await otherCompany(), { company: OTHER_COMPANY })).body,
    );
    const early = { order: id, certificate: await certificateFor(game, id), seals: [] };
    expect(await game.refusal(world.operator, 'certificate.issued', early)).toBe('not-approved');
    const none = { ...early, order: idOf('nothing') };
    expect(await game.refusal(world.operator, 'certificate.issued', none)).toBe('no-such-order');
  });

  it('is not issued by an operator whose key nobody has certified', async () => {
    const certificate = await body();
    game.state.founded!.issuers.delete(world.operator.id);
    expect(await game.refusal(world.operator, 'certificate.issued', certificate)).toBe('not-certified');
  });
});

async function otherCompany(): Promise<RecordId> {
  const known = game.state.enterpriseOf.get(OTHER_COMPANY.creditCode);
  if (known) return known;
  const request = await game.accept(world.phone, 'enterprise.requested', {
    ...{ ...OTHER_COMPANY, sealed: 'AA' },
    files: { licence: idOf('1'), authority: idOf('2') },
  });
  await game.accept(world.operator, 'enterprise.reviewed', { request, decision: 'approved' });
  return request;
}
