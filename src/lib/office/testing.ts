/** People with workspaces of their own, on embedded platforms in one process. */
import { randomBytes, sha256, utf8, Vaults, type PinStretcher } from '../keys';
import { proofOfWork } from '../platform';
import { fileStorage, keyStorage, openDatabase, outboxStorage, recordStorage, seatStorage } from '../store';
import { EmbeddedPlatform } from '../sync';
import { OfficeError } from './error';
import type { OfficePorts } from './ports';

export const PIN = '835274';
export const ROOT_PIN = '927164';
export const ISSUING_PIN = '640917';

export const DETAILS = {
  ...{ name: '云溪城发集团电子招标采购平台', province: '湖南省', organiser: '云溪城发集团' },
  fees: { 1: 30000, 2: 50000, 3: 70000, 5: 100000 },
  bank: { holder: '云溪城发集团', number: '43050168888800000123', bank: '中国建设银行岳阳云溪支行' },
  support: { phone: '0731-88904166' },
  categories: [{ id: 'works', name: '工程' }],
};

const quickStretch: PinStretcher = (pin, salt, kdf) => sha256(utf8(JSON.stringify([pin, [...salt], kdf])));
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };

/** The platforms of a test, which all of its workspaces reach. */
export function platforms() {
  const known = new Map<string, EmbeddedPlatform>();
  const net = { reachable: true };
  const directory: OfficePorts['platforms'] = {
    list: async () => [...known.keys()],
    add: async (id) => {
      const platform = known.get(id) ?? new EmbeddedPlatform(id, { reachable: () => net.reachable });
      known.set(id, platform);
    },
    open: async (id) => {
      const platform = known.get(id);
      if (!platform) throw new OfficeError('no-such-platform', { platform: id });
      return platform;
    },
  };
  return { directory, net, close: () => known.forEach((platform) => platform.close()) };
}

/** What somebody keeps, in a database of their own. PINs are known. */
export async function workspace(name: string, directory: OfficePorts['platforms']): Promise<OfficePorts> {
  const database = await openDatabase(name);
  const vaults = new Vaults(keyStorage(database), { kdf: CHEAP, idleMs: 1e9, stretch: quickStretch });
  const pins = { staff: PIN, root: ROOT_PIN, issuing: ISSUING_PIN };
  return {
    ...{ workspace: name, vaults, platforms: directory, random: randomBytes, stretch: quickStretch },
    work: proofOfWork,
    seats: seatStorage(database),
    files: fileStorage(database),
    records: (platform) => recordStorage(database, platform),
    outbox: (platform) => outboxStorage(database, platform),
    unlock: ({ vaultId, which }) => vaults.unlock(vaultId, pins[which]),
  };
}
