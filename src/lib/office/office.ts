import type { UnlockedVault } from '../keys';
import { LedgerReader, type Author, type Outcome, type RecordId, type RecordStore } from '../ledger';
import type { Signer } from '../pki';
import { join, privateKeyIn, readInvitationLink, staffAuthor, staffSigner } from '../platform';
import type { SupplierPorts } from '../supplier';
import {
  broadcastChannel,
  lockExclusive,
  lockLeadership,
  Outbox,
  Synchroniser,
  type BlobId,
  type OutboxEntry,
  type PlatformPort,
  type SyncStatus,
} from '../sync';
import { ChainWriter } from './chain-writer';
import type { OfficeDesk } from './desk';
import { OfficeError } from './error';
import { fetchFile, type FileOptions } from './fetch-file';
import { keepFirstSteps } from './first-steps';
import { PlatformClock } from './platform-clock';
import { platformLedger, type PlatformState } from './platform-ledger';
import type { OfficePorts } from './ports';
import {
  authorOnce,
  deviceAuthor,
  deviceSeat,
  deviceSigner,
  staffSeat,
  takeDeviceSeat,
  type DeviceSeat,
  type StaffSeat,
} from './seat';

export interface OpenOptions {
  signal?: AbortSignal;
  /** records that are folded, of those that are to be */
  onProgress?(done: number, all: number): void;
}

/**
 * Everything that one person has on one platform at this device: the state that the records add up to, their keys, what
 * they have sent, and the way to and from the platform.
 */
export class Office {
  readonly outbox: Outbox;
  /** every record, the rejected ones too */
  readonly audit: RecordStore;
  readonly #ports: OfficePorts;
  readonly #port: PlatformPort;
  readonly #reader: LedgerReader<PlatformState>;
  readonly #sync: Synchroniser;
  readonly #clock: PlatformClock;
  readonly #chains: ChainWriter;
  readonly #listeners = new Set<() => void>();
  readonly #ends: (() => void)[] = [];
  #device: DeviceSeat | undefined;
  #staff: StaffSeat | undefined;

