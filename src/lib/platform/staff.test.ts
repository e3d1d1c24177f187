import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryKeyStorage, Vaults, type KeyStorage, type UnlockedVault } from '../keys';
import { Chain, Fold, parseRecord, type Outcome, type RecordId } from '../ledger';
import { describeCertificate } from '../pki';
import { OpenSsl } from '../pki/openssl-testing';
import { foundPlatform, type FirstSteps } from './found-platform';
import { readInvitationLink } from './invitation-link';
import { openSealed, sealFor } from './sealed';
import { certifyIssuer, changePlatform, invite, join, removeStaff, uninvite } from './staff';
import { authoritySigner, privateKeyIn, staffAuthor } from './staff-keys';
import { hasRole, recipientsOf, type PlatformSlice } from './state';
import { DAY_MS, DETAILS, ledger, random, START } from './testing';

const PINS = { staff: '839417', root: '770315', issuing: '802946' };
const kdf = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

/** What comes to the platform, in order. */
class Store {
  fold: Fold<PlatformSlice>;
  now = START;
  constructor(readonly platform: string) {
    this.fold = new Fold(ledger, platform);
  }
  async deliver(jws: string): Promise<Outcome> {
    const [outcome] = await this.fold.apply([
      { position: this.fold.position + 1, receivedAt: this.now, jws },
    ]);
    this.now += 1000;
    return outcome as Outcome;
  }
}

/** A workspace: its keys, stored as the app does, and after that opened by PIN. */
async function settle(store: Store, storage: KeyStorage, steps: FirstSteps) {
  expect(parseRecord(steps.record.jws).id).toBe(steps.record.id);
  expect(await store.deliver(steps.record.jws)).toMatchObject({ verdict: 'accepted' });
  for (const vault of steps.keys.vaults) await storage.addVault(vault);
  for (const key of steps.keys.keys) await storage.addKey(key);
  const vaults = new Vaults(storage, { kdf });
  const vault = await vaults.unlock(steps.vaultIds.staff, PINS.staff);
  const chain = new Chain(await staffAuthor(vault), steps.platform, steps.record);
  const write = async (kind: string, body: unknown): Promise<RecordId> => {
    const { jws, id } = await chain.write(kind, body, store.now);
    await store.deliver(jws);
    return id;
  };
  const writer = { author: steps.author, platform: steps.platform, write };
  const desk = () => ({ writer, state: store.fold.state, now: store.now });
  return { vaults, vault, desk, steps };
}

const founding = (storage: KeyStorage, change: object = {}) =>
  foundPlatform({
    vaults: new Vaults(storage, { kdf }),
    pins: { staff: PINS.staff, root: PINS.root },
    details: DETAILS,
    founder: '李管理',
    now: START,
    random,
    ...change,
  });

let storage: KeyStorage;
beforeEach(() => void (storage = memoryKeyStorage()));

/** A founded platform with its administrator at work. */
async function founded() {
  const steps = await founding(storage);
  const store = new Store(steps.platform);
  return { store, administrator: await settle(store, storage, steps), root: steps.root };
}

async function joins(store: Store, text: string, o: { issuing?: string; now?: number } = {}) {
  const own = memoryKeyStorage();
  const steps = await join({
    vaults: new Vaults(own, { kdf }),
    pins: { staff: PINS.staff, issuing: o.issuing },
    link: readInvitationLink(text),
    state: store.fold.state,
    name: '王某',
    now: o.now ?? store.now,
    random,
  });
  return { steps, own };
}

