import { Fold } from '../ledger';
import type { PlatformPort } from '../sync';
import { OfficeError } from './error';
import { platformLedger } from './platform-ledger';

/** A platform in a list of platforms to choose from, as it was founded. */
export interface PlatformCard {
  id: string;
  name: string;
  province: string;
  organiser: string;
}

/**
 * What a platform says of itself. Nobody can pass another one off as it: its name is the hash of the root certificate
 * that its first record carries.
 *
 * @returns undefined where nothing of it has arrived yet
 * @throws PlatformError `unreachable`; OfficeError `not-a-platform`
 */
export async function platformCard(port: PlatformPort, platform: string): Promise<PlatformCard | undefined> {
  const { records } = await port.read(0, 1);
  if (records.length === 0) return undefined;
  const fold = new Fold(platformLedger, platform);
  await fold.apply(records.map(({ position, receivedAt, jws }) => ({ position, receivedAt, jws })));
  const { founded } = fold.state;
  if (!founded) throw new OfficeError('not-a-platform', { platform });
  const { id, name, province, organiser } = founded;
  return { id, name, province, organiser };
}
