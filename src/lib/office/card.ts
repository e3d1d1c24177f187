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

/** Records that are read at once, where the first one has not founded the platform. */
const PAGE = 200;

/**
 * What a platform says of itself. Nobody can pass another one off as it: its name is the hash of the root certificate
 * that the record carries which founds it. That is the first one, unless somebody who knew the name came before.
 *
 * @returns undefined where nothing of it has arrived yet
 * @throws PlatformError `unreachable`; OfficeError `not-a-platform` where none of its records founds it
 */
export async function platformCard(port: PlatformPort, platform: string): Promise<PlatformCard | undefined> {
  const fold = new Fold(platformLedger, platform);
  for (let limit = 1; ; limit = PAGE) {
    const { records } = await port.read(fold.position, limit);
    if (records.length === 0) break;
    await fold.apply(records.map(({ position, receivedAt, jws }) => ({ position, receivedAt, jws })));
    if (fold.state.founded) break;
  }
  if (fold.position === 0) return undefined;
  const { founded } = fold.state;
  if (!founded) throw new OfficeError('not-a-platform', { platform });
  const { id, name, province, organiser } = founded;
  return { id, name, province, organiser };
}
