import { Identities, Seals, TrustedRoots } from '$lib/certificate';
import { Vaults } from '$lib/keys';
import { identityStorage, keyStorage, openDatabase, rootStorage, sealStorage } from '$lib/store';
import { stretchInWorker } from './stretching';

/** What one person keeps on one device, and what can be done with it. */
export interface Workspace {
  /** of `suiyin-<name>`, the database */
  name: string;
  /** how long an unlocked key stays so without being used */
  idleMs: number;
  vaults: Vaults;
  identities: Identities;
  seals: Seals;
  roots: TrustedRoots;
}

/** An unlocked key that is not used for so long is dropped. */
const IDLE_MS = 5 * 60_000;

const PARAMETER = 'workspace';
const REMEMBERED = 'suiyin-workspace';

/**
 * Opens a workspace. Pages import this file on demand, so that the first screen need not wait for the database.
 *
 * @throws StoreError
 */
export async function openWorkspace(name = workspaceOfTab()): Promise<Workspace> {
  const database = await openDatabase(name);
  remember(name);
  const vaults = new Vaults(keyStorage(database), { stretch: stretchInWorker, idleMs: IDLE_MS });
  const identities = new Identities(identityStorage(database), vaults);
  const seals = new Seals(sealStorage(database));
  const roots = new TrustedRoots(rootStorage(database), identities);
  return { name, idleMs: IDLE_MS, vaults, identities, seals, roots };
}

/** `?workspace=` of the address chooses for this tab; links without it and reloading stay where they are. */
function workspaceOfTab(): string {
  const asked = new URLSearchParams(location.search).get(PARAMETER);
  if (asked) return asked;
  try {
    return sessionStorage.getItem(REMEMBERED) ?? 'default';
  } catch {
    return 'default'; // storage may be refused
  }
}

function remember(name: string): void {
  try {
    sessionStorage.setItem(REMEMBERED, name);
  } catch {
    // then links without the parameter lead to the default
  }
}
