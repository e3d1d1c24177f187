import { beforeEach, describe, expect, it } from 'vitest';
import { stretchPin } from '../keys';
import { emptyPlatform, sealFor } from '../platform';
import {
  changePassword,
  companyNameOf,
  emptySuppliers,
  isApproved,
  isLinked,
  LICENCE_RULES,
  linkDevice,
  linkOf,
  login,
  MAX_SEALED_LICENCE_BYTES,
  openContact,
  openLicence,
  openPrivateProfile,
  readLicence,
  readProfileForm,
  readRegistrationForm,
  recoverAccount,
  register,
  review,
  reviewQueue,
  submitProfile,
  SupplierError,
  supplierKinds,
  supplierByAccount,
  suppliersOf,
  unlinkDevice,
} from './index';
import {
  DAY,
  ledgerOf,
  LICENCE,
  PASSWORD,
  profileForm,
  registrationForm,
  World,
  type Person,
} from './testing';

let world: World;
let desktop: Person;
let phone: Person;
beforeEach(async () => {
  world = await World.found();
  [desktop, phone] = await Promise.all([world.person(), world.person()]);
});

const account = 'yunxi2026';
const linkedTo = (id: Parameters<typeof isLinked>[1], person: Person) =>
  isLinked(world.state, id, person.id, world.now);

describe('chapter 2 of the manual', () => {
  it('from registering to the approval, with a rejection and a correction on the way', async () => {
    const id = await world.register(desktop);
    const { administrator, state } = world;
    expect((await login(desktop.ports, state, { account, password: PASSWORD, label: '电脑' })).supplier).toBe(
      id,
    );
    const first = await world.submit(desktop, id, { address: '湖南省岳阳市' });
    const rejection = { decision: 'rejected' as const, reason: '地址请填写到门牌号' };
    await review(administrator.ports, state, { supplier: id, submission: first }, rejection);
    expect(world.supplier(id).standing).toMatchObject({ status: 'rejected', reason: '地址请填写到门牌号' });
    expect(isApproved(world.state, id)).toBe(false);
    const second = await world.submit(desktop, id);
    const [waiting] = reviewQueue(world.state).waiting;
    expect(waiting).toMatchObject({ supplier: id, submission: { id: second }, round: 2 });
    await review(administrator.ports, state, { supplier: id, submission: second }, { decision: 'approved' });
    expect(isApproved(world.state, id)).toBe(true);
    expect(companyNameOf(world.supplier(id))).toBe('云溪测试有限公司');
    expect(world.outcomes.every(({ verdict }) => verdict === 'accepted')).toBe(true);
  });
});

