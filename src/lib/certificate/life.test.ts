import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../ledger';
import { validateChain, wholeYears } from '../pki';
import { drawSeal, newDesign } from '../seal';
import { glyphs } from '../seal/testing';
import { signerOf } from './identity';
import { jpeg, Life, pdf, PIN, type Draw } from './life-testing';
import { payOrder, reviewOrder, withdrawOrder } from './orders';
import { openDocument, openEnterprise, openMember, openNote, openPerson } from './private-parts';
import { removeMember, requestMembership, reviewRealName } from './real-name';
import { crlDue, publishCrl, revokeCertificate } from './revocation';
import { standingOf } from './standing';
import { COMPANY, DAY, newWorld, type World } from './testing';
import { todosOf } from './todo';
import { useRefusal } from './use';

const draw: Draw = (design) => drawSeal(design, glyphs);

let world: World;
let life: Life;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  life = await Life.begin(world, draw);
});

describe('from a real name to a certificate', () => {
  it('everybody sees what they are to do, and no more than they may', async () => {
    expect(life.todos()).toEqual(['verify-person']);
    const person = await life.askPerson(world.phone);
    expect(life.todos()).toEqual([]);
    const request = life.state.persons.get(person)!;
    expect(life.queues().persons).toEqual([request]);
    for (const reader of [world.operator, world.operator2, world.phone]) {
      expect(await openPerson(request, reader.agreementKey)).toEqual({
        name: '王经办',
        idNumber: '11010519491231002X',
        mobile: '13800138000',
      });
    }
    for (const other of [world.administrator, world.stranger, world.desktop]) {
      await expect(openPerson(request, other.agreementKey)).rejects.toMatchObject({ code: 'not-for-you' });
    }
    const front = await life.file(request.files.front);
    const opened = await openDocument(world.operator.agreementKey, 'front', request.person, front);
    expect([opened.type, opened.blob.size]).toEqual(['image/jpeg', jpeg('正面').size]);
    // a file in another one's place is not taken for it
    const swapped = openDocument(world.operator.agreementKey, 'selfie', request.person, front);
    await expect(swapped).rejects.toMatchObject({ code: 'other-purpose' });

    const rejection = { decision: 'rejected' as const, reason: '照片不清楚' };
    await reviewRealName(life.desk(world.operator), 'person', person, rejection);
    expect(todosOf(life.state, world.phone.id, life.now)).toMatchObject([
      { kind: 'verify-person', reason: '照片不清楚' },
    ]);
    const again = await life.askPerson(world.phone);
    await reviewRealName(life.desk(world.operator), 'person', again, { decision: 'approved' });
    expect(life.todos()).toEqual(['join-enterprise']);

    const enterprise = await life.askEnterprise();
    expect(life.queues().enterprises.map(({ id }) => id)).toEqual([enterprise]);
    const asked = life.state.enterprises.get(enterprise)!;
    expect(await openEnterprise(asked, world.operator.agreementKey)).toEqual({
      legalRepresentative: '李法人',
    });
    await reviewRealName(life.desk(world.operator), 'enterprise', enterprise, { decision: 'approved' });
    expect([life.todos(), life.queues()]).toMatchObject([[], { persons: [], enterprises: [] }]);
  });

  it('a colleague joins when the first member lets them', async () => {
    const enterprise = await life.verifiedCompany();
    const person = await life.askPerson(world.colleague);
    await reviewRealName(life.desk(world.operator), 'person', person, { decision: 'approved' });
    const who = { enterprise, name: '赵同事', mobile: '13900139000' };
    const request = await requestMembership(life.desk(world.colleague), who);
    expect([life.todos(world.colleague), life.todos()]).toEqual([[], ['review-member']]);
    const asked = life.state.memberRequests.get(request)!;
    expect(await openMember(asked, world.phone.agreementKey)).toEqual({
      name: '赵同事',
      mobile: '13900139000',
    });
    expect((await openMember(asked, world.operator.agreementKey)).name).toBe('赵同事');
    for (const other of [world.administrator, world.stranger]) {
      await expect(openMember(asked, other.agreementKey)).rejects.toMatchObject({ code: 'not-for-you' });
    }
    await reviewRealName(life.desk(world.phone), 'member', request, { decision: 'approved' });
    expect(life.todos()).toEqual([]);
  });

  it('a colleague joins by a letter that an operator has seen, when the first member’s phone is lost', async () => {
    const enterprise = await life.verifiedCompany();
    const person = await life.askPerson(world.colleague);
    await reviewRealName(life.desk(world.operator), 'person', person, { decision: 'approved' });
    const who = { enterprise, name: '赵同事', mobile: '13900139000', authority: pdf('授权书') };
    const request = await requestMembership(life.desk(world.colleague), who);
    const asked = life.state.memberRequests.get(request)!;
    expect(life.queues().members.map(({ id }) => id)).toEqual([request]);
    const letter = await life.file(asked.authority!);
    const opened = await openDocument(world.operator.agreementKey, 'authority', asked.person, letter);
    expect(opened.type).toBe('application/pdf');
    await reviewRealName(life.desk(world.operator), 'member', request, { decision: 'approved' });
    const lost = { enterprise, member: world.phone.id, reason: '手机遗失' };
    await removeMember(life.desk(world.operator), lost);
    expect(life.state.members.get(enterprise)).toEqual([world.colleague.id]);
    expect(life.queues().members).toEqual([]);
  });

  it('an order goes from voucher to seal, and its history tells how', async () => {
    const enterprise = await life.verifiedCompany();
    const id = await life.order(enterprise);
    expect(life.todos()).toEqual(['pay']);
    const first = await payOrder(life.desk(world.phone), {
      order: id,
      voucher: jpeg('回单'),
      note: '分两次付',
    });
    expect([life.todos(), life.queues().vouchers.map((one) => one.id)]).toEqual([[], [id]]);
    const step = life.state.orders.get(id)!.history.at(-1)!;
    expect(await openNote(step, world.operator.agreementKey)).toBe('分两次付');
    const voucher = await openDocument(
      world.operator.agreementKey,
      'voucher',
      world.phone.id,
      await life.file(step.voucher!),
    );
    expect(voucher.type).toBe('image/jpeg');
    await reviewOrder(
      life.desk(world.operator),
      { order: id, voucher: first },
      { decision: 'rejected', reason: '金额不符' },
    );
    expect(todosOf(life.state, world.phone.id, life.now)).toMatchObject([
      { kind: 'replace-voucher', order: id, reason: '金额不符' },
    ]);
    await life.approve(id);
    expect([life.todos(), life.queues().issues.map((one) => one.id)]).toEqual([[], [id]]);
    await life.issue(id);
    expect([life.todos(), life.queues().issues]).toEqual([['install'], []]);
    const identity = await life.install(id);
    expect(life.todos()).toEqual(['bind']);
    expect(life.state.orders.get(id)!.history.map(({ step: one }) => one)).toEqual([
      ...['placed', 'paid', 'rejected', 'paid', 'approved', 'issued', 'installed'],
    ]);

    expect(await life.identities.current()).toEqual(identity);
    expect(await life.identities.damaged()).toEqual([]);
    expect(await life.applications.list()).toEqual([]);
    const seals = await life.seals.list(identity.id);
    expect(seals).toMatchObject([{ name: '公章', design: newDesign('round', COMPANY) }]);
    const signer = signerOf(identity, await life.vaults.unlock(identity.vaultId, PIN));
    expect(await signer.sign(new Uint8Array([1]))).toHaveLength(64);

    await life.bind(identity);
    expect(life.todos()).toEqual([]);
    expect(standingOf(life.state.certificates.get(identity.serial)!, life.now)).toBe('bound');
  });
});

