import type { Application } from './application';
import type { KeyRecords } from '../keys';
import type { AddedRoot } from './trusted-roots';
import type { Identity } from './identity';
import type { SavedSeal } from './seals';

/** Where identities are kept. What is read back is `unknown`: this folder parses it. Every call is atomic. */
export interface IdentityStorage {
  identities(): Promise<unknown[]>;
  identity(id: string): Promise<unknown>;
  /** Writes an identity with its vault, keys and first seals and makes it the current one: all or nothing. */
  addIdentity(identity: Identity, keys: KeyRecords, seals: readonly SavedSeal[]): Promise<void>;
  /**
   * Removes an identity with its vault, keys and seals: all or nothing.
   *
   * @returns false where there is none
   */
  removeIdentity(id: string): Promise<boolean>;
  currentIdentityId(): Promise<unknown>;
  /** @returns false, and nothing is written, where there is no such identity */
  setCurrentIdentity(id: string): Promise<boolean>;
}

/** Where seals are kept, as `IdentityStorage`. */
export interface SealStorage {
  /** Seals of an identity, in any order. */
  seals(identityId: string): Promise<unknown[]>;
  seal(id: string): Promise<unknown>;
  /** @returns false, and nothing is written, where there is no such identity */
  putSeal(seal: SavedSeal): Promise<boolean>;
  /** @returns false where there is none */
  removeSeal(id: string): Promise<boolean>;
}

/** Where roots that were added by hand are kept, as `IdentityStorage`. */
export interface RootStorage {
  roots(): Promise<unknown[]>;
  /** Writes those that are not there yet. */
  addRoots(roots: readonly AddedRoot[]): Promise<void>;
  /** @returns false where there is none */
  removeRoot(id: string): Promise<boolean>;
}

/** Where applications wait for their certificates, as `IdentityStorage`. */
export interface ApplicationStorage {
  applications(): Promise<unknown[]>;
  /** Writes an application with its vault and keys: all or nothing. */
  addApplication(application: Application, keys: KeyRecords): Promise<void>;
  /**
   * Removes an application with its vault and keys: all or nothing.
   *
   * @returns false where there is none
   */
  removeApplication(id: string): Promise<boolean>;
  /**
   * Puts an identity in the place of the application whose vault it has, with its seals, and makes it the current one:
   * all or nothing.
   *
   * @returns false, and nothing is written, where the application is gone
   */
  install(applicationId: string, identity: Identity, seals: readonly SavedSeal[]): Promise<boolean>;
}
