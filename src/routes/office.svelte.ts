import type { Applications, ApplicationStorage } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import type { AuthorId, RecordId, RecordStore } from '$lib/ledger';
import type {
  Founding,
  Office,
  OfficeDesk,
  OfficePorts,
  PinPurpose,
  PlatformCard,
  PlatformState,
} from '$lib/office';
import type { OneTimeCodes, Platform, StaffMember } from '$lib/platform';
import type { SupplierPorts } from '$lib/supplier';
import type { BlobId, NatsConfig, OutboxEntry, SyncStatus } from '$lib/sync';
import { m } from '$messages';
import { onMoved } from './platforms/moving';
import { pinPrompt, type PinQuestion } from './pin-prompt.svelte';
import { platformSwitch } from './platform-switch.svelte';
import { session } from './session.svelte';
import { shortMessages } from './short-messages.svelte';
import type { Workspace } from './workspace';

/** Records that are folded, of those that are to be. */
interface Folding {
  done: number;
  all: number;
}

const STOPPED: SyncStatus = { phase: 'stopped', unsent: 0, refused: 0, behind: 0 };
const MOBILE = 'mobile';
const SUPPLIER_KEY = 'suiyin-supplier';

/**
 * What this workspace's person has on the platform that they have chosen: `Office` of the library, for pages. The state
 * is folded in place: pages read it anew in `$derived` and hand copies of what they show to templates.
 */
class CurrentOffice {
  /** `none`: no platform is chosen */
  phase = $state<'idle' | 'opening' | 'ready' | 'none' | 'failed'>('idle');
  /** why opening failed; for `describeError` */
  failure = $state.raw<unknown>(undefined);
  /** while it is opened */
  folding = $state.raw<Folding | undefined>(undefined);
  /** the supplier's account that is signed in here, until the tab is closed */
  supplier = $state<RecordId | undefined>(undefined);
  /** the number that the phone's owner has signed in with */
  mobile = $state<string | undefined>(undefined);
  /** changes whenever the outbox does */
  outboxVersion = $state(0);
  sync = $state.raw<SyncStatus>(STOPPED);
  /** the servers that the open platform lies on; undefined for this browser */
  place = $state.raw<NatsConfig | undefined>(undefined);

  #office: Office | undefined;
  #version = $state(0);
  #loading: Promise<void> | undefined;
  #listens = false;

  /** Opens the platform that was chosen; further calls wait for the first. Never throws: see `phase`. */
  load(): Promise<void> {
    if (!this.#listens) {
      this.#listens = true;
      addEventListener('online', () => this.retryNow());
      platformSwitch.observe(() => this.retryNow());
      onMoved((platform) => {
        if (platform === this.platformId) void this.#reopen().catch(() => undefined); // see `phase`
      });
    }
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async #load(): Promise<void> {
    this.phase = 'opening';
    this.failure = undefined;
    try {
      const workspace = await session.workspace();
      const chosen = await workspace.office.seats.chosen();
      if (typeof chosen !== 'string') this.phase = 'none';
      else await this.#open(workspace, chosen);
    } catch (error) {
      this.failure = error;
      this.phase = 'failed';
      this.#loading = undefined;
    } finally {
      this.folding = undefined;
    }
  }

