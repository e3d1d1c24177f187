import 'fake-indexeddb/auto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawSeal, newDesign } from '../seal';
import { glyphs } from '../seal/testing';
import { applicationStorage } from '../store';
import type { PlatformIdentity } from './identity';
import { confirmInstall, install } from './install';
import { issueCertificate } from './issue';
import { jpeg, Life, pdf, PIN, type Draw } from './life-testing';
import { placeOrder } from './orders';
import { requestPerson } from './real-name';
import { COMPANY, newWorld, type World } from './testing';

const draw: Draw = (design) => drawSeal(design, glyphs);

let world: World;
let life: Life;
beforeAll(async () => {
  world = await newWorld();
});
beforeEach(async () => {
  life = await Life.begin(world, draw);
});

describe('what goes wrong', () => {
  it('documents and names that are none are refused before anything is written', async () => {
    const ask = (over: object) =>
      requestPerson(life.desk(world.phone), {
        ...{ recipient: world.phone.recipient, name: '王经办', idNumber: '11010519491231002X' },
        ...{ mobile: '13800138000', today: '2026-11-25' },
        files: { front: jpeg('1'), back: jpeg('2'), selfie: jpeg('3') },
        ...over,
      });
    await expect(ask({ name: '王' })).rejects.toMatchObject({ code: 'person-name' });
    await expect(ask({ idNumber: '110105194912310021' })).rejects.toMatchObject({
      code: 'identity-number',
      detail: { problem: 'check' },
    });
    const files = { front: jpeg('1'), back: pdf('2'), selfie: jpeg('3') };
    await expect(ask({ files })).rejects.toMatchObject({
      code: 'file',
      detail: { problem: 'type', part: 'back' },
    });
    const empty = { ...files, back: new Blob([]) };
    await expect(ask({ files: empty })).rejects.toMatchObject({ detail: { problem: 'empty' } });
    expect(life.state.persons.size).toBe(0);
  });

  it('a seal with another name is neither asked for nor signed', async () => {
    const enterprise = await life.verifiedCompany();
    const request = await life.prepare(enterprise);
    const design = newDesign('round', { companyName: '别的公司' });
    const placing = placeOrder(life.desk(world.phone), {
      ...{ enterprise, years: 1, request },
      seals: [{ name: '公章', design }],
    });
    await expect(placing).rejects.toMatchObject({ code: 'seal-name', detail: { name: '别的公司' } });
  });

  it('a certificate is installed only where its key is, and once', async () => {
    const id = await life.order(await life.verifiedCompany());
    const prepare = () => life.ready(id);
    await expect(prepare()).rejects.toMatchObject({
      code: 'not-installable',
      detail: { standing: 'placed' },
    });
    await life.approve(id);
    await life.issue(id);
    const elsewhere = { of: () => Promise.resolve(undefined) };
    await expect(life.ready(id, { applications: elsewhere })).rejects.toMatchObject({ code: 'no-key-here' });
    const ready = await prepare();
    const wrong = await life.vaults.create('another', PIN);
    const storage = applicationStorage(life.database);
    const chosen = ready.seals;
    const desk = life.desk(world.phone);
    await expect(install(desk, ready, { storage, unlocked: wrong, chosen })).rejects.toMatchObject({
      code: 'other-key',
    });
    const unlocked = await life.vaults.unlock(ready.application.vaultId, PIN);
    await install(life.desk(world.phone), ready, { storage, unlocked, chosen });
    await expect(install(desk, ready, { storage, unlocked, chosen })).rejects.toMatchObject({
      code: 'not-installable',
    });
    await expect(prepare()).rejects.toMatchObject({ detail: { standing: 'installed' } });
  });

  it('a certificate whose root is another one is not installed', async () => {
    const id = await life.order(await life.verifiedCompany());
    await life.approve(id);
    await life.issue(id);
    life.state.founded!.root = (await newWorld()).root;
    const preparing = life.ready(id);
    await expect(preparing).rejects.toMatchObject({ code: 'untrusted' });
  });

  it('a seal that is not the one that was issued is not taken', async () => {
    const id = await life.order(await life.verifiedCompany());
    await life.approve(id);
    await life.issue(id);
    const [serial] = [...life.state.certificates.keys()];
    const certificate = life.state.certificates.get(serial!)!;
    certificate.seals[0]!.digest = 'A'.repeat(43);
    const preparing = life.ready(id);
    await expect(preparing).rejects.toMatchObject({ code: 'bad-seal' });
  });

  it('what was not said when a certificate was installed is said later', async () => {
    const id = await life.order(await life.verifiedCompany());
    await life.approve(id);
    await life.issue(id);
    const { phone } = world;
    const ready = await life.ready(id);
    const unlocked = await life.vaults.unlock(ready.application.vaultId, PIN);
    const desk = life.desk(phone);
    const broken = { ...desk, writer: { ...desk.writer, write: () => Promise.reject(new Error('disk')) } };
    const storage = applicationStorage(life.database);
    await expect(install(broken, ready, { storage, unlocked, chosen: [] })).rejects.toThrow('disk');
    const identity = (await life.identities.current()) as PlatformIdentity;
    expect(identity.serial).toBe(ready.certificate.serial);
    await confirmInstall(life.desk(phone), identity, unlocked);
    expect(life.state.orders.get(id)?.state.name).toBe('installed');
  });

  it('a key is not lost, and not left behind, with its application', async () => {
    const enterprise = await life.verifiedCompany();
    const id = await life.order(enterprise);
    const application = (await life.applications.of(life.state.orders.get(id)!))!;
    expect(application).toMatchObject({ enterprise, companyName: COMPANY.companyName });
    expect(await life.applications.remove(application.id)).toBe(true);
    expect(await life.applications.remove(application.id)).toBe(false);
    expect(await life.applications.of(life.state.orders.get(id)!)).toBeUndefined();
    await expect(life.vaults.unlock(application.vaultId, PIN)).rejects.toMatchObject({
      code: 'no-such-vault',
    });
  });

  it('an operator whose key is another one issues nothing', async () => {
    const id = await life.order(await life.verifiedCompany());
    await life.approve(id);
    const { issuingSigner: signer } = world.operator2;
    const issuing = issueCertificate(life.desk(world.operator), { order: id, signer });
    await expect(issuing).rejects.toMatchObject({ code: 'key-mismatch' });
    const asAdministrator = issueCertificate(life.desk(world.administrator), { order: id, signer });
    await expect(asAdministrator).rejects.toMatchObject({ code: 'not-certified' });
  });
});
