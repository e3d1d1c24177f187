/** The phone, the desk and the desktop at work, with real vaults and a real database, to test with. */
import { Vaults } from '../keys';
import type { AuthorId, RecordId } from '../ledger';
import type { SealDesign, SealPicture } from '../seal';
import { newDesign } from '../seal';
import {
  applicationStorage,
  identityStorage,
  keyStorage,
  openDatabase,
  sealStorage,
  type Database,
} from '../store';
import type { BlobId } from '../sync';
import { Applications } from './application';
import { answerChallenge, bind, challengeToBind, readQuestion } from './bind';
import { Identities } from './identities';
import type { PlatformIdentity } from './identity';
import { install, prepareInstall } from './install';
import { issueCertificate, openSealWishes } from './issue';
import { payOrder, placeOrder, reviewOrder } from './orders';
import { queuesOf } from './queues';
import { requestEnterprise, requestPerson, reviewRealName } from './real-name';
import { Seals } from './seals';
import { COMPANY, Game, PLATFORM_NAME, type Actor, type World } from './testing';
import { todosOf } from './todo';

export const PIN = '839417';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };

export const jpeg = (text: string) => new Blob([Uint8Array.of(0xff, 0xd8, 0xff), text]);
export const pdf = (text: string) => new Blob(['%PDF-1.7\n', text]);

let workspaces = 0;

/** How operators see seals: `drawSeal` with the bundled face. */
export type Draw = (design: SealDesign) => Promise<SealPicture>;

export class Life extends Game {
  readonly vaults: Vaults;
  readonly applications: Applications;
  readonly identities: Identities;
  readonly seals: Seals;

  private constructor(
    world: World,
    readonly database: Database,
    readonly draw: Draw,
  ) {
    super(world);
    const clock = { now: () => this.now };
    this.vaults = new Vaults(keyStorage(database), { kdf: CHEAP, ...clock });
    this.applications = new Applications(applicationStorage(database), this.vaults, clock);
    this.identities = new Identities(identityStorage(database), this.vaults, clock);
    this.seals = new Seals(sealStorage(database), clock);
  }

  static async begin(world: World, draw: Draw): Promise<Life> {
    return new Life(world, await openDatabase(`phone-${workspaces++}`), draw);
  }

  file = (id: BlobId): Promise<Blob> => Promise.resolve(this.files.get(id)!);

  todos(actor: Actor = this.world.phone): string[] {
    return todosOf(this.state, actor.id, this.now).map(({ kind }) => kind);
  }

  queues(operator: AuthorId = this.world.operator.id) {
    return queuesOf(this.state, operator, this.now);
  }

  askPerson(actor: Actor): Promise<RecordId> {
    return requestPerson(this.desk(actor), {
      recipient: actor.recipient,
      name: '王经办',
      idNumber: '11010519491231002x',
      mobile: '13800138000',
      today: '2026-11-25',
      files: { front: jpeg('正面'), back: jpeg('反面'), selfie: jpeg('自拍') },
    });
  }

  askEnterprise(): Promise<RecordId> {
    return requestEnterprise(this.desk(this.world.phone), {
      ...COMPANY,
      legalRepresentative: '李法人',
      files: { licence: jpeg('执照'), authority: pdf('授权书') },
    });
  }

  async verifiedCompany(): Promise<RecordId> {
    const { phone, operator } = this.world;
    const person = await this.askPerson(phone);
    await reviewRealName(this.desk(operator), 'person', person, { decision: 'approved' });
    const enterprise = await this.askEnterprise();
    await reviewRealName(this.desk(operator), 'enterprise', enterprise, { decision: 'approved' });
    return enterprise;
  }

  async prepare(enterprise: RecordId): Promise<Uint8Array> {
    const subject = { ...COMPANY, platformName: PLATFORM_NAME };
    const { platform } = this.world;
    return (await this.applications.prepare({ platform, enterprise, subject, pin: PIN })).request;
  }

  async order(enterprise: RecordId, replaces?: string): Promise<RecordId> {
    const request = await this.prepare(enterprise);
    const seals = [{ name: '公章', design: newDesign('round', COMPANY) }];
    const more = replaces === undefined ? {} : { replaces };
    return placeOrder(this.desk(this.world.phone), { enterprise, years: 1, request, seals, ...more });
  }

  async approve(order: RecordId): Promise<void> {
    const voucher = await payOrder(this.desk(this.world.phone), { order, voucher: pdf('回单') });
    await reviewOrder(this.desk(this.world.operator), { order, voucher }, { decision: 'approved' });
  }

  async issue(id: RecordId): Promise<void> {
    const { operator } = this.world;
    const placed = this.state.orders.get(id)!;
    const wishes = await openSealWishes(placed, await this.file(placed.seals!), operator.agreementKey);
    const seals = await Promise.all(
      wishes.map(async (wish) => ({ wish, picture: await this.draw(wish.design) })),
    );
    await issueCertificate(this.desk(operator), { order: id, signer: operator.issuingSigner, seals });
  }

  ready(order: RecordId, over: Partial<Parameters<typeof prepareInstall>[1]> = {}) {
    const { applications, file } = this;
    const key = this.world.phone.agreementKey;
    return prepareInstall(this.desk(this.world.phone), { order, applications, key, file, ...over });
  }

  async install(order: RecordId): Promise<PlatformIdentity> {
    const ready = await this.ready(order);
    const unlocked = await this.vaults.unlock(ready.application.vaultId, PIN);
    const storage = applicationStorage(this.database);
    return install(this.desk(this.world.phone), ready, { storage, unlocked, chosen: ready.seals });
  }

  /** From an order to an identity. */
  async installed(enterprise: RecordId, replaces?: string): Promise<PlatformIdentity> {
    const order = await this.order(enterprise, replaces);
    await this.approve(order);
    await this.issue(order);
    return this.install(order);
  }

  async bind(identity: PlatformIdentity): Promise<void> {
    const { desktop, supplier, platform } = this.world;
    const shown = await challengeToBind({ platform, supplier, author: desktop.author, now: this.now });
    const { challenge } = shown;
    const question = readQuestion(challenge.text, { state: this.state, platform, now: this.now });
    const unlocked = await this.vaults.unlock(identity.vaultId, PIN);
    const answer = await answerChallenge(question.challenge, identity, unlocked);
    await bind(this.desk(desktop), challenge, ` ${answer}\n`);
  }
}
