import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { sha256, Vaults } from '../keys';
import { describeCertificate, isTrialCreditCode, validateChain } from '../pki';
import { newDesign } from '../seal';
import { identityStorage, keyStorage, openDatabase, rootStorage, sealStorage, type Database } from '../store';
import { Identities, Seals, signerOf, TrustedRoots, type Identity } from './index';

const PIN = '839417';
const COMPANY = '云溪测试有限公司';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const DAY = 86_400_000;
const data = new TextEncoder().encode('投标文件');

let workspaces = 0;
let now: number;
let database: Database;
let vaults: Vaults;
let identities: Identities;
let seals: Seals;
let roots: TrustedRoots;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 1, 9);
  const clock = { now: () => now };
  database = await openDatabase(`certificates-${workspaces++}`);
  vaults = new Vaults(keyStorage(database), { kdf: CHEAP, ...clock });
  identities = new Identities(identityStorage(database), vaults, clock);
  seals = new Seals(sealStorage(database), clock);
  roots = new TrustedRoots(rootStorage(database), identities, clock);
});

function trial(companyName = COMPANY): Promise<Identity> {
  now += 1000;
  return identities.createTrial({ companyName, pin: PIN });
}

/** Everything that is stored, by table, without the device key: an unused one harms nobody. */
async function stored(): Promise<number> {
  const tables = database.tables.filter(({ name }) => name !== 'device');
  return (await Promise.all(tables.map((table) => table.count()))).reduce((all, count) => all + count, 0);
}

