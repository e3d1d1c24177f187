import { foundPlatform } from '../platform';
import { Outbox } from '../sync';
import { keepFirstSteps } from './first-steps';
import type { FoundingServers, OfficePorts } from './ports';

/** What a platform is made of. */
export interface Founding {
  pins: { staff: string; root: string; issuing?: string };
  /** `PlatformDetails` as they were typed */
  details: unknown;
  /** how the founder is called */
  founder: string;
  /** where it lies, if not in this browser */
  servers?: FoundingServers;
}

/**
 * Makes a platform, with the workspace's person as its founder: see `foundPlatform`. It is the workspace's chosen one
 * from then on.
 *
 * @returns its name, to open it by
 * @throws StaffError `bad-details`; KeyError `weak-pin`; PlatformError; what the storage throws, and then nothing is kept
 */
export async function foundHere(ports: OfficePorts, o: Founding): Promise<string> {
  const { vaults, random, seats } = ports;
  const now = ports.now?.() ?? Date.now();
  const { servers, ...founding } = o;
  const steps = await foundPlatform({ vaults, random, now, ...founding });
  const { platform } = steps;
  await ports.platforms.add(platform, servers);
  const outbox = new Outbox(ports.outbox(platform), platform, { now: ports.now });
  await keepFirstSteps(seats, outbox, 'platform.founded', steps, now);
  return platform;
}
