/** What this device keeps, in IndexedDB: one database a workspace. */
export { openDatabase, type Database } from './database';
export { Directory, type WorkspaceEntry } from './directory';
export { drafts, type Drafts } from './drafts';
export type { StoreErrorCode } from './error';
export { applicationStorage, identityStorage, rootStorage, sealStorage } from './identity-storage';
export { keyStorage } from './key-storage';
export {
  choices,
  codeStorage,
  fileStorage,
  placeStorage,
  seatStorage,
  type Choices,
  type PlaceStorage,
} from './office-storage';
export { outboxStorage } from './outbox-storage';
export { platformsWithRecords, recordStorage } from './record-storage';