describe('a trial identity', () => {
  it.each(['p256', 'rsa2048'] as const)(
    'has a chain of %s keys that ends in its own root',
    async (algorithm) => {
      const identity = await identities.createTrial({ companyName: COMPANY, pin: PIN, algorithm });
      const [issuing, root] = identity.chain.map((der) => describeCertificate(der));
      const result = await validateChain({
        certificate: identity.certificate,
        candidates: identity.chain,
        roots: await roots.certificates(),
        at: new Date(now),
      });
      expect(result).toMatchObject({ status: 'trusted', problems: [] });
      expect(result.path).toHaveLength(3);
      expect(issuing).toMatchObject({ isCa: true, trial: true });
      expect(root).toMatchObject({ isCa: true, trial: true, selfIssued: true });
      expect(identity.algorithm).toBe(algorithm);
    },
  );

  it('says that it is a trial, and who the company is', async () => {
    const identity = await trial('  云溪(北京)科技有限公司 ');
    const { commonName, organization, creditCode, trial: marked } = describeCertificate(identity.certificate);
    expect({ commonName, organization, creditCode, marked }).toEqual({
      commonName: '云溪（北京）科技有限公司',
      organization: '云溪（北京）科技有限公司',
      creditCode: identity.creditCode,
      marked: true,
    });
    expect(identity).toMatchObject({ kind: 'trial', companyName: '云溪（北京）科技有限公司' });
    expect(isTrialCreditCode(identity.creditCode)).toBe(true);
  });

  it('lasts a year, its authorities ten and five', async () => {
    const identity = await trial();
    const { notBefore, notAfter } = describeCertificate(identity.certificate);
    expect([identity.notBefore, identity.notAfter]).toEqual([notBefore.getTime(), notAfter.getTime()]);
    expect(identity.notBefore).toBeLessThan(now);
    const years = [identity.certificate, ...identity.chain].map((der) =>
      Math.round((describeCertificate(der).notAfter.getTime() - now) / (365.25 * DAY)),
    );
    expect(years).toEqual([1, 5, 10]);
  });

  it('signs with the key that its certificate certifies, once the PIN opened its vault', async () => {
    const identity = await trial();
    const vault = await vaults.unlock(identity.vaultId, PIN);
    const signer = signerOf(identity, vault);
    expect(signer).toMatchObject({
      certificate: identity.certificate,
      chain: identity.chain,
      algorithm: 'p256',
    });
    const { spki } = await vault.publicKey(identity.keyId);
    expect(Buffer.from(identity.certificate).includes(Buffer.from(spki))).toBe(true);
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const key = await webcrypto.subtle.importKey('spki', spki as Uint8Array<ArrayBuffer>, ecdsa, false, [
      'verify',
    ]);
    expect(
      await webcrypto.subtle.verify(ecdsa, key, (await signer.sign(data)) as Uint8Array<ArrayBuffer>, data),
    ).toBe(true);
    vault.lock();
    await expect(signer.sign(data)).rejects.toMatchObject({ code: 'vault-locked' });
  });

  it("does not sign with another identity's vault", async () => {
    const [one, two] = [await trial(), await trial()];
    const vault = await vaults.unlock(two.vaultId, PIN);
    expect(() => signerOf(one, vault)).toThrow(expect.objectContaining({ code: 'wrong-vault' }));
  });

  it('tells how far its making is', async () => {
    const phases: string[] = [];
    await identities.createTrial({
      companyName: COMPANY,
      pin: PIN,
      onProgress: ({ phase }) => phases.push(phase),
    });
    expect(phases).toEqual(['keys', 'certificates', 'saving']);
  });

  it('is not made with a weak PIN or a name that is none', async () => {
    await expect(identities.createTrial({ companyName: COMPANY, pin: '123456' })).rejects.toMatchObject({
      name: 'KeyError',
      code: 'weak-pin',
    });
    await expect(identities.createTrial({ companyName: '云', pin: PIN })).rejects.toMatchObject({
      name: 'CertificateError',
      code: 'company-name',
    });
    expect(await stored()).toBe(0);
  });

  it('comes with its first seal in one piece, or not at all', async () => {
    const design = newDesign('round', { companyName: COMPANY });
    const identity = await identities.createTrial({
      companyName: COMPANY,
      pin: PIN,
      firstSeal: { name: '公章', design },
    });
    expect(await seals.list(identity.id)).toMatchObject([{ name: '公章', design, identityId: identity.id }]);
    const before = await stored();
    const storage = identityStorage(database);
    // The tab is closed right after the identity was written: nothing may be left to be done then.
    const dying = new Identities(
      {
        ...storage,
        addIdentity: (...all) =>
          storage.addIdentity(...all).then(() => {
            throw new Error('closed');
          }),
      },
      vaults,
    );
    const firstSeal = { name: '公章', design };
    await expect(dying.createTrial({ companyName: COMPANY, pin: PIN, firstSeal })).rejects.toThrow('closed');
    for (const { id } of await identities.list()) expect(await seals.list(id)).toHaveLength(1);
    const refused = { companyName: COMPANY, pin: PIN, firstSeal: { name: ' ', design } };
    const now = await stored();
    await expect(identities.createTrial(refused)).rejects.toMatchObject({ code: 'seal-name' });
    expect(await stored()).toBe(now);
    expect(now).toBeGreaterThan(before);
  });

  it.each(['keys', 'certificates', 'saving'])('that fails at %s leaves nothing behind', async (failing) => {
    const onProgress = ({ phase }: { phase: string }): void => {
      if (phase === failing) throw new Error('the battery is empty');
    };
    await expect(identities.createTrial({ companyName: COMPANY, pin: PIN, onProgress })).rejects.toThrow(
      'battery',
    );
    expect(await stored()).toBe(0);
  });
});

