/** A platform on servers of NATS JetStream. Load it only where one is configured. */
export type { NatsConfig } from './config';
export { platformsAt } from './found-there';
export { checkCopy, copyFiles, copyRecords, type MoveProgress, type MoveSource } from './move';
export { namesOf } from './names';
export { permissionsOf, type Permissions } from './permissions';
export { NatsPlatform, type NatsOptions } from './platform';
export { provision, type Limits } from './provision';