describe('founding a platform', () => {
  it('gives keys under PINs of their own and a record that the ledger accepts', async () => {
    const { store, administrator, root } = await founded();
    expect(store.fold.state.founded).toMatchObject({ ...DETAILS, root, id: administrator.steps.platform });
    expect(hasRole(store.fold.state, administrator.steps.author, 'administrator')).toBe(true);
    const { vaultIds } = administrator.steps;
    expect(vaultIds.issuing).toBeUndefined();
    await expect(administrator.vaults.unlock(vaultIds.root!, PINS.staff)).rejects.toMatchObject({
      code: 'wrong-pin',
    });
    await administrator.vaults.unlock(vaultIds.root!, PINS.root);
  });

  it('by somebody who certifies too gives an issuing CA that openssl takes, with its root', async () => {
    const steps = await founding(storage, { pins: PINS });
    const store = new Store(steps.platform);
    const { vaults } = await settle(store, storage, steps);
    const [root, issuing] = [steps.root, steps.issuing!];
    expect(store.fold.state.founded?.issuers).toEqual(new Map([[steps.author, issuing]]));
    const at = new Date(START);
    openssl.writePem('root.pem', 'CERTIFICATE', root);
    openssl.writePem('issuing.pem', 'CERTIFICATE', issuing);
    const verified = [
      'verify',
      '-x509_strict',
      '-attime',
      `${START / 1000}`,
      '-CAfile',
      'root.pem',
      'issuing.pem',
    ];
    expect(openssl.do(...verified)).toContain('issuing.pem: OK');
    const text = openssl.do('x509', '-in', 'issuing.pem', '-noout', '-text');
    expect(text).toMatch(/CA:TRUE, pathlen:0/);
    expect(text).toMatch(/Certificate Sign, CRL Sign/);
    const [above, below] = [describeCertificate(root), describeCertificate(issuing)];
    expect(above.commonName).toMatch(/^云溪城发集团电子招标采购平台 根 CA [0-9A-F]{6}$/);
    expect(below.commonName).toMatch(/^云溪城发集团电子招标采购平台 签发 CA [0-9A-F]{6}$/);
    expect(above.trial || below.trial).toBe(false);
    expect(below.notAfter.getTime() - at.getTime()).toBeGreaterThan(9.9 * 365 * DAY_MS);
    expect(above.notAfter > below.notAfter).toBe(true);
    const signer = await authoritySigner(await vaults.unlock(steps.vaultIds.issuing!, PINS.issuing));
    const issuedKey = openssl.do('x509', '-in', 'issuing.pem', '-noout', '-pubkey');
    openssl.write('key.der', signer.spki);
    expect(openssl.do('pkey', '-pubin', '-inform', 'DER', '-in', 'key.der')).toBe(issuedKey);
  });

  it('is another platform each time', async () => {
    const [a, b] = [await founding(storage), await founding(storage)];
    expect(a.platform).not.toBe(b.platform);
  });

  it('keeps nothing where a detail or a PIN is refused', async () => {
    const details = { ...DETAILS, fees: { ...DETAILS.fees, 2: 0 } };
    await expect(founding(storage, { details })).rejects.toMatchObject({
      code: 'bad-details',
      detail: { where: 'fees.2' },
    });
    await expect(founding(storage, { founder: '' })).rejects.toMatchObject({
      code: 'bad-details',
      detail: { where: 'founder' },
    });
    await expect(founding(storage, { pins: { ...PINS, root: '123456' } })).rejects.toMatchObject({
      code: 'weak-pin',
    });
  });

  it('with a name of the greatest length still fits its certificates', async () => {
    const steps = await founding(storage, { pins: PINS, details: { ...DETAILS, name: '长'.repeat(48) } });
    expect(await new Store(steps.platform).deliver(steps.record.jws)).toMatchObject({ verdict: 'accepted' });
  });
});

