import type { PinStretcher, UnlockedVault, Vaults } from '../keys';
import type { RecordStore } from '../ledger';
import type { BlobId, NatsCredentials, NatsPlace, OutboxStorage, PlatformPort } from '../sync';
import type { SupplierPorts } from '../supplier';
import type { SeatStorage } from './seat';

/** Servers that a new platform is to lie on. */
export interface FoundingServers extends NatsPlace {
  /** who may make it there; used once and not kept. Without them `credentials` may */
  admin?: NatsCredentials;
}

/** The platforms that can be reached from here. */
export interface PlatformDirectory {
  /** names of platforms, in no order */
  list(): Promise<string[]>;
  /**
   * Makes a platform one of them; it may be one already.
   *
   * @param servers where it is made, if not in this browser
   * @throws PlatformError where the servers do not make it
   */
  add(platform: string, servers?: FoundingServers): Promise<void>;
  /** @throws OfficeError `no-such-platform` */
  open(platform: string): Promise<PlatformPort>;
}

/** Files that were written or read here before, so that they can be read without the platform. */
export interface FileStorage {
  file(id: BlobId): Promise<unknown>;
  keepFile(id: BlobId, blob: Blob): Promise<void>;
}

/** What a PIN is asked for. */
export interface PinPurpose {
  vaultId: string;
  /** which of a person's PINs it is */
  which: 'staff' | 'root' | 'issuing';
  /** the act that wants it, for the person to read */
  why: string;
}

/** What somebody's work on platforms needs of their workspace. */
export interface OfficePorts {
  /** names locks and lines between its tabs */
  workspace: string;
  vaults: Vaults;
  seats: SeatStorage;
  files: FileStorage;
  platforms: PlatformDirectory;
  records(platform: string): RecordStore;
  outbox(platform: string): OutboxStorage;
  stretch: PinStretcher;
  work: SupplierPorts['work'];
  /**
   * Opens a vault, asking its owner for the PIN where it is locked.
   *
   * @throws OfficeError `cancelled`; what unlocking throws
   */
  unlock(purpose: PinPurpose): Promise<UnlockedVault>;
  random(length: number): Uint8Array;
  now?(): number;
}
