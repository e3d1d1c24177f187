/** A platform with its people to test with. Records are real and folded for real; who they are is given beforehand. */
import { sha256 } from '@noble/hashes/sha2.js';
import { generateSigningKey, signBytes } from '../keys';
import {
  authorOf,
  Chain,
  defineLedger,
  encodeBase64url,
  Fold,
  type Author,
  type AuthorId,
  type OrderedRecord,
  type Outcome,
  type RecordId,
} from '../ledger';
import { createRequest, issueCompany, issueIntermediate, issueRoot, type Signer } from '../pki';
import {
  emptyPlatform,
  platformKinds,
  recipientOf,
  type PlatformSlice,
  type RecordWriter,
} from '../platform';
import { emptySuppliers, type Supplier } from '../supplier';
import type { BlobId } from '../sync';
import { newChallenge } from '../qr';
import { answerStatement } from './answer';
import { certificateKinds } from './kinds';
import type { CertificateState } from './kinds/pieces';
import { emptyCertificates } from './state';
import { possessionStatement } from './statements';

export const NOW = Date.UTC(2026, 10, 25, 8);
export const DAY = 86_400_000;
export const PLATFORM_NAME = '云溪城发集团电子招标采购平台';
export const COMPANY = { companyName: '湖南测试建设有限公司', creditCode: '91350100M000100Y43' };
export const OTHER_COMPANY = { companyName: '云溪另一家有限公司', creditCode: '91430600MA4L16JJ05' };
export const FEES = { 1: 30_000, 2: 55_000, 3: 78_000, 5: 120_000 } as const;

export async function newKey(): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return { algorithm: 'p256', spki, sign: (data) => signBytes(privateKey, data) };
}

/** Somebody with a key to write with and one to be sealed to. */
export interface Actor {
  author: Author;
  id: AuthorId;
  chain: Chain;
  agreementKey: CryptoKey;
  recipient: string;
}

export interface World {
  platform: string;
  root: Uint8Array;
  rootSigner: Signer;
  operator: Actor & { issuing: Uint8Array; issuingSigner: Signer };
  operator2: Actor & { issuing: Uint8Array; issuingSigner: Signer };
  administrator: Actor;
  /** desktops of suppliers whose profiles are approved, and one whose profile is not */
  desktop: Actor;
  otherDesktop: Actor;
  newDesktop: Actor;
  supplier: RecordId;
  otherSupplier: RecordId;
  newSupplier: RecordId;
  phone: Actor;
  colleague: Actor;
  stranger: Actor;
  ledger: ReturnType<typeof defineLedger<CertificateState>>;
}

async function newActor(platform: string): Promise<Actor> {
  const { spki, sign } = await newKey();
  const author = await authorOf(spki, sign);
  const pair = (await crypto.subtle.generateKey({ name: 'X25519' }, false, ['deriveBits'])) as CryptoKeyPair;
  const recipient = await recipientOf(pair.privateKey);
  const chain = new Chain(author, platform, undefined);
  return { author, id: author.id, chain, agreementKey: pair.privateKey, recipient };
}

/** Keys are slow to make: one world for a file of tests, a `Game` for each. */
export async function newWorld(): Promise<World> {
  const rootSigner = await newKey();
  const notBefore = new Date(NOW - 30 * DAY);
  const root = await issueRoot({ name: `${PLATFORM_NAME} 根 CA`, signer: rootSigner, notBefore, years: 20 });
  const platform = encodeBase64url(sha256(root));
  const operator = async (mark: string) => {
    const signer = await newKey();
    const issuing = await issueIntermediate({
      ...{ name: `${PLATFORM_NAME} 签发 CA ${mark}`, spki: signer.spki, notBefore, years: 10 },
      issuer: { certificate: root, signer: rootSigner },
    });
    return { ...(await newActor(platform)), issuing, issuingSigner: signer };
  };
  const people = await Promise.all(Array.from({ length: 7 }, () => newActor(platform)));
  const [administrator, desktop, otherDesktop, newDesktop, phone, colleague, stranger] = people as [
    Actor,
    Actor,
    Actor,
    Actor,
    Actor,
    Actor,
    Actor,
  ];
  const world = {
    ...{ platform, root, rootSigner, administrator, desktop, otherDesktop, newDesktop },
    ...{ phone, colleague, stranger, operator: await operator('A'), operator2: await operator('B') },
    supplier: idOf('supplier'),
    otherSupplier: idOf('other supplier'),
    newSupplier: idOf('new supplier'),
  };
  const ledger = defineLedger<CertificateState>({
    version: 'test',
    initial: () => ({ ...platformState(world), ...supplierState(world), ...emptyCertificates() }),
    kinds: [...platformKinds, ...certificateKinds] as never,
  });
  return { ...world, ledger };
}

