import { Applications, Identities, Seals, TrustedRoots, type ApplicationStorage } from '$lib/certificate';
import { randomBytes, Vaults } from '$lib/keys';
import type { OfficePorts } from '$lib/office';
import {
  applicationStorage,
  choices,
  codeStorage,
  Directory,
  drafts,
  fileStorage,
  identityStorage,
  keyStorage,
  openDatabase,
  outboxStorage,
  placeStorage,
  platformsWithRecords,
  recordStorage,
  rootStorage,
  sealStorage,
  seatStorage,
  type Choices,
  type Drafts,
} from '$lib/store';
import { PlatformPlaces } from './platform-places';
import { onMoved } from './platforms/moving';
import { stretchInWorker } from './stretching';
import { rememberWorkspace, workspaceOfTab } from './tab-workspace';
import { workInWorker } from './working';

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
  applications: Applications;
  applicationStorage: ApplicationStorage;
  choices: Choices;
  codes: ReturnType<typeof codeStorage>;
  drafts: Drafts;
  /** of this browser, not of this workspace alone */
  directory: Directory;
  /** where platforms lie for this workspace */
  places: PlatformPlaces;
  /** all that work on a platform needs but a way to ask for PINs */
  office: Omit<OfficePorts, 'unlock'>;
  /** platforms of which records are kept here, chosen or not */
  platformsWithRecords(): Promise<string[]>;
  /** Lets go of the database. */
  close(): void;
}

/** An unlocked key that is not used for so long is dropped. */
const IDLE_MS = 5 * 60_000;

/**
 * Opens a workspace. Pages import this file on demand, so that the first screen need not wait for the database.
 *
 * @throws StoreError
 */
export async function openWorkspace(name: string): Promise<Workspace> {
  const database = await openDatabase(name);
  const vaults = new Vaults(keyStorage(database), { stretch: stretchInWorker, idleMs: IDLE_MS });
  const identities = new Identities(identityStorage(database), vaults);
  const directory = new Directory();
  const applications = applicationStorage(database);
  const records = (platform: string): ReturnType<typeof recordStorage> => recordStorage(database, platform);
  // A tab that works for somebody else's workspace besides its own would go on with a platform that is a copy now, and
  // keep that one's own tabs from leading: it begins anew. Its own workspace is opened anew by `office`.
  const end = name === workspaceOfTab() ? undefined : onMoved(() => location.reload());
  const places = new PlatformPlaces({ directory, places: placeStorage(database), records });
  return {
    ...{ name, idleMs: IDLE_MS, vaults, identities, directory, places },
    seals: new Seals(sealStorage(database)),
    roots: new TrustedRoots(rootStorage(database), identities),
    applications: new Applications(applications, vaults),
    applicationStorage: applications,
    choices: choices(database),
    codes: codeStorage(database),
    drafts: drafts(database),
    office: {
      ...{ workspace: name, vaults, random: randomBytes },
      ...{ stretch: stretchInWorker, work: workInWorker },
      seats: seatStorage(database),
      files: fileStorage(database),
      platforms: places,
      records,
      outbox: (platform) => outboxStorage(database, platform),
    },
    platformsWithRecords: () => platformsWithRecords(database),
    close() {
      end?.();
      database.close({ disableAutoOpen: true });
      directory.close();
    },
  };
}

/** Opens the workspace that this tab is for. @throws StoreError */
export async function openTabWorkspace(): Promise<Workspace> {
  const name = workspaceOfTab();
  const workspace = await openWorkspace(name);
  rememberWorkspace(name);
  // The list of workspaces is a convenience: without it this one still opens.
  await workspace.directory.opened(name, Date.now()).catch(() => undefined);
  return workspace;
}
