import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url, type RecordId } from '../../ledger';
import { createRequest } from '../../pki';
import {
  approvedOrder,
  certificateFor,
  COMPANY,
  DAY,
  FEES,
  found,
  Game,
  idOf,
  newKey,
  newWorld,
  orderBody,
  OTHER_COMPANY,
  PLATFORM_NAME,
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

describe('an order', () => {
  it('is placed by a member for the fee in force', async () => {
    for (const years of [1, 2, 3, 5] as const) {
      const { body } = await orderBody(enterprise);
      const order = { ...body, years, amount: FEES[years] };
      const wrong = { ...order, amount: order.amount - 1 };
      expect(await game.refusal(world.phone, 'order.placed', wrong)).toBe('wrong-fee');
      const id = await game.accept(world.phone, 'order.placed', order);
      expect(game.state.orders.get(id)).toMatchObject({
        years,
        amount: FEES[years],
        state: { name: 'placed' },
      });
      await game.accept(world.phone, 'order.withdrawn', { order: id });
    }
  });

  it('is for whole years that are sold', async () => {
    const { body } = await orderBody(enterprise);
    for (const years of [0, 4, 1.5, '1']) {
      expect(await game.refusal(world.phone, 'order.placed', { ...body, years })).toBe('bad-body');
    }
  });

  it('is refused to those who do not act for the company', async () => {
    const { body } = await orderBody(enterprise);
    for (const actor of [world.stranger, world.operator, world.colleague]) {
      expect(await game.refusal(actor, 'order.placed', body)).toBe('not-member');
    }
    const nowhere = { ...body, enterprise: idOf('nothing') };
    expect(await game.refusal(world.phone, 'order.placed', nowhere)).toBe('not-member');
  });

  it('is the only open one of a person and a company', async () => {
    await game.accept(world.phone, 'order.placed', (await orderBody(enterprise)).body);
    const { body } = await orderBody(enterprise);
    expect(await game.refusal(world.phone, 'order.placed', body)).toBe('open-order');
    const other = await game.accept(world.phone, 'enterprise.requested', {
      ...{ ...OTHER_COMPANY, sealed: 'AA' },
      files: { licence: idOf('1'), authority: idOf('2') },
    });
    await game.accept(world.operator, 'enterprise.reviewed', { request: other, decision: 'approved' });
    await game.accept(world.phone, 'order.placed', (await orderBody(other, { company: OTHER_COMPANY })).body);
  });
});

describe('the request of an order', () => {
  it('is signed by the key that it asks a certificate for', async () => {
    const { body } = await orderBody(enterprise);
    const der = decodeBase64url(body.request)!;
    der[der.length - 1]! ^= 1;
    const forged = { ...body, request: encodeBase64url(der) };
    expect(await game.refusal(world.phone, 'order.placed', forged)).toBe('bad-request');
    expect(await game.refusal(world.phone, 'order.placed', { ...body, request: 'MAA' })).toBe('bad-request');
  });

  it('names the company and the platform', async () => {
    const { body } = await orderBody(enterprise);
    for (const subject of [
      { ...COMPANY, companyName: '别的公司', platformName: PLATFORM_NAME },
      { ...OTHER_COMPANY, platformName: PLATFORM_NAME },
      { ...COMPANY, platformName: '别的平台' },
    ]) {
      const request = encodeBase64url(await createRequest({ subject, signer: await newKey() }));
      expect(await game.refusal(world.phone, 'order.placed', { ...body, request })).toBe('other-subject');
    }
  });

  it('is for a key that nothing was ordered for before', async () => {
    const { body } = await orderBody(enterprise);
    const order = await game.accept(world.phone, 'order.placed', body);
    await game.accept(world.phone, 'order.withdrawn', { order });
    expect(await game.refusal(world.phone, 'order.placed', body)).toBe('key-used');
  });
});

describe('a renewal', () => {
  const issue = async (more: { replaces?: string } = {}) => {
    const { order } = await approvedOrder(game, world.phone, enterprise, more);
    const certificate = await certificateFor(game, order);
    await game.accept(world.operator, 'certificate.issued', { order, certificate, seals: [] });
    return [...game.state.certificates.keys()].at(-1)!;
  };

  it('is what an order is while there is a certificate in force', async () => {
    const replaces = await issue();
    const { body } = await orderBody(enterprise);
    expect(await game.refusal(world.phone, 'order.placed', body)).toBe('certificate-in-force');
    const id = await game.accept(world.phone, 'order.placed', { ...body, replaces });
    expect(game.state.orders.get(id)?.replaces).toBe(replaces);
  });

  it("renews a certificate of one's own", async () => {
    const replaces = await issue();
    const { body } = await orderBody(enterprise);
    const unknown = { ...body, replaces: '00' };
    expect(await game.refusal(world.phone, 'order.placed', unknown)).toBe('not-own-certificate');
    const other = await found(game, world.colleague, OTHER_COMPANY);
    const foreign = { ...(await orderBody(other, { company: OTHER_COMPANY })).body, replaces };
    expect(await game.refusal(world.colleague, 'order.placed', foreign)).toBe('not-own-certificate');
  });

  it('need not be one when the certificate has ended, but may', async () => {
    const replaces = await issue();
    game.now += 366 * DAY;
    const { body } = await orderBody(enterprise);
    const order = await game.accept(world.phone, 'order.placed', body);
    await game.accept(world.phone, 'order.withdrawn', { order });
    await game.accept(world.phone, 'order.placed', { ...(await orderBody(enterprise)).body, replaces });
  });
});