describe('the identities of a device', () => {
  it('are listed oldest first; the newest is the current one until another is chosen', async () => {
    const [a, b] = [await trial(), await trial()];
    expect((await identities.list()).map(({ id }) => id)).toEqual([a.id, b.id]);
    expect((await identities.current())?.id).toBe(b.id);
    await identities.setCurrent(a.id);
    expect(await identities.current()).toEqual(a);
    await expect(identities.setCurrent('nobody')).rejects.toMatchObject({ code: 'no-such-identity' });
  });

  it('leave with their vault and seals; then another is the current one', async () => {
    const [a, b] = [await trial(), await trial()];
    await seals.save({
      identityId: b.id,
      name: '公章',
      design: newDesign('round', { companyName: COMPANY }),
    });
    await identities.remove(b.id);
    expect((await identities.current())?.id).toBe(a.id);
    await expect(identities.get(b.id)).rejects.toMatchObject({ code: 'no-such-identity' });
    await expect(vaults.unlock(b.vaultId, PIN)).rejects.toMatchObject({ code: 'no-such-vault' });
    expect(await seals.list(b.id)).toEqual([]);
    await identities.remove(a.id);
    expect(await identities.current()).toBeUndefined();
    expect(await stored()).toBe(0);
    await expect(identities.remove(a.id)).rejects.toMatchObject({ code: 'no-such-identity' });
  });

  it('stay usable beside a damaged one', async () => {
    const [a, b] = [await trial(), await trial()];
    await database.identities.update(b.id, { chain: [] });
    expect((await identities.list()).map(({ id }) => id)).toEqual([a.id]);
    expect((await identities.current())?.id).toBe(a.id);
    await expect(identities.get(b.id)).rejects.toMatchObject({ code: 'storage-damaged' });
  });

  it('that are damaged are told of, and can be removed', async () => {
    const [a, b, c] = [await trial(), await trial(), await trial()];
    expect(await identities.damaged()).toEqual([]);
    await database.identities.update(b.id, { chain: [] });
    await database.identities.put({ id: c.id, companyName: 7 } as never);
    expect(await identities.damaged()).toHaveLength(2);
    expect(await identities.damaged()).toEqual(
      expect.arrayContaining([{ id: b.id, companyName: COMPANY }, { id: c.id }]),
    );
    await identities.remove(b.id);
    await identities.remove(c.id);
    expect(await identities.damaged()).toEqual([]);
    expect(await identities.list()).toEqual([a]);
    await expect(vaults.unlock(b.vaultId, PIN)).rejects.toMatchObject({ code: 'no-such-vault' });
  });
});

describe('saved seals', () => {
  const design = newDesign('round', { companyName: COMPANY });
  const raster = { widthPx: 2, heightPx: 1, rgba: new Uint8Array([200, 0, 0, 255, 0, 0, 0, 0]) };
  let identityId: string;

  beforeEach(async () => void ({ id: identityId } = await trial()));

  it('belong to their identity and are listed oldest first', async () => {
    const other = await trial();
    const one = await seals.save({ identityId, name: ' 公章 ', design });
    now += 1000;
    const two = await seals.save({
      identityId,
      name: '合同章',
      design: newDesign('contract', { companyName: COMPANY }),
    });
    await seals.save({ identityId: other.id, name: '公章', design });
    expect(await seals.list(identityId)).toEqual([one, two]);
    expect(one).toMatchObject({ name: '公章', design, createdAt: now - 1000 });
  });

  it('are changed in their place', async () => {
    const one = await seals.save({ identityId, name: '公章', design });
    now += 1000;
    await seals.save({ identityId, name: '合同章', design });
    await seals.save({ id: one.id, identityId, name: '公章 42', design: { ...design, diameterMm: 42 } });
    const [first] = await seals.list(identityId);
    expect(first).toEqual({ ...one, name: '公章 42', design: { ...design, diameterMm: 42 } });
    await expect(seals.save({ id: 'none', identityId, name: 'x', design })).rejects.toMatchObject({
      code: 'no-such-seal',
    });
  });

  it('keep the pixels of a scan', async () => {
    const scan = newDesign('scan', { companyName: COMPANY });
    const { id } = await seals.save({ identityId, name: '扫描', design: scan, raster });
    expect((await seals.get(id)).raster).toEqual(raster);
  });

  it.each<[string, object]>([
    ['without a name', { name: '  ' }],
    ['with a name without end', { name: '章'.repeat(61) }],
    ['as large as a table', { design: { ...design, diameterMm: 700 } }],
    ['of no known kind', { design: { kind: 'stamp' } }],
    ['of a scan without pixels', { design: { kind: 'scan', widthMm: 40, heightMm: 40 } }],
    [
      'of a scan that lacks pixels',
      { design: { kind: 'scan', widthMm: 40, heightMm: 40 }, raster: { ...raster, heightPx: 2 } },
    ],
    ['with pixels that nobody needs', { raster }],
    ['of nobody', { identityId: 'nobody' }],
  ])('are refused %s', async (_why, over) => {
    const save = seals.save({ identityId, name: '公章', design, ...over });
    await expect(save).rejects.toMatchObject({ name: 'CertificateError' });
    expect(await database.seals.count()).toBe(0);
  });

  it('are removed', async () => {
    const { id } = await seals.save({ identityId, name: '公章', design });
    await seals.remove(id);
    expect(await seals.list(identityId)).toEqual([]);
    await expect(seals.remove(id)).rejects.toMatchObject({ code: 'no-such-seal' });
  });
});