  async #open(workspace: Workspace, platform: string): Promise<void> {
    const { Office } = await import('$lib/office');
    const onProgress = (done: number, all: number): void => void (this.folding = { done, all });
    const office = await Office.open(portsOf(workspace), platform, { onProgress });
    this.#office = office;
    this.place = await workspace.places.servers(platform);
    this.supplier = rememberedSupplier(platform);
    this.mobile = await workspace.choices.choice(`${MOBILE} ${platform}`);
    office.observe(() => {
      this.#version++;
      this.outboxVersion++;
      this.sync = office.sync;
    });
    office.outbox.observe(() => this.outboxVersion++);
    this.sync = office.sync;
    this.#version++;
    this.phase = 'ready';
  }

  /** Closes what is open and opens what is chosen now. */
  async #reopen(): Promise<void> {
    await this.#loading;
    await this.#office?.close();
    this.#office = undefined;
    this.#loading = undefined;
    await this.load();
    if (this.failure !== undefined) throw this.failure;
  }

  /** Only where `phase` is `ready`. */
  #ready(): Office {
    void this.#version;
    if (!this.#office) throw new Error('no platform is open');
    return this.#office;
  }

  get state(): PlatformState {
    return this.#ready().state;
  }

  get platform(): Platform | undefined {
    void this.#version;
    return this.#office?.state.founded;
  }

  /** of the platform that is open */
  get platformId(): string | undefined {
    void this.#version;
    return this.#office?.platform;
  }

  get device(): AuthorId | undefined {
    void this.#version;
    return this.#office?.device?.author;
  }

  get staff():
    | { author: AuthorId; member?: StaffMember; vaultIds: { staff: string; root?: string; issuing?: string } }
    | undefined {
    void this.#version;
    const seat = this.#office?.staff;
    if (!seat) return undefined;
    const member = this.#office?.state.staff.get(seat.author);
    return { author: seat.author, vaultIds: seat.vaultIds, ...(member && { member: { ...member } }) };
  }

  get audit(): RecordStore {
    return this.#ready().audit;
  }

  /** See `Office.clockOffsetMs`. */
  get clockOffsetMs(): number | undefined {
    void this.#version;
    return this.#office?.clockOffsetMs;
  }

  now(): number {
    return this.#office?.now() ?? Date.now();
  }

  get relay(): Office['relay'] {
    return this.#ready().relay;
  }

  deviceDesk(): ReturnType<Office['deviceDesk']> {
    return this.#ready().deviceDesk();
  }

  deviceSigner(): ReturnType<Office['deviceSigner']> {
    return this.#ready().deviceSigner();
  }

  /** See `Office.nobodysDesk`. */
  nobodysDesk(): Promise<OfficeDesk> {
    return this.#ready().nobodysDesk();
  }

  devicePorts(): Promise<SupplierPorts> {
    return this.#ready().devicePorts();
  }

  devicePrivateKey(): Promise<CryptoKey> {
    return this.#ready().devicePrivateKey();
  }

  staffDesk(why: string): Promise<OfficeDesk> {
    return this.#ready().staffDesk(why);
  }

  staffSigner(why: string): ReturnType<Office['staffSigner']> {
    return this.#ready().staffSigner(why);
  }

  staffPrivateKey(why: string): Promise<CryptoKey> {
    return this.#ready().staffPrivateKey(why);
  }

  authority(which: 'root' | 'issuing', why: string): Promise<UnlockedVault> {
    return this.#ready().authority(which, why);
  }

  /** See `pinPrompt`. */
  unlock(vaultId: string, question: Omit<PinQuestion, 'vaultId'>): Promise<UnlockedVault> {
    return pinPrompt.unlock({ vaultId, ...question });
  }

  /** See `Office.file`. */
  file(id: BlobId, o?: Parameters<Office['file']>[1]): Promise<Blob> {
    return this.#ready().file(id, o);
  }

  settled(record: RecordId, signal?: AbortSignal): Promise<OutboxEntry> {
    return this.#ready().settled(record, signal);
  }

  outbox(o?: Parameters<Office['outbox']['list']>[0]): Promise<OutboxEntry[]> {
    return this.#ready().outbox.list(o);
  }

  /** A record that was written here; undefined where it was not, or long ago. */
  async sent(record: RecordId): Promise<OutboxEntry | undefined> {
    return this.#office?.outbox.entry(record);
  }

  /** Sends a refused record again. */
  retry(record: RecordId): Promise<void> {
    return this.#ready().outbox.retry(record);
  }

  /** Gives up a refused record and what was written behind it. @returns what was given up */
  discard(record: RecordId): Promise<OutboxEntry[]> {
    return this.#ready().outbox.discard(record);
  }

  /** See `Office.writeAnew`. */
  writeAnew(record: RecordId, why: string): Promise<RecordId> {
    return this.#ready().writeAnew(record, why);
  }

  retryNow(): void {
    this.#office?.retryNow();
  }

  /** Platforms that can be chosen; those out of reach are left out. */
  async platforms(): Promise<PlatformCard[]> {
    const workspace = await session.workspace();
    const ids = await workspace.office.platforms.list();
    const cards = await Promise.all(ids.map((id) => cardOf(workspace, id).catch(() => undefined)));
    return cards
      .flatMap((card) => card ?? [])
      .sort((a, b) => a.province.localeCompare(b.province, 'zh') || a.name.localeCompare(b.name, 'zh'));
  }

  /** @throws what opening it throws */
  async choose(platform: string): Promise<void> {
    const { office } = await session.workspace();
    await office.platforms.open(platform);
    await office.seats.choose(platform);
    await this.#reopen();
  }

  /** Notes where a platform lies on servers, and chooses it. @throws what opening it throws */
  async connect(config: NatsConfig): Promise<void> {
    const { places } = await session.workspace();
    await places.connect(config);
    await this.choose(config.platform);
  }

  /** See `foundHere`. The platform is open afterwards. */
  async found(o: Founding): Promise<void> {
    const [workspace, { foundHere }] = [await session.workspace(), await import('$lib/office')];
    await foundHere(portsOf(workspace), o);
    await this.#reopen();
  }

  /** See `Office.join`. @returns the record: see `settled` */
  join(o: Parameters<Office['join']>[0]): Promise<RecordId> {
    return this.#ready().join(o);
  }

  signIn(supplier: RecordId): void {
    this.supplier = supplier;
    keepSupplier(this.#ready().platform, supplier);
  }

  signOut(): void {
    this.supplier = undefined;
    keepSupplier(this.#ready().platform, undefined);
  }

  async signInPhone(mobile: string): Promise<void> {
    const { choices } = await session.workspace();
    await choices.keepChoice(`${MOBILE} ${this.#ready().platform}`, mobile);
    this.mobile = mobile;
  }

  async signOutPhone(): Promise<void> {
    const { choices } = await session.workspace();
    await choices.keepChoice(`${MOBILE} ${this.#ready().platform}`, undefined);
    this.mobile = undefined;
  }

  /** One-time codes; in place of an SMS this browser shows them. */
  async codes(): Promise<OneTimeCodes> {
    const [{ codes }, { OneTimeCodes }] = [await session.workspace(), await import('$lib/platform')];
    return new OneTimeCodes({
      messaging: shortMessages,
      storage: codes,
      now: () => Date.now(),
      random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    });
  }

  async applications(): Promise<Applications> {
    return (await session.workspace()).applications;
  }

  async applicationStorage(): Promise<ApplicationStorage> {
    return (await session.workspace()).applicationStorage;
  }
}

export const office = new CurrentOffice();

function portsOf(workspace: Workspace): OfficePorts {
  const titles: Record<PinPurpose['which'], () => string> = {
    staff: m.office_pin_staff,
    root: m.office_pin_root,
    issuing: m.office_pin_issuing,
  };
  return {
    ...workspace.office,
    unlock: ({ vaultId, which, why }) =>
      pinPrompt.unlock({
        ...{ vaultId, title: titles[which](), purpose: why, action: m.office_pin_action(), kind: which },
      }),
  };
}

/** What is known here of a platform on servers needs no answer of theirs. */
async function cardOf({ office, places }: Workspace, id: string): Promise<PlatformCard | undefined> {
  const { keptState, platformCard } = await import('$lib/office');
  if (await places.servers(id)) {
    const { founded } = await keptState(office.records(id), id);
    if (founded) return { id, name: founded.name, province: founded.province, organiser: founded.organiser };
  }
  return platformCard(await office.platforms.open(id), id);
}

/** Who is signed in is remembered as long as the tab is open, and for one platform. */
function rememberedSupplier(platform: string): RecordId | undefined {
  try {
    const [of, id] = (sessionStorage.getItem(SUPPLIER_KEY) ?? '').split(' ');
    return of === platform && id ? (id as RecordId) : undefined;
  } catch {
    return undefined; // storage may be refused
  }
}

function keepSupplier(platform: string, supplier: RecordId | undefined): void {
  try {
    if (supplier) sessionStorage.setItem(SUPPLIER_KEY, `${platform} ${supplier}`);
    else sessionStorage.removeItem(SUPPLIER_KEY);
  } catch {
    // then signing in lasts as long as the page
  }
}
