/** Sync of signed records with a platform: everything is written on this device first, and arrives once. */
export { blobIdOf, type BlobId } from './blob-id';
export { ClockOffset } from './clock-offset';
export { EmbeddedPlatform } from './embedded';
export { SyncError, type PlatformErrorCode, type SyncErrorCode } from './error';
export { lockExclusive } from './exclusive';
export { lockLeadership } from './leadership';
export {
  readCredentials,
  readServers,
  type NatsConfig,
  type NatsCredentials,
  type NatsPlace,
} from './nats/config';
export { readPlaceLink, writePlaceLink, type PlaceLink } from './nats/link';
export { Outbox } from './outbox';
export { ALL_STATES, type OutboxEntry, type OutboxState } from './outbox-entry';
export type { OutboxStorage } from './outbox-storage';
export { platformPlace, type PlatformPlace } from './place';
export { MAX_MESSAGE_BYTES, MAX_RECORD_BYTES, type PlatformPort } from './port';
export type { SyncStatus } from './status';
export { Synchroniser } from './synchroniser';
export { broadcastChannel } from './tab-channel';