describe('trusted roots', () => {
  let elsewhere: Identity;

  /** An identity of another device. */
  beforeEach(async () => {
    const theirs = await openDatabase(`elsewhere-${workspaces}`);
    const own = new Vaults(keyStorage(theirs), { kdf: CHEAP });
    elsewhere = await new Identities(identityStorage(theirs), own, { now: () => now }).createTrial({
      companyName: '他处公司',
      pin: PIN,
    });
  });

  function pem(...certificates: Uint8Array[]): Uint8Array {
    const blocks = certificates.map((der) =>
      Buffer.from(der)
        .toString('base64')
        .replace(/(.{64})/g, '$1\n'),
    );
    return Buffer.from(
      blocks
        .map((block) => `-----BEGIN CERTIFICATE-----\r\n${block}\n-----END CERTIFICATE-----\n`)
        .join('某某\n'),
    );
  }

  async function statusElsewhere(): Promise<string> {
    const { certificate, chain } = elsewhere;
    const at = new Date(now);
    return (await validateChain({ certificate, candidates: chain, roots: await roots.certificates(), at }))
      .status;
  }

  it('are those of the identities here, as long as these exist', async () => {
    expect(await roots.list()).toEqual([]);
    const { id, chain } = await trial();
    expect(await roots.list()).toMatchObject([{ source: 'this-device', certificate: chain[1] }]);
    await identities.remove(id);
    expect(await roots.certificates()).toEqual([]);
  });

  it.each(['DER', 'PEM', 'PEM of the whole chain'])(
    'can be added from a file in %s, and removed',
    async (form) => {
      const { certificate, chain } = elsewhere;
      const root = chain[1] as Uint8Array;
      expect(await statusElsewhere()).toBe('untrusted');
      const [id] = await roots.add(
        form === 'DER' ? root : form === 'PEM' ? pem(root) : pem(certificate, ...chain),
      );
      expect(id).toBe(Buffer.from(await sha256(root)).toString('hex'));
      expect(await roots.list()).toMatchObject([{ id, source: 'added', certificate: root }]);
      expect((await roots.list())[0]?.name).toContain('根');
      expect(await statusElsewhere()).toBe('trusted');
      await roots.remove(id as string);
      expect(await statusElsewhere()).toBe('untrusted');
      await expect(roots.remove(id as string)).rejects.toMatchObject({ code: 'no-such-root' });
    },
  );

  it('appear once, also where an identity here has the same one', async () => {
    const { chain } = await trial();
    await roots.add(chain[1] as Uint8Array);
    expect(await roots.list()).toMatchObject([{ source: 'this-device' }]);
  });

  it('are no company and no issuing certificates', async () => {
    await expect(roots.add(elsewhere.certificate)).rejects.toMatchObject({
      code: 'not-a-root',
      detail: { reason: 'no-ca', name: '他处公司' },
    });
    await expect(roots.add(pem(elsewhere.chain[0] as Uint8Array))).rejects.toMatchObject({
      code: 'not-a-root',
      detail: { reason: 'not-self-issued' },
    });
    expect(await roots.list()).toEqual([]);
  });

  it.each<[string, () => Uint8Array]>([
    ['an empty file', () => new Uint8Array()],
    ['a text', () => Buffer.from('-----BEGIN CERTIFICATE----- 你好')],
    ['broken base64', () => Buffer.from('-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----')],
    ['something else in DER', () => new Uint8Array([0x30, 3, 2, 1, 5])],
    ['half a certificate', () => elsewhere.certificate.slice(0, 200)],
  ])('are not taken from %s', async (_what, file) => {
    await expect(roots.add(file())).rejects.toMatchObject({ code: 'not-a-certificate' });
  });

  it('are not read from a record that was altered', async () => {
    const [id] = await roots.add(elsewhere.chain[1] as Uint8Array);
    await database.roots.update(id as string, { certificate: 'text' as never });
    expect(await roots.certificates()).toEqual([]);
    // a certificate that was put in the place of the one that the person chose
    const { chain } = await trial();
    await database.roots.update(id as string, { certificate: chain[0] as Uint8Array });
    expect((await roots.list()).filter(({ source }) => source === 'added')).toEqual([]);
  });
});
