import * as v from 'valibot';
import { natsConfig } from './nats/config';

/** Where a platform lies for a workspace: in this browser, or on servers. It is stored: parse it. */
export const platformPlace = v.variant('kind', [
  v.strictObject({ kind: v.literal('embedded') }),
  v.strictObject({ kind: v.literal('nats'), config: natsConfig }),
]);

export type PlatformPlace = v.InferOutput<typeof platformPlace>;
