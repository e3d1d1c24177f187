/** A platform and people to test suppliers with. Records are signed with real keys and folded in the order written. */
import {
  generateSigningKey,
  memoryKeyStorage,
  randomBytes,
  sha256,
  signBytes,
  utf8,
  Vaults,
  type PinStretcher,
} from '../keys';
import {
  authorOf,
  Chain,
  defineLedger,
  Fold,
  type Author,
  type AuthorId,
  type Outcome,
  type RecordId,
  type RecordKind,
} from '../ledger';
import {
  emptyPlatform,
  foundPlatform,
  platformKinds,
  privateKeyIn,
  proofOfWork,
  recipientOf,
  staffAuthor,
  type RecordWriter,
} from '../platform';
import type { BlobId } from '../sync';
import { supplierKindsWith } from './kinds';
import type { SupplierPorts } from './ports';
import { register } from './registration';
import { readProfileForm, type ProfileForm } from './profile-form';
import { readRegistrationForm, type RegistrationForm } from './registration-form';
import { emptySuppliers, type Supplier, type SupplierState } from './state';
import { submitProfile } from './submission';

const START = Date.UTC(2026, 10, 2, 9);
export const DAY = 24 * 60 * 60 * 1000;
export const PASSWORD = 'Yunxi#2026x';

/** Cost tests no time: 4 bits of work, a hash instead of Argon2id. */
const BITS = 4;
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
export const quickStretch: PinStretcher = (password, salt, kdf) =>
  sha256(utf8(JSON.stringify([password, [...salt], kdf])));

export const CATEGORIES = [
  { id: 'works', name: '工程' },
  { id: 'goods', name: '货物' },
  { id: 'services', name: '服务' },
];

/** The first bytes of a JPEG, and more. */
export const LICENCE = new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), new Uint8Array(2000).fill(7)]);

export function ledgerOf(kinds: readonly RecordKind<SupplierState, unknown>[]) {
  return defineLedger<SupplierState>({
    version: 'test',
    initial: () => ({ ...emptyPlatform(), ...emptySuppliers() }),
    kinds: [...platformKinds, ...kinds],
  });
}

export const testLedger = ledgerOf(supplierKindsWith(BITS));

/** Somebody at a device. */
export interface Person {
  id: AuthorId;
  writer: RecordWriter;
  ports: SupplierPorts;
  /** X25519, for what is sealed to them */
  key: CryptoKey;
  recipient: string;
}

export class World {
  readonly fold: Fold<SupplierState>;
  readonly outcomes: Outcome[] = [];
  readonly files = new Map<BlobId, Blob>();
  /** the platform's clock */
  now = START;
  administrator!: Person;

  private constructor(
    readonly platform: string,
    ledger: typeof testLedger,
  ) {
    this.fold = new Fold(ledger, platform);
  }

  static async found(ledger = testLedger): Promise<World> {
    const storage = memoryKeyStorage();
    const vaults = new Vaults(storage, { kdf: CHEAP, idleMs: 1e9 });
    const pins = { staff: '835274', root: '835275' };
    const details = {
      ...{ name: '云溪城发集团电子招标采购平台', province: '湖南省', organiser: '云溪城发集团' },
      fees: { 1: 30000, 2: 50000, 3: 70000, 5: 100000 },
      bank: { holder: '云溪城发集团', number: '43050168888800000123', bank: '中国建设银行岳阳云溪支行' },
      support: { phone: '0731-88904166' },
      categories: CATEGORIES,
    };
    const founder = { vaults, pins, details, founder: '管理员', now: START, random: randomBytes };
    const { platform, record, keys, vaultIds } = await foundPlatform(founder);
    for (const one of keys.vaults) await storage.addVault(one);
    for (const one of keys.keys) await storage.addKey(one);
    const staff = await vaults.unlock(vaultIds.staff, pins.staff);
    const world = new World(platform, ledger);
    const fate = await world.order(record.jws);
    if (fate !== 'accepted') throw new Error(fate);
    const chain = new Chain(await staffAuthor(staff), platform, { seq: record.seq, id: record.id });
    world.administrator = await world.#at(chain, await privateKeyIn(staff));
    return world;
  }

