import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../ledger';
import { MAX_DEVICES } from '../devices';
import { linkStatement, newPasswordRecord, withPassword, type LinkStatement } from '../password';
import { isLinked, suppliersOf } from '../state';
import { DAY, PASSWORD, quickStretch, World, type Person } from '../testing';

let world: World;
let desktop: Person;
let phone: Person;
let id: RecordId;
beforeEach(async () => {
  world = await World.found();
  [desktop, phone] = await Promise.all([world.person(), world.person()]);
  id = await world.register(desktop);
});

/** Signs that a device is the supplier's, by a password, with some of the statement changed. */
async function proofOf(device: Person, over: Partial<LinkStatement> = {}, word = PASSWORD): Promise<string> {
  const { password, account } = world.supplier(id);
  const statement = {
    ...{ platform: world.platform, supplier: id, device: device.id, until: undefined },
    unlinkedBy: world.supplier(id).unlinked.get(device.id),
    ...over,
  };
  const owner = { platform: world.platform, account };
  // A wrong word makes a key all the same: an attacker would sign with that.
  const record = await newPasswordRecord(word, owner, quickStretch, () =>
    Buffer.from(password!.salt, 'base64url'),
  );
  const signed = await withPassword(word, owner, record, quickStretch, (sign) =>
    sign(linkStatement(statement)),
  );
  return signed!.result;
}

const link = (person: Person, body: object) =>
  world.tell(person, 'device.linked', { supplier: id, label: '手机', ...body });
const unlink = (person: Person, device: Person) =>
  world.tell(person, 'device.unlinked', { supplier: id, device: device.id });
const linked = (person: Person) => isLinked(world.state, id, person.id, world.now);

describe('a device', () => {
  it('is linked by who knows the password', async () => {
    expect(linked(phone)).toBe(false);
    expect(await link(phone, { proof: await proofOf(phone) })).toBe('accepted');
    expect(linked(phone)).toBe(true);
    expect(suppliersOf(world.state, phone.id, world.now).map((one) => one.id)).toEqual([id]);
  });

  it.each<[string, Partial<LinkStatement>]>([
    ['another platform', { platform: 'another' }],
    ['another supplier', { supplier: 'A'.repeat(43) as RecordId }],
    ['a link with another end', { until: 1e15 }],
    ['a time after another unlinking', { unlinkedBy: 'A'.repeat(43) as RecordId }],
  ])('is not linked by a proof for %s', async (_, over) => {
    expect(await link(phone, { proof: await proofOf(phone, over) })).toBe('not-permitted: wrong-password');
  });

  it('is not linked by a proof for another device, a wrong password or a made up proof', async () => {
    const proofs = [await proofOf(desktop), await proofOf(phone, {}, 'Yunxi#2026y'), 'A'.repeat(86)];
    for (const proof of proofs) expect(await link(phone, { proof })).toBe('not-permitted: wrong-password');
    expect(linked(phone)).toBe(false);
  });

  it('is linked by another one, and not by a stranger', async () => {
    expect(await link(phone, { device: phone.id })).toBe('not-permitted: not-linked');
    expect(await link(desktop, { device: phone.id })).toBe('accepted');
    expect(await link(desktop, { device: phone.id })).toBe('not-permitted: linked-already');
    expect(linked(phone)).toBe(true);
  });

  it('may be of several suppliers', async () => {
    const wang = await world.person();
    const other = await world.register(wang, { account: 'another1', companyName: '岳阳另一有限公司' });
    await link(desktop, { device: phone.id });
    await world.tell(wang, 'device.linked', { supplier: other, device: phone.id, label: '手机' });
    expect(suppliersOf(world.state, phone.id, world.now).map((one) => one.id)).toEqual([id, other]);
  });

  it('is nobody of the staff', async () => {
    const { administrator } = world;
    expect(await link(desktop, { device: administrator.id })).toBe('not-permitted: is-staff');
    const proof = await proofOf(administrator);
    expect(await link(administrator, { proof })).toBe('not-permitted: is-staff');
  });

  it('is unlinked by any, be it the last', async () => {
    await link(desktop, { device: phone.id });
    expect(await unlink(phone, desktop)).toBe('accepted');
    expect(await unlink(desktop, phone)).toBe('not-permitted: not-linked');
    expect(await unlink(phone, phone)).toBe('accepted');
    expect(world.supplier(id).devices.size).toBe(0);
    expect(await link(desktop, { proof: await proofOf(desktop) })).toBe('accepted');
  });

  it('that was unlinked is not brought back by the proof that once linked it', async () => {
    const proof = await proofOf(phone);
    await link(phone, { proof });
    await unlink(desktop, phone);
    expect(await link(phone, { proof })).toBe('not-permitted: wrong-password');
    expect(await link(phone, { proof: await proofOf(phone) })).toBe('accepted');
  });

  it('is one of a number', async () => {
    for (let n = 1; n < MAX_DEVICES; n++) {
      const device = `${n}`.padStart(2, '0') + 'A'.repeat(41);
      expect(await link(desktop, { device })).toBe('accepted');
    }
    expect(await link(desktop, { device: phone.id })).toBe('not-permitted: too-many-devices');
    expect(await link(phone, { proof: await proofOf(phone) })).toBe('not-permitted: too-many-devices');
  });
});

