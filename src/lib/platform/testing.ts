/** A platform with people on it, to test with: real keys, records folded one by one. */
import { generateSigningKey, sha256, signBytes } from '../keys';
import {
  authorOf,
  Chain,
  defineLedger,
  encodeBase64url,
  Fold,
  type Author,
  type AuthorId,
  type Outcome,
  type RecordId,
} from '../ledger';

import type { Signer } from '../pki';
import { issuePlatformIssuing, issuePlatformRoot } from './authority-certificates';
import { platformKinds } from './kinds';
import { recipientOf } from './sealed';
import { emptyPlatform, type PlatformDetails, type PlatformSlice, type Role } from './state';
import { acceptanceOf, endorsementOf, possessionOf } from './statements';
import { newToken, signByToken, tokenHashOf, tokenPublicKey } from './token';

export const START = Date.UTC(2026, 10, 1, 9);
export const DAY_MS = 86_400_000;

export const DETAILS: PlatformDetails = {
  name: '云溪城发集团电子招标采购平台',
  province: '湖南省',
  organiser: '岳阳市云溪区城市建设发展集团',
  fees: { 1: 30_000, 2: 55_000, 3: 80_000, 5: 120_000 },
  bank: { holder: '某某电子认证有限公司', number: '6222021001112223334', bank: '中国工商银行岳阳分行' },
  support: { phone: '0730-8888888', qq: '123456789' },
  categories: [
    { id: 'works', name: '工程施工' },
    { id: 'goods', name: '货物采购' },
    { id: 'services', name: '服务' },
  ],
};

export const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

export const ledger = defineLedger<PlatformSlice>({
  version: 'test',
  initial: emptyPlatform,
  kinds: platformKinds,
});

export async function newSigner(algorithm: 'p256' | 'rsa2048' = 'p256'): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey(algorithm);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return { algorithm, spki, sign: (data) => signBytes(privateKey, data) };
}

export interface Person {
  author: Author;
  id: AuthorId;
  privateKey: CryptoKey;
  recipient: string;
}

export async function newPerson(): Promise<Person> {
  const { spki, sign } = await newSigner();
  const author = await authorOf(spki, sign);
  const pair = (await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits'])) as CryptoKeyPair;
  const { privateKey } = pair;
  return { author, id: author.id, privateKey, recipient: await recipientOf(privateKey) };
}

/** Records of people as they come to a platform, a second after each other. */
export class TestPlatform {
  readonly fold: Fold<PlatformSlice>;
  readonly #chains = new Map<AuthorId, Chain>();
  readonly jws: string[] = [];
  /** ms since the epoch: when the next record comes */
  now = START;

  constructor(readonly id: string) {
    this.fold = new Fold(ledger, id);
  }

  get state(): PlatformSlice {
    return this.fold.state;
  }

  async write(person: Person, kind: string, body: unknown): Promise<Outcome & { id: RecordId }> {
    const chain = this.#chains.get(person.id) ?? new Chain(person.author, this.id, undefined);
    this.#chains.set(person.id, chain);
    const { jws } = await chain.write(kind, body, this.now);
    return this.deliver(jws);
  }

  async deliver(jws: string): Promise<Outcome & { id: RecordId }> {
    const position = this.fold.position + 1;
    this.jws.push(jws);
    const [outcome] = await this.fold.apply([{ position, receivedAt: this.now, jws }]);
    this.now += 1000;
    return outcome as Outcome & { id: RecordId };
  }
}

export interface Roots {
  signer: Signer;
  root: Uint8Array;
  platform: string;
}

export async function newRoots(algorithm?: 'p256' | 'rsa2048'): Promise<Roots> {
  const signer = await newSigner(algorithm);
  const root = await issuePlatformRoot(DETAILS.name, signer, START);
  return { signer, root, platform: encodeBase64url(await sha256(root)) };
}

/** The body of `platform.founded`. */
export async function foundingBody(roots: Roots, founder: Person): Promise<Record<string, unknown>> {
  return {
    ...DETAILS,
    root: encodeBase64url(roots.root),
    endorsement: encodeBase64url(await roots.signer.sign(endorsementOf(founder.id))),
    founder: '管理员',
    recipient: founder.recipient,
  };
}

export function issuingOf(roots: Roots, spki: Uint8Array, now = START): Promise<Uint8Array> {
  return issuePlatformIssuing(DETAILS.name, spki, { certificate: roots.root, signer: roots.signer }, now);
}

/** A founded platform and its administrator. */
export async function newPlatform() {
  const roots = await newRoots();
  const administrator = await newPerson();
  const platform = new TestPlatform(roots.platform);
  await platform.write(administrator, 'platform.founded', await foundingBody(roots, administrator));
  return { roots, administrator, platform };
}

/** The body of `staff.invited` and the token. */
export function invitation(role: Role, now: number) {
  const token = newToken(random);
  const tokenHash = tokenHashOf(tokenPublicKey(token)!);
  return { token, body: { role, name: '受邀人', tokenHash, expiresAt: now + DAY_MS } };
}

/** The body of `staff.joined`. */
export async function joiningBody(
  person: Person,
  invitationId: RecordId,
  token: Uint8Array,
  issuing?: Signer,
): Promise<Record<string, unknown>> {
  return {
    invitation: invitationId,
    token: {
      publicKey: encodeBase64url(tokenPublicKey(token)!),
      signature: encodeBase64url(signByToken(token, acceptanceOf(invitationId, person.id))),
    },
    name: '新人',
    recipient: person.recipient,
    ...(issuing && {
      issuing: {
        spki: encodeBase64url(issuing.spki),
        proof: encodeBase64url(await issuing.sign(possessionOf(person.id))),
      },
    }),
  };
}

/** Somebody invited by an administrator and joined. */
export async function hire(platform: TestPlatform, by: Person, role: Role) {
  const { token, body } = invitation(role, platform.now);
  const invited = await platform.write(by, 'staff.invited', body);
  const person = await newPerson();
  const issuing = role === 'ca-operator' ? await newSigner() : undefined;
  const joined = await platform.write(
    person,
    'staff.joined',
    await joiningBody(person, invited.id, token, issuing),
  );
  return { person, issuing, invited, joined, token };
}