  get state(): SupplierState {
    return this.fold.state;
  }

  /** Somebody new. */
  async person(): Promise<Person> {
    const author = await newAuthor();
    const pair = (await crypto.subtle.generateKey('X25519', true, ['deriveBits'])) as CryptoKeyPair;
    return this.#at(new Chain(author, this.platform, undefined), pair.privateKey);
  }

  /** @returns what becomes of a record, in short */
  async tell(person: Person, kind: string, body: unknown): Promise<string> {
    await person.writer.write(kind, body);
    return this.fate;
  }

  /** What became of the last record. */
  get fate(): string {
    const { verdict, reason, detail } = this.outcomes.at(-1)!;
    return [reason ?? verdict, ...(detail ? [detail] : [])].join(': ');
  }

  /** The platform takes a record. */
  async order(jws: string): Promise<string> {
    const position = this.fold.position + 1;
    this.outcomes.push(...(await this.fold.apply([{ position, receivedAt: this.now++, jws }])));
    return this.fate;
  }

  /** Registers a supplier by a filled form. */
  register(person: Person, over: Partial<RegistrationForm> = {}): Promise<RecordId> {
    const { values, problems } = readRegistrationForm(registrationForm(over));
    if (!values) throw new Error(JSON.stringify(problems));
    const { recipient: ownRecipient } = person;
    return register(person.ports, this.state, values, { label: '办公室电脑', ownRecipient, bits: BITS });
  }

  submit(person: Person, supplier: RecordId, over: Partial<ProfileForm> = {}): Promise<RecordId> {
    const offered = CATEGORIES.map(({ id }) => id);
    const { values, problems } = readProfileForm(profileForm(over), offered);
    if (!values) throw new Error(JSON.stringify(problems));
    return submitProfile(person.ports, this.state, supplier, values, LICENCE);
  }

  supplier(id: RecordId): Supplier {
    return this.state.suppliers.get(id)!;
  }

  async #at(chain: Chain, key: CryptoKey): Promise<Person> {
    const { id } = chain.author;
    const writer: RecordWriter = {
      author: id,
      platform: this.platform,
      write: async (kind, body, files = []) => {
        const record = await chain.write(kind, body, this.now);
        for (const { id, blob } of files) this.files.set(id, blob);
        await this.order(record.jws);
        return record.id;
      },
    };
    const ports = { writer, now: () => this.now, stretch: quickStretch, work: proofOfWork };
    return { id, writer, ports, key, recipient: await recipientOf(key) };
  }
}

async function newAuthor(): Promise<Author> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return authorOf(spki, (data) => signBytes(privateKey, data));
}

/** A registration form with nothing wrong in it. */
export function registrationForm(over: Partial<RegistrationForm> = {}): RegistrationForm {
  return {
    noticeRead: true,
    accountType: 'domestic-enterprise',
    companyName: '云溪测试有限公司',
    account: 'yunxi2026',
    password: PASSWORD,
    passwordAgain: over.password ?? PASSWORD,
    contactName: '张三',
    landline: '',
    email: '',
    mobile: '13800138000',
    code: '123456',
    ...over,
  };
}

/** A profile form with nothing wrong in it. */
export function profileForm(over: Partial<ProfileForm> = {}): ProfileForm {
  return {
    accountType: 'domestic-enterprise',
    companyName: '云溪测试有限公司',
    creditCode: '91350100M000100Y43',
    registrationNumber: '',
    legalRepresentative: '李四',
    address: '湖南省岳阳市云溪区云溪大道 1 号',
    bankName: '中国银行岳阳云溪支行',
    bankAccount: '590000000012345678',
    categories: ['works'],
    contactName: '张三',
    mobile: '13800138000',
    landline: '0730-8888888',
    email: 'zhang@example.com',
    ...over,
  };
}
