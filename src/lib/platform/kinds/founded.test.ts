import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../keys';
import { encodeBase64url } from '../../ledger';
import { issueRoot, type Signer } from '../../pki';
import { CA, OpenSsl, RSA } from '../../pki/openssl-testing';
import { hasRole, recipientsOf } from '../state';
import { endorsementOf } from '../statements';
import {
  DETAILS,
  foundingBody,
  issuingOf,
  newPerson,
  newRoots,
  newSigner,
  START,
  TestPlatform,
  type Person,
  type Roots,
} from '../testing';

let roots: Roots;
let founder: Person;
let platform: TestPlatform;

beforeAll(async () => {
  [roots, founder] = await Promise.all([newRoots(), newPerson()]);
});
const openssl = new OpenSsl();
afterAll(() => openssl.remove());

beforeEach(() => void (platform = new TestPlatform(roots.platform)));

const found = async (change: object = {}, by = founder, on = platform, of = roots) =>
  on.write(by, 'platform.founded', { ...(await foundingBody(of, by)), ...change });

const refused = (detail: string) => ({ verdict: 'rejected', reason: 'not-permitted', detail });

describe('platform.founded', () => {
  it('makes the platform, with its founder as administrator', async () => {
    expect(await found()).toMatchObject({ verdict: 'accepted' });
    expect(platform.state.founded).toEqual({
      ...DETAILS,
      id: roots.platform,
      root: roots.root,
      issuers: new Map(),
      formerIssuers: [],
    });
    expect([...platform.state.staff.values()]).toEqual([
      {
        author: founder.id,
        name: '管理员',
        roles: ['administrator'],
        recipient: founder.recipient,
        joinedAt: START,
      },
    ]);
    expect(recipientsOf(platform.state, 'administrator')).toEqual([founder.recipient]);
    expect(hasRole(platform.state, founder.id, 'ca-operator')).toBe(false);
  });

  it('makes a founder with an issuing key a CA operator too', async () => {
    const signer = await newSigner();
    const issuing = await issuingOf(roots, signer.spki);
    expect(await found({ issuing: encodeBase64url(issuing) })).toMatchObject({ verdict: 'accepted' });
    expect(platform.state.founded?.issuers).toEqual(new Map([[founder.id, issuing]]));
    expect(platform.state.staff.get(founder.id)).toMatchObject({
      roles: ['administrator', 'ca-operator'],
      issuingKey: signer.spki,
    });
  });

  it('takes a root with an RSA key', async () => {
    const rsa = await newRoots('rsa2048');
    const on = new TestPlatform(rsa.platform);
    expect(await found({}, founder, on, rsa)).toMatchObject({ verdict: 'accepted' });
  });

  it('happens once', async () => {
    await found();
    const other = await newPerson();
    expect(await found({}, other)).toMatchObject(refused('founded-already'));
    expect(hasRole(platform.state, other.id, 'administrator')).toBe(false);
  });

  it('is refused with another root than the one that the platform is named after', async () => {
    const other = await newRoots();
    expect(await found({}, founder, platform, other)).toMatchObject(refused('not-this-root'));
  });

  it('is refused to somebody whom the root key has not endorsed', async () => {
    const thief = await newPerson();
    const own = await newSigner();
    for (const endorsement of [
      await roots.signer.sign(endorsementOf(founder.id)), // the founder's, copied
      await own.sign(endorsementOf(thief.id)),
      new Uint8Array(64),
    ]) {
      const outcome = await found({ endorsement: encodeBase64url(endorsement) }, thief);
      expect(outcome).toMatchObject(refused('not-endorsed'));
    }
    expect(platform.state.founded).toBeUndefined();
  });

  it('is refused with what is no root', async () => {
    const signer = await newSigner();
    const issuing = await issuingOf(roots, signer.spki);
    const forged = roots.root.slice();
    forged[forged.length - 1]! ^= 1; // the self-signature
    for (const root of [issuing, forged, new Uint8Array([1, 2, 3])]) {
      const on = new TestPlatform(encodeBase64url(await sha256(root)));
      const bad = { signer, root, platform: on.id };
      expect(await found({}, founder, on, bad)).toMatchObject(refused('bad-root'));
    }
  });

  it.each([
    ['is taken with a root of OpenSSL', CA, 'accepted'],
    [
      'is refused with a root that may have no CA below it',
      ['basicConstraints=critical,CA:TRUE,pathlen:0', CA[1]!],
      'rejected',
    ],
    ['is refused with a root that cannot sign lists', [CA[0]!, 'keyUsage=critical,keyCertSign'], 'rejected'],
  ])('%s', async (_what, extensions, verdict) => {
    const root = openssl.certificate('root', { key: RSA, extensions, days: 3650 });
    const sign = async (data: Uint8Array) => {
      openssl.write('statement', data);
      openssl.do('dgst', '-sha256', '-sign', 'root.key', '-out', 'signature', 'statement');
      return openssl.read('signature');
    };
    const on = new TestPlatform(encodeBase64url(await sha256(root)));
    const of = { root, platform: on.id, signer: { ...roots.signer, sign } };
    expect((await found({}, founder, on, of)).verdict).toBe(verdict);
  });

  describe('with an issuing certificate', () => {
    let other: Roots;
    let key: Signer;
    beforeAll(async () => {
      [other, key] = await Promise.all([newRoots(), newSigner()]);
    });

    it.each<[string, () => Promise<Uint8Array>]>([
      ['of another root', () => issuingOf(other, key.spki)],
      ['of the root key itself', () => issuingOf(roots, roots.signer.spki)],
      ['that is the root', async () => roots.root],
      [
        'that the issuing CA of the root has made of itself',
        () => issueRoot({ name: '自签', signer: key, notBefore: new Date(START), years: 5 }),
      ],
      ['that is no certificate', async () => new Uint8Array(100)],
    ])('%s is refused', async (_what, make) => {
      const issuing = encodeBase64url(await make());
      expect(await found({ issuing })).toMatchObject(refused('bad-issuer'));
    });
  });

  it.each<[string, object]>([
    ['fees', { fees: { ...DETAILS.fees, 4: 1 } }],
    ['fees.1', { fees: { ...DETAILS.fees, 1: 0.5 } }],
    ['fees.5', { fees: { 1: 1, 2: 2, 3: 3 } }],
    ['province', { province: '湖南' }],
    ['name', { name: '长'.repeat(49) }],
    ['name', { name: ' 平台' }],
    ['name', { name: '平\n台' }],
    ['organiser', { organiser: 'e\u0301lan' }],
    ['bank.number', { bank: { ...DETAILS.bank, number: '6222 0210' } }],
    ['support.phone', { support: { phone: '电话' } }],
    ['categories', { categories: [] }],
    ['categories', { categories: [DETAILS.categories[0], { ...DETAILS.categories[0], name: '另一个' }] }],
    ['categories', { categories: [DETAILS.categories[0], { ...DETAILS.categories[0], id: 'other' }] }],
    ['recipient', { recipient: `age1${'q'.repeat(58)}` }],
    ['endorsement', { endorsement: 'AA' }],
    ['more', { more: 1 }],
  ])('is refused for its %s', async (where, change) => {
    const outcome = await found(change);
    expect(outcome).toMatchObject({ verdict: 'rejected', reason: 'bad-body' });
    expect(outcome.detail === where || outcome.detail === `${where}.4`).toBe(true);
  });
});
