/** A platform with its people to test tenders with. Records are real and folded for real; who they are is given. */
import { sha256 } from '@noble/hashes/sha2.js';
import { emptyCertificates } from '../certificate';
import { generateSigningKey, signBytes, utf8 } from '../keys';
import { createRequest, issueCompany, issueIntermediate, issueRoot, type Signer } from '../pki';
import {
  authorOf,
  Chain,
  defineLedger,
  encodeBase64url,
  Fold,
  type Author,
  type AuthorId,
  type OrderedRecord,
  type RecordId,
} from '../ledger';
import { emptyPlatform, recipientOf, type RecordWriter, type Role, type StaffMember } from '../platform';
import { emptySuppliers, type Supplier } from '../supplier';
import type { BlobId } from '../sync';
import { tenderKinds } from './kinds';
import { emptyTenders, type Tender, type TenderState } from './state';
import type { TenderDesk } from './write-allowed';

export const NOW = Date.UTC(2026, 10, 25, 8);
export const HOUR = 3_600_000;
const PLATFORM = 'A'.repeat(43);

export function idOf(text: string): RecordId & BlobId {
  return encodeBase64url(sha256(utf8(text))) as RecordId & BlobId;
}

export interface Actor {
  id: AuthorId;
  author: Author;
  writer: RecordWriter;
  key: CryptoKey;
  recipient: string;
}

export const share = (n: number) => encodeBase64url(utf8(`share ${n}`));

export class World {
  readonly fold: Fold<TenderState>;
  readonly ordered: OrderedRecord[] = [];
  fate = '';
  now = NOW;

  private constructor(
    readonly ledger: ReturnType<typeof defineLedger<TenderState>>,
    readonly administrator: Actor,
    readonly experts: Actor[],
    readonly devices: Actor[],
  ) {
    this.fold = new Fold(ledger, PLATFORM);
  }

  /** An administrator; three experts, who are the committee too; three approved suppliers. */
  static async open(): Promise<World> {
    const holder: { world?: World } = {};
    const people = await Promise.all(Array.from({ length: 7 }, () => actor(holder)));
    const [administrator, ...rest] = people as [Actor, ...Actor[]];
    const [experts, devices] = [rest.slice(0, 3), rest.slice(3)];
    const staff = (one: Actor, role: Role): [AuthorId, StaffMember] => [
      one.id,
      { author: one.id, name: '工作人员', roles: [role], recipient: one.recipient, joinedAt: NOW },
    ];
    const ledger = defineLedger<TenderState>({
      version: 'test',
      kinds: tenderKinds,
      initial: () => ({
        ...{ ...emptyPlatform(), ...emptySuppliers(), ...emptyCertificates(), ...emptyTenders() },
        founded: { categories: [{ id: 'works', name: '工程' }] } as NonNullable<TenderState['founded']>,
        staff: new Map([
          staff(administrator, 'administrator'),
          ...experts.map((one) => staff(one, 'expert')),
        ]),
        suppliers: new Map(devices.map(({ id }, n) => [idOf(`supplier ${n}`), supplier(n, id)])),
      }),
    });
    return (holder.world = new World(ledger, administrator, experts, devices));
  }

  /** Somebody that the platform has never seen. */
  stranger(): Promise<Actor> {
    return actor({ world: this });
  }

  desk({ writer }: Actor): TenderDesk {
    return { writer, state: this.fold.state, now: this.now };
  }

  tender(id: RecordId): Tender {
    return this.fold.state.tenders.get(id)!;
  }

  /** Writes a record, allowed or not. @returns what becomes of it */
  async tell({ writer }: Actor, kind: string, body: unknown): Promise<string> {
    await writer.write(kind, body);
    return this.fate;
  }

  async take(jws: string): Promise<void> {
    const record = { position: this.fold.position + 1, receivedAt: this.now, jws };
    this.ordered.push(record);
    const [outcome] = await this.fold.apply([record]);
    this.fate = outcome!.verdict === 'accepted' ? 'accepted' : (outcome!.detail ?? outcome!.reason!);
  }