describe('registering', () => {
  it('costs a person at a real platform some seconds, and a program for many accounts too much', async () => {
    world = await World.found(ledgerOf(supplierKinds));
    const person = await world.person();
    const { values } = readRegistrationForm(registrationForm());
    const ports = { ...person.ports, stretch: stretchPin };
    const lazy = register(ports, world.state, values!, { label: '电脑', bits: 0 }); // by an altered app
    await lazy.catch(() => undefined);
    expect(world.fate).toBe('not-permitted: proof-of-work');
    const id = await register(ports, world.state, values!, { label: '电脑' });
    expect(world.fate).toBe('accepted');
    const again = { account, password: PASSWORD, label: '电脑' };
    expect(await login(ports, world.state, again)).toEqual({ supplier: id });
  });

  it('waits until there is a platform', async () => {
    const { values } = readRegistrationForm(registrationForm());
    const nothing = { ...emptyPlatform(), ...emptySuppliers() };
    const early = register(desktop.ports, nothing, values!, { label: '电脑' });
    await expect(early).rejects.toThrow(new SupplierError('no-platform'));
  });

  it('says before any work that account or company are taken', async () => {
    await world.submit(desktop, await world.register(desktop));
    const written = world.outcomes.length;
    const work = () => Promise.reject(new Error('worked'));
    const lazy = { ...phone, ports: { ...phone.ports, work } };
    await expect(world.register(lazy, { companyName: '岳阳另一有限公司' })).rejects.toMatchObject({
      code: 'account-taken',
    });
    await expect(world.register(lazy, { account: 'another1' })).rejects.toMatchObject({
      code: 'company-taken',
    });
    expect(world.outcomes).toHaveLength(written);
  });

  it('can be broken off', async () => {
    const values = {
      ...{ account, password: PASSWORD, companyName: '云溪测试有限公司' },
      accountType: 'domestic-enterprise' as const,
      contact: { name: '张三', mobile: '13800138000' },
    };
    const stop = new AbortController();
    const o = { label: '电脑', bits: 32, signal: stop.signal, onProgress: () => stop.abort() };
    await expect(register(desktop.ports, world.state, values, o)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(world.state.suppliers.size).toBe(0);
  });
});

describe('private parts', () => {
  it('are read by administrators and the device that wrote them, and by nobody else', async () => {
    const id = await world.register(desktop, { landline: '0731-88904166' });
    const contact = { name: '张三', mobile: '13800138000', landline: '0731-88904166' };
    expect(await openContact(world.supplier(id), world.administrator.key)).toEqual(contact);
    expect(await openContact(world.supplier(id), desktop.key)).toEqual(contact);
    await expect(openContact(world.supplier(id), phone.key)).rejects.toMatchObject({ code: 'not-for-you' });
  });

  it('never stand in the state or the files in the clear', async () => {
    const id = await world.register(desktop);
    await world.submit(desktop, id, { bankAccount: '590000000012345678' });
    const { latest } = world.supplier(id);
    const state = JSON.stringify(latest) + JSON.stringify(world.supplier(id).registered);
    for (const secret of ['590000000012345678', '13800138000', '张三']) expect(state).not.toContain(secret);
    const file = world.files.get(latest!.licence)!;
    expect(await readLicence(file)).toEqual({ problem: 'licence-type' });
    const { key } = world.administrator;
    const opened = await openLicence(latest!, file, key);
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(Buffer.from(await LICENCE.arrayBuffer()));
    expect(await openPrivateProfile(latest!, key)).toMatchObject({ bank: { account: '590000000012345678' } });
  });

  it('of the largest licence for a large staff is not taken for too much', async () => {
    const recipients = Array.from({ length: 100 }, () => desktop.recipient);
    const sealed = await sealFor(recipients, new Uint8Array(LICENCE_RULES.maxBytes), 'test');
    expect(sealed.length).toBeLessThan(MAX_SEALED_LICENCE_BYTES);
  });

  it("cannot be passed off as another supplier's, nor as another part", async () => {
    const id = await world.register(desktop);
    await world.submit(desktop, id);
    const { latest, registered } = world.supplier(id);
    const { key } = world.administrator;
    const stolen = { ...latest!, by: phone.id };
    await expect(openPrivateProfile(stolen, key)).rejects.toMatchObject({ code: 'other-purpose' });
    const exchanged = { ...latest!, sealed: registered.contact };
    await expect(openPrivateProfile(exchanged, key)).rejects.toMatchObject({ code: 'other-purpose' });
  });
});

describe('submitting', () => {
  it('is refused with a picture that is none, before anything is sealed', async () => {
    const id = await world.register(desktop);
    const { values } = readProfileForm(profileForm(), ['works']);
    const submitting = submitProfile(desktop.ports, world.state, id, values!, new Blob(['%PDF-1.7']));
    await expect(submitting).rejects.toMatchObject({ code: 'licence', detail: { problem: 'licence-type' } });
    expect(world.files.size).toBe(0);
  });
});

describe('logging in', () => {
  it('links a new device by the password', async () => {
    const id = await world.register(desktop);
    const { supplier, record } = await login(phone.ports, world.state, {
      ...{ account: ' YUNXI2026 ', password: PASSWORD, label: '手机' },
    });
    expect([supplier, world.fate]).toEqual([id, 'accepted']);
    expect(record).toBeDefined();
    expect(linkedTo(id, phone)).toBe(true);
    const again = await login(phone.ports, world.state, { account, password: PASSWORD, label: '手机' });
    expect(again).toEqual({ supplier: id });
  });

  it('writes nothing where account or password are wrong', async () => {
    await world.register(desktop);
    const written = world.outcomes.length;
    const attempt = (o: object) =>
      login(phone.ports, world.state, { account, password: PASSWORD, label: '手机', ...o });
    await expect(attempt({ password: 'Yunxi#2026y' })).rejects.toMatchObject({ code: 'wrong-password' });
    await expect(attempt({ account: 'yunxi2027' })).rejects.toMatchObject({ code: 'no-such-account' });
    expect(world.outcomes).toHaveLength(written);
  });

  it('asks for the password on linked devices too', async () => {
    await world.register(desktop);
    const attempt = login(desktop.ports, world.state, { account, password: 'Yunxi#2026y', label: '电脑' });
    await expect(attempt).rejects.toMatchObject({ code: 'wrong-password' });
  });

  it('may be for a while, on a computer that is not one’s own', async () => {
    const id = await world.register(desktop);
    const until = world.now + DAY;
    await login(phone.ports, world.state, { account, password: PASSWORD, label: '网吧', until });
    expect(linkOf(world.supplier(id), phone.id, until - 1)).toMatchObject({ until });
    expect(suppliersOf(world.state, phone.id, until)).toEqual([]);
  });

  it('is possible again after the device was unlinked', async () => {
    const id = await world.register(desktop);
    await linkDevice(desktop.ports, world.state, { supplier: id, device: phone.id, label: '手机' });
    await unlinkDevice(desktop.ports, world.state, { supplier: id, device: phone.id });
    expect(linkedTo(id, phone)).toBe(false);
    await login(phone.ports, world.state, { account, password: PASSWORD, label: '手机' });
    expect(linkedTo(id, phone)).toBe(true);
  });
});

describe('a password', () => {
  const NEW = 'Xiangjiang@77';
  const logIn = (password: string) => login(phone.ports, world.state, { account, password, label: '手机' });

  it('is changed by who knows the old one', async () => {
    const supplier = await world.register(desktop);
    const change = { supplier, password: NEW, unlinkOthers: false };
    const wrong = changePassword(desktop.ports, world.state, { ...change, current: NEW });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-password' });
    await changePassword(desktop.ports, world.state, { ...change, current: PASSWORD });
    await expect(logIn(PASSWORD)).rejects.toMatchObject({ code: 'wrong-password' });
    expect((await logIn(NEW)).supplier).toBe(supplier);
  });

  it('and all devices that are lost are replaced by way of an administrator', async () => {
    const supplier = await world.register(desktop);
    const reason = '已致电登记的手机号码核实';
    const o = { supplier, device: phone.id, label: '手机', reason };
    await recoverAccount(world.administrator.ports, world.state, o);
    await expect(logIn(PASSWORD)).rejects.toMatchObject({ code: 'no-password' });
    await changePassword(phone.ports, world.state, { supplier, password: NEW, unlinkOthers: false });
    expect(supplierByAccount(world.state, account)!.devices.has(desktop.id)).toBe(false);
    const back = await login(desktop.ports, world.state, { account, password: NEW, label: '电脑' });
    expect(back.record).toBeDefined();
  });
});