it('an order that nobody wants any more is taken back, and another one placed', async () => {
  const enterprise = await life.verifiedCompany();
  const id = await life.order(enterprise);
  await expect(life.order(enterprise)).rejects.toMatchObject({
    code: 'not-permitted',
    detail: { kind: 'order.placed', reason: 'open-order' },
  });
  await withdrawOrder(life.desk(world.phone), id);
  expect(life.todos()).toEqual([]);
  await life.order(enterprise);
  expect(life.todos()).toEqual(['pay']);
});

describe('a renewal', () => {
  it('is asked for from 60 days before the end, and takes the place of what was good until then', async () => {
    const enterprise = await life.verifiedCompany();
    const first = await life.order(enterprise);
    await life.approve(first);
    await life.issue(first);
    const old = await life.install(first);
    await life.bind(old);
    life.now = old.notAfter - 60 * DAY - 5 * 60_000;
    expect(life.todos()).toEqual([]);
    life.now = old.notAfter - 60 * DAY;
    expect(todosOf(life.state, world.phone.id, life.now)).toMatchObject([
      { kind: 'renew', serial: old.serial, daysLeft: 60 },
    ]);
    const second = await life.order(enterprise, old.serial);
    expect(life.todos()).toEqual(['pay']);
    await life.approve(second);
    await life.issue(second);
    const renewed = await life.install(second);
    // What is left of the old one is not lost: the new year begins with its end.
    expect(renewed.notBefore).toBeLessThan(life.now);
    expect(renewed.notAfter).toBe(wholeYears(new Date(old.notAfter + 1000), 1).notAfter.getTime());
    expect(life.todos()).toEqual(['bind']);
    expect(useRefusal(old, life.state, life.now)).toBeUndefined();
    await life.bind(renewed);
    expect(life.todos()).toEqual([]);
    expect(useRefusal(old, life.state, life.now)).toBe('replaced');
    expect(useRefusal(renewed, life.state, life.now)).toBeUndefined();
  });

  it('comes too late for a certificate that has ended: it seals no more', async () => {
    const id = await life.order(await life.verifiedCompany());
    await life.approve(id);
    await life.issue(id);
    const identity = await life.install(id);
    life.now = identity.notAfter + 1000;
    expect(life.todos()).toEqual(['expired']);
    expect(useRefusal(identity, undefined, life.now)).toBe('expired');
    await life.order(identity.enterprise as RecordId, identity.serial);
    expect(life.todos()).toEqual(['pay']);
  });
});