describe('a link for a while', () => {
  let until: number;
  beforeEach(async () => {
    until = world.now + DAY;
    expect(await link(phone, { until, proof: await proofOf(phone, { until }) })).toBe('accepted');
  });

  it('ends by itself, by the platform’s clock', async () => {
    expect(linked(phone)).toBe(true);
    world.now = until;
    expect(linked(phone)).toBe(false);
    await expect(world.submit(phone, id)).rejects.toMatchObject({ code: 'not-linked' });
    expect(await link(phone, { until, proof: await proofOf(phone, { until }) })).toBe(
      'not-permitted: ended-already',
    );
  });

  it('does not do what outlasts it', async () => {
    const third = await world.person();
    const { password } = world.supplier(id);
    const change = { supplier: id, password, unlinkOthers: true };
    const fates = [
      await link(phone, { device: third.id }),
      await unlink(phone, desktop),
      await world.tell(phone, 'supplier.password-changed', change),
    ];
    expect(new Set(fates)).toEqual(new Set(['not-permitted: linked-for-a-while']));
    expect(await unlink(phone, phone)).toBe('accepted');
  });

  it('becomes a lasting one by the password', async () => {
    expect(await link(phone, { proof: await proofOf(phone) })).toBe('accepted');
    world.now = until;
    expect(linked(phone)).toBe(true);
  });

  it('does not count as a device when it has ended', async () => {
    world.now = until;
    expect(await link(desktop, { device: (await world.person()).id })).toBe('accepted');
    expect(world.supplier(id).devices.has(phone.id)).toBe(false);
  });
});

describe('another password', () => {
  const NEW = 'Xiangjiang@77';
  async function change(person: Person, unlinkOthers = false): Promise<string> {
    const owner = { platform: world.platform, account: 'yunxi2026' };
    const password = await newPasswordRecord(NEW, owner, quickStretch);
    return world.tell(person, 'supplier.password-changed', { supplier: id, password, unlinkOthers });
  }

  it('links devices in place of the old one', async () => {
    const old = await proofOf(phone);
    expect(await change(desktop)).toBe('accepted');
    expect(await link(phone, { proof: old })).toBe('not-permitted: wrong-password');
    expect(await link(phone, { proof: await proofOf(phone, {}, NEW) })).toBe('accepted');
  });

  it('unlinks all other devices where that is asked for', async () => {
    await link(desktop, { device: phone.id });
    await change(desktop);
    expect(linked(phone)).toBe(true);
    await change(desktop, true);
    expect([linked(desktop), linked(phone)]).toEqual([true, false]);
  });

  it('is not chosen by strangers, nor by administrators', async () => {
    expect(await change(phone)).toBe('not-permitted: not-linked');
    expect(await change(world.administrator)).toBe('not-permitted: not-linked');
  });
});

describe('an account whose password and devices are lost', () => {
  const recover = (person: Person, device: Person) =>
    world.tell(person, 'supplier.recovered', {
      ...{ supplier: id, device: device.id, label: '新电脑' },
      reason: '已致电登记的手机号码核实',
    });

  it('is opened to a new device by an administrator, and to nobody else', async () => {
    const thief = await world.person();
    expect(await link(thief, { proof: await proofOf(thief) })).toBe('accepted'); // who has found out the password
    expect(await recover(world.administrator, phone)).toBe('accepted');
    expect([linked(phone), linked(thief), linked(desktop)]).toEqual([true, false, false]);
    expect(world.supplier(id).password).toBeUndefined();
    expect(await link(thief, { proof: 'A'.repeat(86) })).toBe('not-permitted: no-password');
  });

  it('gets a new password from that device', async () => {
    await recover(world.administrator, phone);
    const owner = { platform: world.platform, account: 'yunxi2026' };
    const password = await newPasswordRecord('Xiangjiang@77', owner, quickStretch);
    const body = { supplier: id, password, unlinkOthers: false };
    expect(await world.tell(phone, 'supplier.password-changed', body)).toBe('accepted');
    expect(await link(desktop, { proof: await proofOf(desktop, {}, 'Xiangjiang@77') })).toBe('accepted');
  });

  it('is not opened by others than administrators, nor to the administrator', async () => {
    expect(await recover(phone, phone)).toBe('not-permitted: not-administrator');
    expect(await recover(desktop, phone)).toBe('not-permitted: not-administrator');
    expect(await recover(world.administrator, world.administrator)).toBe('not-permitted: is-staff');
  });
});