/** A name as of a record or a blob. */
export function idOf(text: string): RecordId & BlobId {
  return encodeBase64url(sha256(new TextEncoder().encode(text))) as RecordId & BlobId;
}

function platformState(world: Omit<World, 'ledger'>): PlatformSlice {
  const { administrator, operator, operator2, platform, root } = world;
  const staff = [administrator, operator, operator2].map((actor) => ({
    author: actor.id,
    name: '工作人员',
    roles: [actor === administrator ? ('administrator' as const) : ('ca-operator' as const)],
    recipient: actor.recipient,
    joinedAt: NOW,
  }));
  return {
    ...emptyPlatform(),
    founded: {
      ...{ id: platform, name: PLATFORM_NAME, province: '湖南省', organiser: '云溪城发集团' },
      fees: { ...FEES },
      bank: { holder: '云溪城发集团', number: '43001234567890', bank: '中国工商银行云溪支行' },
      support: { phone: '0731-88904166' },
      categories: [{ id: 'c1', name: '工程' }],
      root,
      issuers: new Map([
        [operator.id, operator.issuing],
        [operator2.id, operator2.issuing],
      ]),
      formerIssuers: [],
    },
    staff: new Map(staff.map((member) => [member.author, member])),
  };
}

function supplierState(world: Omit<World, 'ledger'>) {
  const suppliers = [
    supplierOf(world.supplier, world.desktop, COMPANY),
    supplierOf(world.otherSupplier, world.otherDesktop, OTHER_COMPANY),
    supplierOf(world.newSupplier, world.newDesktop),
  ];
  return { ...emptySuppliers(), suppliers: new Map(suppliers.map((one) => [one.id, one])) };
}

function supplierOf(id: RecordId, device: Actor, company?: typeof COMPANY): Supplier {
  const registered = {
    companyName: company?.companyName ?? '还没有审核的公司',
    accountType: 'domestic-enterprise' as const,
    by: device.id,
    at: NOW,
    contact: 'AA',
  };
  const profile = {
    accountType: registered.accountType,
    ...(company ?? { companyName: registered.companyName }),
    legalRepresentative: '张三',
    address: '岳阳市云溪区',
    categories: ['c1'],
  };
  const submission = { id, by: device.id, profile, licence: idOf('licence'), sealed: 'AA', at: NOW };
  return {
    ...{ id, account: 'account1', registered },
    devices: new Map([[device.id, { label: '电脑', since: NOW }]]),
    unlinked: new Map(),
    standing: { status: company ? 'approved' : 'submitted', since: NOW },
    latest: submission,
    ...(company && { approved: submission }),
    reviews: [],
  };
}

/** A ledger in the course of a test. */
export class Game {
  readonly fold: Fold<CertificateState>;
  now = NOW;
  #chains = new Map<AuthorId, Chain>();
  /** all that was written, allowed or not */
  readonly records: OrderedRecord[] = [];
  /** files that records named */
  readonly files = new Map<string, Blob>();

  constructor(readonly world: World) {
    this.fold = new Fold(world.ledger, world.platform);
  }

  get state(): CertificateState {
    return this.fold.state;
  }

  chainOf(actor: { author: Author; id: AuthorId }): Chain {
    let chain = this.#chains.get(actor.id);
    if (!chain) this.#chains.set(actor.id, (chain = new Chain(actor.author, this.world.platform, undefined)));
    return chain;
  }

  /** Writes a record, whether it is allowed or not. */
  async record(actor: Actor, kind: string, body: unknown, at = this.now): Promise<Outcome> {
    const { jws } = await this.chainOf(actor).write(kind, body, at);
    this.now += 1000;
    const ordered = { position: this.fold.position + 1, receivedAt: this.now, jws };
    this.records.push(ordered);
    const [outcome] = await this.fold.apply([ordered], {
      onFault: (error) => {
        throw error;
      },
    });
    return outcome!;
  }

  /** Writes a record that must be accepted. */
  async accept(actor: Actor, kind: string, body: unknown): Promise<RecordId> {
    const { verdict, reason, detail, id } = await this.record(actor, kind, body);
    if (verdict === 'rejected') throw new Error(`${kind}: ${reason} ${detail}`);
    return id!;
  }

  /** Why a record is refused; the state is then as before. */
  async refusal(actor: Actor, kind: string, body: unknown, at?: number): Promise<string | undefined> {
    const before = structuredClone(this.state);
    const { verdict, reason, detail } = await this.record(actor, kind, body, at);
    if (verdict === 'accepted') return undefined;
    const same = JSON.stringify(plain(before)) === JSON.stringify(plain(this.state));
    if (!same) throw new Error('a refused record has changed the state');
    return reason === 'not-permitted' ? detail : reason;
  }