  private constructor(
    readonly platform: string,
    o: {
      ports: OfficePorts;
      port: PlatformPort;
      reader: LedgerReader<PlatformState>;
      outbox: Outbox;
      records: RecordStore;
      /** resolves when the outbox has been told of all outcomes so far */
      told(): Promise<unknown>;
    },
  ) {
    const { ports, port, reader, outbox, records, told } = o;
    this.#ports = ports;
    this.#port = port;
    this.#reader = reader;
    this.outbox = outbox;
    this.audit = records;
    const now = (): number => this.#deviceNow();
    this.#clock = new PlatformClock(port, { now, onChange: () => this.#changed() });
    const { workspace, files } = ports;
    const folded = {
      headOf: (author: Author['id']) => reader.headOf(author),
      caughtUp: () => this.#catchUp(),
      told,
    };
    this.#chains = new ChainWriter({ workspace, platform, outbox, files, folded, now });
    const name = `suiyin-sync-${ports.workspace}-${platform}`;
    this.#sync = new Synchroniser({
      ...{ platform: port, outbox, records },
      leadership: lockLeadership(name),
      channel: broadcastChannel(name),
    });
  }

  /**
   * Opens a platform's state as far as it is known here, and begins to carry records to and fro.
   *
   * @throws OfficeError `no-such-platform`, `storage-damaged`; LedgerError; what the storage throws; the signal's reason
   */
  static async open(ports: OfficePorts, platform: string, o: OpenOptions = {}): Promise<Office> {
    const port = await ports.platforms.open(platform);
    const records = ports.records(platform);
    const outbox = new Outbox(ports.outbox(platform), platform, { now: ports.now });
    let told: Promise<unknown> = Promise.resolve();
    const tell = (outcomes: readonly Outcome[]): void => {
      told = Promise.allSettled([told, outbox.settle(outcomes)]);
    };
    const reader = await LedgerReader.open(platformLedger, platform, records, {
      ...o,
      onOutcomes: tell,
    });
    const office = new Office(platform, { ports, port, reader, outbox, records, told: () => told });
    office.#device = await deviceSeat(ports.seats, platform);
    office.#staff = await staffSeat(ports.seats, platform);
    await outbox.catchUp(records);
    office.#start();
    return office;
  }

  #start(): void {
    this.#ends.push(
      this.#sync.onRecords(() => void this.#catchUp()),
      this.#sync.observe(() => this.#changed()),
      this.outbox.observe(() => this.#changed()),
    );
    this.#sync.start();
    void this.#clock.ask();
  }

  /** Ends it; what was not sent stays, and goes when the workspace is opened again. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    this.#listeners.clear();
    await this.#sync.stop();
  }

  /** To be read only, and anew after each change: it is folded in place. */
  get state(): PlatformState {
    return this.#reader.state;
  }

  get sync(): SyncStatus {
    return this.#sync.status;
  }

  get device(): DeviceSeat | undefined {
    return this.#device;
  }

  get staff(): StaffSeat | undefined {
    return this.#staff;
  }

  /** Passes messages on to other devices on this platform, as they are: for conversations that codes begin. */
  get relay(): Pick<PlatformPort, 'send' | 'receive'> {
    return this.#port;
  }

  /** Tells that the state, a seat, the outbox or the sync state have changed. @returns ends it */
  observe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The platform's clock as far as it is known here, ms since the epoch. */
  now(): number {
    return this.#clock.now();
  }

  /** How far this device's clock is behind the platform's, ms; undefined as long as nobody knows. */
  get clockOffsetMs(): number | undefined {
    return this.#clock.offsetMs;
  }

  /** Tries at once to reach the platform. */
  retryNow(): void {
    this.#sync.retryNow();
    void this.#clock.ask();
  }

  /** This device at work as a supplier's or an applicant's; its key is made the first time. */
  async deviceDesk(): Promise<OfficeDesk & { recipient: string; author: Author }> {
    const seat = await this.#takeDevice();
    const author = await deviceAuthor(seat);
    return {
      writer: this.#chains.of(author),
      state: this.state,
      now: this.now(),
      recipient: seat.recipient,
      author,
    };
  }

  /** Signs papers that this device makes: receipts. */
  async deviceSigner(): Promise<Signer> {
    return deviceSigner(await this.#takeDevice());
  }

  /** A desk to write one record from that nobody can tell the author of: an envelope. Each call gives another one. */
  async nobodysDesk(): Promise<OfficeDesk> {
    return { writer: this.#chains.of(await authorOnce()), state: this.state, now: this.now() };
  }

  /** As `deviceDesk`, for what a supplier does. */
  async devicePorts(): Promise<SupplierPorts> {
    const { writer } = await this.deviceDesk();
    const { stretch, work } = this.#ports;
    return { writer, now: () => this.now(), stretch, work };
  }

  /** Opens what is sealed to this device: an X25519 key. */
  async devicePrivateKey(): Promise<CryptoKey> {
    return (await this.#takeDevice()).agreement;
  }

  /**
   * A member of staff at work.
   *
   * @param why what the PIN is asked for, where it is
   * @throws OfficeError `no-staff-seat`, `cancelled`; KeyError
   */
  async staffDesk(why: string): Promise<OfficeDesk> {
    const author = await staffAuthor(await this.#staffVault(why));
    return { writer: this.#chains.of(author), state: this.state, now: this.now() };
  }

  /** Signs papers as a member of staff. @throws as `staffDesk` */
  async staffSigner(why: string): Promise<Signer> {
    return staffSigner(await this.#staffVault(why));
  }

  /** Opens what is sealed to a member of staff. Not to be kept. @throws as `staffDesk` */
  async staffPrivateKey(why: string): Promise<CryptoKey> {
    return privateKeyIn(await this.#staffVault(why));
  }

  /**
   * The vault of the root or of the issuing CA, as far as this member of staff holds it.
   *
   * @throws OfficeError `no-authority`, and as `staffDesk`
   */
  async authority(which: 'root' | 'issuing', why: string): Promise<UnlockedVault> {
    const vaultId = this.#staffSeat().vaultIds[which];
    if (vaultId === undefined) throw new OfficeError('no-authority', { which });
    return this.#ports.unlock({ vaultId, which, why });
  }

  /**
   * Joins the platform's staff by an invitation. Who joined counts as one when the record is accepted: see `settled`.
   *
   * @param o.link as it was handed over
   * @returns the record
   * @throws OfficeError `seat-taken`; StaffError; KeyError `weak-pin`
   */
  async join(o: {
    link: string;
    name: string;
    pins: { staff: string; issuing?: string };
  }): Promise<RecordId> {
    const former = this.#staff;
    if (former && !(await this.#hasEnded(former))) throw new OfficeError('seat-taken');
    const { vaults, seats, random } = this.#ports;
    const steps = await join({
      ...{ vaults, pins: o.pins, name: o.name, link: readInvitationLink(o.link) },
      ...{ state: this.state, now: this.now(), random },
    });
    this.#staff = await keepFirstSteps(
      seats,
      this.outbox,
      'staff.joined',
      steps,
      this.#deviceNow(),
      former?.author,
    );
    this.#changed();
    return steps.record.id;
  }

  /** Whether a seat leads nowhere any more: its owner was taken off the staff, or never became a member. */
  async #hasEnded({ author }: StaffSeat): Promise<boolean> {
    const member = this.state.staff.get(author);
    if (member) return member.removed !== undefined;
    const last = await this.outbox.headOf(author);
    const entry = last && (await this.outbox.entry(last.id));
    return entry?.state === 'rejected' || entry?.state === 'refused';
  }

  /** A file that a record names, from here or from the platform: see `fetchFile`. */
  file(id: BlobId, o: FileOptions = {}): Promise<Blob> {
    return fetchFile(this.#ports.files, this.#port, id, o);
  }

  /**
   * Writes a record anew whose place in its author's chain was taken by another one of theirs: this device went on from
   * an old copy of its data. What it says is as it was; records that name the lost one do not name the new one.
   *
   * @param why what a member of staff's PIN is asked for
   * @returns the new record; the lost one has left the outbox as it came, so that it is written anew once
   * @throws SyncError `no-such-entry`; OfficeError `author-gone`, `cancelled`; KeyError; what `file` throws for a file
   *   that is not kept here
   */
  async writeAnew(id: RecordId, why: string): Promise<RecordId> {
    const exclusive = lockExclusive(`suiyin-anew-${this.#ports.workspace}-${id}`);
    return exclusive(async () => {
      const { entry, body, blobs } = await this.outbox.lost(id);
      const author = await this.#authorOf(entry.author, why);
      const missing = entry.blobs.filter((name) => blobs.every((blob) => blob.id !== name));
      const fetched = missing.map(async (name) => ({
        id: name,
        blob: await this.file(name, { maxBytes: Infinity }),
      }));
      const files = [...blobs, ...(await Promise.all(fetched))];
      return this.#chains.of(author, id).write(entry.kind, body, files);
    });
  }

  /** @throws OfficeError `author-gone` */
  async #authorOf(id: Author['id'], why: string): Promise<Author> {
    if (this.#device && id === this.#device.author) return deviceAuthor(this.#device);
    if (id === this.#staff?.author) return staffAuthor(await this.#staffVault(why));
    throw new OfficeError('author-gone');
  }

  /**
   * Waits until it is known what became of a record of this workspace: it counts, it does not, or the platform would not
   * take it. The state here has it then.
   *
   * @throws the signal's reason; SyncError
   */
  async settled(record: RecordId, signal?: AbortSignal): Promise<OutboxEntry> {
    for (;;) {
      signal?.throwIfAborted();
      const changed = this.#nextChange(signal);
      const entry = await this.outbox.entry(record);
      if (entry && (entry.state === 'accepted' || entry.state === 'rejected')) {
        await this.#catchUp(); // another tab may have been faster
        return entry;
      }
      if (entry?.state === 'refused') return entry;
      await changed;
    }
  }

  #nextChange(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        end();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const end = this.observe(done);
      signal?.addEventListener('abort', done);
    });
  }

  async #takeDevice(): Promise<DeviceSeat> {
    if (this.#device) return this.#device;
    this.#device = await takeDeviceSeat(this.#ports.seats, this.platform, this.#deviceNow());
    this.#changed();
    return this.#device;
  }

  #staffSeat(): StaffSeat {
    if (!this.#staff) throw new OfficeError('no-staff-seat');
    return this.#staff;
  }

  #staffVault(why: string): Promise<UnlockedVault> {
    return this.#ports.unlock({ vaultId: this.#staffSeat().vaultIds.staff, which: 'staff', why });
  }

  async #catchUp(): Promise<void> {
    if ((await this.#reader.catchUp()) > 0) this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #deviceNow(): number {
    return this.#ports.now?.() ?? Date.now();
  }
}