  notice(over: object = {}) {
    return {
      ...{ number: 'YX-2026-001', title: '云溪大道路灯采购', categories: ['works'], access: 'open' as const },
      ...{ invited: [] as RecordId[], requirements: '按国家标准', documents: [], readers: [] },
      items: [{ id: 'i1', name: '路灯', unit: '盏', quantityMilli: 12_500, requirement: '100 W' }],
      schedule: {
        ...{ questionsUntil: NOW + HOUR, clarificationsUntil: NOW + 2 * HOUR },
        ...{ bidsUntil: NOW + 3 * HOUR, opensAt: NOW + 4 * HOUR },
      },
      evaluation: {
        method: 'scored' as const,
        criteria: [
          { id: 'price', name: '价格', max: 60 },
          { id: 'tech', name: '技术', max: 40 },
        ],
      },
      contact: { name: '王五', phone: '0730-8888888' },
      opening: {
        ...{ recipient: this.administrator.recipient, threshold: 2 },
        committee: this.experts.map(({ id: author }, n) => ({
          ...{ author, sealedShare: 'AAAA' },
          commitment: encodeBase64url(sha256(utf8(`share ${n}`))),
        })),
      },
      ...over,
    };
  }
}

async function actor(holder: { world?: World }): Promise<Actor> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const author = await authorOf(spki, (data) => signBytes(privateKey, data));
  const pair = (await crypto.subtle.generateKey('X25519', true, ['deriveBits'])) as CryptoKeyPair;
  const chain = new Chain(author, PLATFORM, undefined);
  const write = async (kind: string, body: unknown) => {
    const record = await chain.write(kind, body, holder.world!.now);
    await holder.world!.take(record.jws);
    return record.id;
  };
  const writer: RecordWriter = { author: author.id, platform: PLATFORM, write };
  return {
    id: author.id,
    author,
    writer,
    key: pair.privateKey,
    recipient: await recipientOf(pair.privateKey),
  };
}

function supplier(n: number, device: AuthorId): Supplier {
  const id = idOf(`supplier ${n}`);
  const accountType = 'domestic-enterprise' as const;
  const companyName = `云溪第${n}有限公司`;
  const profile = {
    accountType,
    companyName,
    legalRepresentative: '张三',
    address: '云溪',
    categories: ['works'],
  };
  return {
    ...{ id, account: `account${n}`, standing: { status: 'approved', since: NOW }, reviews: [] },
    registered: { companyName, accountType, by: device, at: NOW, contact: 'AA' },
    devices: new Map([[device, { label: '电脑', since: NOW }]]),
    unlinked: new Map(),
    approved: { id, by: device, profile, licence: idOf('licence'), sealed: 'AA', at: NOW },
  };
}

/** A company with a certificate of a platform. */
export interface Company {
  name: string;
  code: string;
  signer: Signer;
  /** DER */
  certificate: Uint8Array;
}

async function newSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return { algorithm: 'p256', spki, sign: (data) => signBytes(privateKey, data) };
}

/** Certifies companies, for a year that began the day before. */
export async function certify(...subjects: { name: string; code: string }[]): Promise<Company[]> {
  const notBefore = new Date(NOW - 24 * HOUR);
  const [rootSigner, issuing] = [await newSigner(), await newSigner()];
  const root = await issueRoot({ name: '根 CA', signer: rootSigner, notBefore, years: 20 });
  const ca = await issueIntermediate({
    ...{ name: '签发 CA', spki: issuing.spki, notBefore, years: 10 },
    issuer: { certificate: root, signer: rootSigner },
  });
  return Promise.all(
    subjects.map(async ({ name, code }) => {
      const signer = await newSigner();
      const subject = { companyName: name, creditCode: code, platformName: '平台' };
      const request = await createRequest({ subject, signer });
      const issuer = { certificate: ca, signer: issuing };
      const certificate = await issueCompany({ request, issuer, notBefore, years: 1 });
      return { name, code, signer, certificate };
    }),
  );
}
