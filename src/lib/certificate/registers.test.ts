import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createRequest,
  issueCompany,
  issueIntermediate,
  issueRoot,
  validateChain,
  type IssuerRegister,
} from '../pki';
import { removeStaff } from '../platform';
import { drawSeal } from '../seal';
import { glyphs } from '../seal/testing';
import type { PlatformIdentity } from './identity';
import { Life } from './life-testing';
import { registersOf } from './registers';
import { revokeCertificate } from './revocation';
import { DAY, newKey, newWorld, OTHER_COMPANY, PLATFORM_NAME, type World } from './testing';

let world: World;
let life: Life;
let identity: PlatformIdentity;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  life = await Life.begin(world, (design) => drawSeal(design, glyphs));
  identity = await life.installed(await life.verifiedCompany());
});

/** Without any list: what the records alone say of a certificate. */
const judged = (certificate: Uint8Array, at = life.now, others: IssuerRegister[] = []) =>
  validateChain({
    ...{ certificate, candidates: [world.operator.issuing], roots: [world.root], at: new Date(at) },
    registers: [...others, ...registersOf(life.state)],
  });

const removeOperator = () => {
  const { operator, administrator } = world;
  return removeStaff(life.desk(administrator), operator.id, '离职');
};

/** What an operator can always do with their key, at home. */
async function issuedAtHome(): Promise<Uint8Array> {
  const { issuing, issuingSigner } = world.operator;
  const subject = { ...OTHER_COMPANY, platformName: PLATFORM_NAME };
  return issueCompany({
    request: await createRequest({ subject, signer: await newKey() }),
    issuer: { certificate: issuing, signer: issuingSigner },
    notBefore: new Date(life.now - DAY),
    years: 1,
  });
}

/** What another platform says that was founded by whoever holds the operator's issuing key. */
async function registersElsewhere(isFormer: boolean): Promise<IssuerRegister[]> {
  const signer = await newKey();
  const notBefore = new Date(life.now - DAY);
  const root = await issueRoot({ name: '别的平台 根 CA', signer, notBefore, years: 20 });
  const certificate = await issueIntermediate({
    ...{ name: '别的平台 签发 CA', spki: world.operator.issuingSigner.spki, notBefore, years: 10 },
    issuer: { certificate: root, signer },
  });
  const author = world.operator.id;
  const issuers = new Map(isFormer ? [] : [[author, certificate]]);
  const formerIssuers = isFormer ? [{ author, certificate }] : [];
  const founded = { ...life.state.founded!, root, issuers, formerIssuers };
  return registersOf({ founded, certificates: new Map() });
}

describe('the records of a platform', () => {
  it('say nothing against a certificate that is in force, and prove nothing either', async () => {
    expect(await judged(identity.certificate)).toMatchObject({ status: 'trusted', revoked: 'unknown' });
  });

  it('revoke without a list, from the time that was written down', async () => {
    const before = life.now;
    life.now += DAY;
    const why = { serial: identity.serial, reason: 'keyCompromise' as const, note: '手机丢失' };
    await revokeCertificate(life.desk(world.operator), why);
    life.now += 1000;
    expect(await judged(identity.certificate)).toMatchObject({
      ...{ status: 'untrusted', revoked: 'yes', revocationReason: 'keyCompromise' },
      revocationSource: 'register',
    });
    expect(await judged(identity.certificate, before)).toMatchObject({ status: 'trusted' });
  });

  it('revoke what an operator issued who is gone', async () => {
    await removeOperator();
    expect(await judged(identity.certificate)).toMatchObject({ status: 'trusted' });
    const why = { serial: identity.serial, reason: 'superseded' as const, note: '换发' };
    await revokeCertificate(life.desk(world.operator2), why);
    life.now += 1000;
    expect(await judged(identity.certificate)).toMatchObject({ status: 'untrusted', revoked: 'yes' });
  });

  it('do not know what an operator issues who is gone', async () => {
    const unknown = await issuedAtHome();
    // Not more than a device can know: it may be on its way.
    expect(await judged(unknown)).toMatchObject({ status: 'trusted' });
    await removeOperator();
    expect(await judged(unknown)).toMatchObject({ status: 'untrusted', revoked: 'yes' });
    expect(await judged(identity.certificate)).toMatchObject({ status: 'trusted' });
  });

  it("are not silenced by those of another platform that has the operator's key", async () => {
    const unknown = await issuedAtHome();
    await removeOperator();
    const why = { serial: identity.serial, reason: 'keyCompromise' as const, note: '手机丢失' };
    await revokeCertificate(life.desk(world.operator2), why);
    life.now += 1000;
    for (const one of [unknown, identity.certificate]) {
      const elsewhere = await registersElsewhere(false);
      expect(await judged(one, life.now, elsewhere)).toMatchObject({ status: 'untrusted', revoked: 'yes' });
    }
  });

  it("do not revoke another platform's certificates", async () => {
    const elsewhere = await registersElsewhere(true);
    expect(await judged(identity.certificate, life.now, elsewhere)).toMatchObject({ status: 'trusted' });
  });

  it('say nothing of other keys', async () => {
    await removeOperator();
    const registers = registersOf(life.state);
    const present = registers.filter(({ complete }) => complete === undefined);
    expect([registers.length, present.length]).toEqual([2, 1]);
    expect(registersOf({ ...life.state, founded: undefined })).toEqual([]);
  });
});