  /** For use cases: what they write must be accepted. */
  desk(actor: Actor) {
    const writer: RecordWriter = {
      author: actor.id,
      platform: this.world.platform,
      write: (kind, body, files = []) => {
        for (const { id, blob } of files) this.files.set(id, blob);
        return this.accept(actor, kind, body);
      },
    };
    return { writer, state: this.state, now: this.now };
  }
}

/** Maps as lists, for comparing. */
export function plain(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(([key, item]) => [key, plain(item)]);
  if (value instanceof Uint8Array) return encodeBase64url(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

export const FILES = {
  person: { front: idOf('front'), back: idOf('back'), selfie: idOf('selfie') },
  enterprise: { licence: idOf('licence'), authority: idOf('authority') },
};

/** A verified person. */
export async function verify(game: Game, actor: Actor): Promise<void> {
  const body = { recipient: actor.recipient, sealed: 'AA', files: FILES.person };
  const request = await game.accept(actor, 'person.requested', body);
  await game.accept(game.world.operator, 'person.reviewed', { request, decision: 'approved' });
}

/** A verified company of a verified person. */
export async function found(game: Game, actor: Actor, company = COMPANY): Promise<RecordId> {
  await verify(game, actor);
  const body = { ...company, sealed: 'AA', files: FILES.enterprise };
  const request = await game.accept(actor, 'enterprise.requested', body);
  await game.accept(game.world.operator, 'enterprise.reviewed', { request, decision: 'approved' });
  return request;
}

/** The body of an order for a new key, and the key. */
export async function orderBody(enterprise: RecordId, o: { company?: typeof COMPANY; key?: Signer } = {}) {
  const key = o.key ?? (await newKey());
  const subject = { ...(o.company ?? COMPANY), platformName: PLATFORM_NAME };
  const request = encodeBase64url(await createRequest({ subject, signer: key }));
  return { key, body: { enterprise, years: 1 as const, amount: FEES[1] as number, request } };
}

/** An order whose voucher was approved. */
export async function approvedOrder(
  game: Game,
  actor: Actor,
  enterprise: RecordId,
  more: { replaces?: string; company?: typeof COMPANY } = {},
) {
  const { replaces, company } = more;
  const { key, body } = await orderBody(enterprise, { company });
  const order = await game.accept(actor, 'order.placed', { ...body, ...(replaces && { replaces }) });
  const voucher = await game.accept(actor, 'order.paid', { order, voucher: idOf('voucher') });
  await game.accept(game.world.operator, 'order.reviewed', { order, voucher, decision: 'approved' });
  return { order, key, request: body.request };
}

/** A certificate for an order, by whom and as one likes. */
export async function certificateFor(
  game: Game,
  order: RecordId,
  o: Partial<Parameters<typeof issueCompany>[0]> = {},
): Promise<string> {
  const { issuing, issuingSigner } = game.world.operator;
  const der = await issueCompany({
    request: game.state.orders.get(order)!.request,
    issuer: { certificate: issuing, signer: issuingSigner },
    notBefore: new Date(game.now - 60_000),
    years: 1,
    ...o,
  });
  return encodeBase64url(der);
}

/** A certificate that was issued, and its key. */
export async function issued(
  game: Game,
  actor: Actor,
  enterprise: RecordId,
  more: { replaces?: string; company?: typeof COMPANY } = {},
) {
  const { order, key } = await approvedOrder(game, actor, enterprise, more);
  const certificate = await certificateFor(game, order);
  await game.accept(game.world.operator, 'certificate.issued', { order, certificate, seals: [] });
  const state = game.state.orders.get(order)!.state as { serial: string };
  return { order, key, serial: state.serial };
}

/** The body that says that a certificate is installed. */
export async function installedBody(game: Game, serial: string, key: Signer) {
  const proof = await key.sign(possessionStatement(game.world.platform, serial));
  return { serial, proof: encodeBase64url(proof) };
}

/** A certificate that was installed, and its key. */
export async function installed(...parameters: Parameters<typeof issued>) {
  const [game, actor] = parameters;
  const made = await issued(...parameters);
  const body = await installedBody(game, made.serial, made.key);
  await game.accept(actor, 'certificate.installed', body);
  return made;
}

/** The body that binds a certificate to a supplier. */
export async function boundBody(
  game: Game,
  o: { serial: string; key: Signer; desktop: Actor; supplier: RecordId; platform?: string; about?: RecordId },
) {
  const { challenge } = await newChallenge({
    purpose: 'bind',
    platform: o.platform ?? game.world.platform,
    about: o.about ?? o.supplier,
    author: o.desktop.author,
    now: game.now,
  });
  const answer = encodeBase64url(await o.key.sign(answerStatement(challenge)));
  return { supplier: o.supplier, serial: o.serial, challenge: challenge.text, answer };
}