describe('what was approved and cannot be issued', () => {
  it('goes back, and comes again with its seals for those who are operators then', async () => {
    const id = await life.order(await life.verifiedCompany());
    await life.approve(id);
    const { state } = life.state.orders.get(id)!;
    if (state.name !== 'approved') throw new Error(state.name);
    const { voucher } = state;
    const before = life.state.orders.get(id)!.seals!;
    await reviewOrder(
      life.desk(world.operator2),
      { order: id, voucher },
      { decision: 'rejected', reason: '印章方案无法打开' },
    );
    expect(life.todos()).toEqual(['replace-voucher']);
    const wishes = { file: await life.file(before), key: world.phone.agreementKey };
    const again = await payOrder(life.desk(world.phone), { order: id, voucher: pdf('回单'), wishes });
    const { seals } = life.state.orders.get(id)!;
    expect(seals).not.toBe(before);
    await reviewOrder(life.desk(world.operator), { order: id, voucher: again }, { decision: 'approved' });
    await life.issue(id);
    expect((await life.install(id)).serial).toBeDefined();
    expect((await life.seals.list((await life.identities.list())[0]!.id)).length).toBe(1);
  });
});

describe('revoking', () => {
  it('reaches sealing, the to-do list and every verifier that has the list', async () => {
    const enterprise = await life.verifiedCompany();
    const id = await life.order(enterprise);
    await life.approve(id);
    await life.issue(id);
    const identity = await life.install(id);
    const due = () => crlDue(life.state, world.operator.id, life.now);
    const signer = world.operator.issuingSigner;
    expect(due()).toBe('first');
    await publishCrl(life.desk(world.operator), signer);
    expect(due()).toBeUndefined();
    const check = () =>
      validateChain({
        certificate: identity.certificate,
        candidates: identity.chain,
        roots: [world.root],
        crls: [...life.state.crls.values()].map(({ crl }) => crl),
        at: new Date(life.now),
      });
    expect(await check()).toMatchObject({ status: 'trusted', revoked: 'no' });
    const { serial } = identity;
    const why = { serial, reason: 'keyCompromise' as const, note: '手机丢失' };
    await revokeCertificate(life.desk(world.operator), why);
    expect([due(), life.queues().crl]).toEqual(['revocations', 'revocations']);
    life.now += 1000;
    await publishCrl(life.desk(world.operator), signer);
    expect(due()).toBeUndefined();
    expect(await check()).toMatchObject({
      status: 'untrusted',
      revoked: 'yes',
      revocationReason: 'keyCompromise',
    });
    expect(useRefusal(identity, life.state, life.now)).toBe('revoked');
    expect(todosOf(life.state, world.phone.id, life.now)).toMatchObject([
      { kind: 'revoked', reason: '手机丢失' },
    ]);
    life.now += 24 * DAY;
    expect(due()).toBe('ends-soon');
    await publishCrl(life.desk(world.operator), signer);
    await life.order(enterprise);
    expect(life.todos()).toEqual(['pay']);
  });
});