describe('staff', () => {
  it('are invited by a link, join by it, and read what is sealed to them', async () => {
    const { store, administrator } = await founded();
    const { link, invitation, expiresAt } = await invite(administrator.desk(), {
      role: 'expert',
      name: '王专家',
      random,
    });
    expect(store.fold.state.invitations.get(invitation)).toMatchObject({ name: '王专家', expiresAt });
    const { steps, own } = await joins(store, link);
    const expert = await settle(store, own, steps);
    expect(hasRole(store.fold.state, steps.author, 'expert')).toBe(true);
    const sealed = await sealFor(recipientsOf(store.fold.state, 'expert'), new Uint8Array([7]));
    expect(await openSealed(await privateKeyIn(expert.vault), sealed)).toEqual(new Uint8Array([7]));
    await expect(openSealed(await privateKeyIn(administrator.vault), sealed)).rejects.toMatchObject({
      code: 'not-for-you',
    });
  });

  it('who are operators get an issuing CA when the root certifies it; openssl takes the chain', async () => {
    const { store, administrator, root } = await founded();
    const { link } = await invite(administrator.desk(), { role: 'ca-operator', name: '赵', random });
    await expect(joins(store, link)).rejects.toMatchObject({ detail: { reason: 'issuing-key' } });
    const { steps, own } = await joins(store, link, { issuing: PINS.issuing });
    const operator = await settle(store, own, steps);
    const rootVault = await administrator.vaults.unlock(administrator.steps.vaultIds.root!, PINS.root);
    await certifyIssuer(administrator.desk(), steps.author, rootVault);
    const issuing = store.fold.state.founded?.issuers.get(steps.author);
    expect(issuing).toBeDefined();
    expect(
      openssl.verify({ certificate: issuing!, candidates: [], roots: [root], at: new Date(START) }),
    ).toBe('OK');
    const vault = await operator.vaults.unlock(steps.vaultIds.issuing!, PINS.issuing);
    expect(describeCertificate(issuing!).keyKind).toBe('P-256');
    expect((await authoritySigner(vault)).spki).toEqual(store.fold.state.staff.get(steps.author)?.issuingKey);
  });

  it('cannot be certified by another root, without the key, or below a root that ends', async () => {
    const { store, administrator } = await founded();
    const { link } = await invite(administrator.desk(), { role: 'ca-operator', name: '赵', random });
    const { steps, own } = await joins(store, link, { issuing: PINS.issuing });
    const operator = await settle(store, own, steps);
    const certify = (root: UnlockedVault, by = administrator, now = store.now) =>
      certifyIssuer({ ...by.desk(), now }, steps.author, root);
    const issuing = await operator.vaults.unlock(steps.vaultIds.issuing!, PINS.issuing);
    await expect(certify(issuing)).rejects.toMatchObject({ code: 'key-mismatch' });
    const root = await administrator.vaults.unlock(administrator.steps.vaultIds.root!, PINS.root);
    await expect(certify(root, operator)).rejects.toMatchObject({
      code: 'not-permitted',
      detail: { reason: 'not-administrator' },
    });
    await expect(certify(root, administrator, START + 19.5 * 365.25 * DAY_MS)).rejects.toMatchObject({
      code: 'root-ends',
    });
    await certify(root, administrator, START + 15 * 365.25 * DAY_MS);
    const { notAfter } = describeCertificate(store.fold.state.founded!.issuers.get(steps.author)!);
    expect(notAfter.getTime() - START).toBeGreaterThan(18.9 * 365.25 * DAY_MS);
    root.lock();
    await expect(certify(root)).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it('do not join twice by one link, after a week, or elsewhere', async () => {
    const { store, administrator } = await founded();
    const { link } = await invite(administrator.desk(), { role: 'expert', name: '王', random });
    const other = await founded();
    await expect(joins(other.store, link)).rejects.toMatchObject({ code: 'other-platform' });
    await expect(joins(new Store(store.platform), link)).rejects.toMatchObject({
      code: 'no-such-invitation',
    });
    await expect(joins(store, link, { now: store.now + 7 * DAY_MS })).rejects.toMatchObject({
      code: 'not-permitted',
      detail: { reason: 'expired' },
    });
    const { steps, own } = await joins(store, link);
    await settle(store, own, steps);
    await expect(joins(store, link)).rejects.toMatchObject({ detail: { reason: 'used-already' } });
  });

  it('do not join by an invitation that was taken back', async () => {
    const { store, administrator } = await founded();
    const { link, invitation } = await invite(administrator.desk(), { role: 'expert', name: '王', random });
    await uninvite(administrator.desk(), invitation);
    const refused = { code: 'not-permitted', detail: { reason: 'taken-back' } };
    await expect(joins(store, link)).rejects.toMatchObject(refused);
    await expect(uninvite(administrator.desk(), invitation)).rejects.toMatchObject(refused);
  });

  it('are invited and removed by administrators only', async () => {
    const { store, administrator } = await founded();
    const { link } = await invite(administrator.desk(), { role: 'expert', name: '王', random });
    const { steps, own } = await joins(store, link);
    const expert = await settle(store, own, steps);
    await expect(invite(expert.desk(), { role: 'expert', name: '甲', random })).rejects.toMatchObject({
      code: 'not-permitted',
      detail: { kind: 'staff.invited', reason: 'not-administrator' },
    });
    await expect(invite(administrator.desk(), { role: 'expert', name: '', random })).rejects.toMatchObject({
      code: 'bad-details',
      detail: { where: 'name' },
    });
    await removeStaff(administrator.desk(), steps.author, '聘期届满');
    expect(hasRole(store.fold.state, steps.author, 'expert')).toBe(false);
  });
});

describe('changing a platform', () => {
  it('changes fees from then on, and nothing that is wrong', async () => {
    const { store, administrator } = await founded();
    const fees = { ...DETAILS.fees, 1: 40_000 };
    await changePlatform(administrator.desk(), { fees });
    expect(store.fold.state.founded?.fees).toEqual(fees);
    const position = store.fold.position;
    await expect(changePlatform(administrator.desk(), { fees: { ...fees, 3: -1 } })).rejects.toMatchObject({
      code: 'bad-details',
      detail: { where: 'fees.3' },
    });
    await expect(changePlatform(administrator.desk(), {})).rejects.toMatchObject({ code: 'bad-details' });
    expect(store.fold.position).toBe(position);
  });
});
