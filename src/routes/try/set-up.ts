import { randomBytes, type UnlockedVault } from '$lib/keys';
import { foundHere, Office, type OfficePorts } from '$lib/office';
import { certifyIssuer, invite, type PlatformDetails, type Role } from '$lib/platform';
import type { Workspace } from '../workspace';
import { PERSONS, PINS, workspaceOf, type Person, type StaffPerson } from './persons';
import type { SetUpStep } from './steps';

/** Why setting up did not come to its end. Texts are made from `code` at the edge. */
class SetUpError extends Error {
  override readonly name = 'SetUpError';

  constructor(
    /** a record of somebody here was refused or has no effect: detail `kind`, `reason` */
    readonly code: 'not-accepted',
    readonly detail: Readonly<Record<string, unknown>> = {},
  ) {
    super(`set up: ${code}`);
  }
}

interface SetUpOptions {
  details: PlatformDetails;
  /** what the workspaces are called */
  labels: Readonly<Record<Person, string>>;
  /** how the staff are called */
  names: Readonly<Record<StaffPerson, string>>;
  openWorkspace(name: string): Promise<Workspace>;
  signal: AbortSignal;
  /** a step begins */
  onStep(step: SetUpStep): void;
}

/**
 * Sets up a platform with its staff, and workspaces for a supplier's desktop and phone that have chosen it: by the very
 * use cases by which people do it by hand. Where it throws, what was made by then is still there.
 *
 * @returns the platform
 * @throws the signal's reason; SetUpError; what the use cases throw
 */
export async function setUp(o: SetUpOptions): Promise<string> {
  const { details, labels, names, signal, onStep } = o;
  const opened: Seat[] = [];
  const sit = async (person: Person): Promise<Seat> => {
    signal.throwIfAborted();
    const seat = new Seat(await o.openWorkspace(workspaceOf(person)), signal);
    opened.push(seat);
    await seat.workspace.directory.opened(workspaceOf(person), Date.now(), labels[person]);
    return seat;
  };
  const takeOn = async (admin: Seat, person: StaffPerson, role: Role): Promise<Seat> => {
    const { invitation, link } = await invite(await admin.office.staffDesk(''), {
      ...{ role, name: names[person], random: randomBytes },
    });
    await admin.accepted(invitation);
    const seat = await sit(person);
    await seat.open(admin.office.platform);
    await seat.until((office) => office.state.invitations.has(invitation));
    const pins = { staff: PINS.staff, ...(role === 'ca-operator' && { issuing: PINS.issuing }) };
    await seat.accepted(await seat.office.join({ link, name: names[person], pins }));
    return seat;
  };
  try {
    onStep('platform');
    const admin = await sit('admin');
    const pins = { staff: PINS.staff, root: PINS.root };
    const platform = await foundHere(admin.ports, { pins, details, founder: names.admin });
    await admin.open(platform);
    await admin.until((office) => office.state.founded !== undefined);
    onStep('operator');
    const operator = (await takeOn(admin, 'ca', 'ca-operator')).office.staff!.author;
    onStep('certified');
    await admin.until((office) => office.state.staff.has(operator));
    const root = await admin.office.authority('root', '');
    await admin.accepted(await certifyIssuer(await admin.office.staffDesk(''), operator, root));
    onStep('expert');
    await takeOn(admin, 'expert', 'expert');
    onStep('supplier');
    for (const person of ['desktop', 'phone'] as const) {
      await (await sit(person)).ports.seats.choose(platform);
    }
    return platform;
  } finally {
    await Promise.all(opened.map((seat) => seat.close()));
  }
}

/**
 * What was set up before.
 *
 * @returns `complete` with the platform; `part` where setting up was broken off; undefined for nothing
 */
export async function findSetUp(
  openWorkspace: SetUpOptions['openWorkspace'],
  known: readonly string[],
): Promise<{ state: 'complete' | 'part'; platform?: string } | undefined> {
  const present = PERSONS.filter((person) => known.includes(workspaceOf(person)));
  if (present.length === 0) return undefined;
  const chosen: unknown[] = [];
  for (const person of PERSONS) {
    if (!present.includes(person)) continue;
    const workspace = await openWorkspace(workspaceOf(person));
    try {
      chosen.push(await workspace.office.seats.chosen());
    } finally {
      workspace.close();
    }
  }
  const platform = chosen.find((one) => typeof one === 'string');
  if (platform === undefined) return { state: 'part' };
  const isWhole = chosen.length === PERSONS.length && chosen.every((one) => one === platform);
  return { state: isWhole ? 'complete' : 'part', platform };
}

/** Removes all of it: the workspaces, and the platform with what others may have done on it since. */
export async function removeSetUp(
  directory: Workspace['directory'],
  platform: string | undefined,
): Promise<void> {
  for (const person of PERSONS) await directory.removeWorkspace(workspaceOf(person));
  if (platform !== undefined) await directory.removePlatform(platform);
}

/** Somebody at their device, as long as it is set up. */
class Seat {
  readonly ports: OfficePorts;
  readonly #vaults = new Map<string, Promise<UnlockedVault>>();
  readonly #signal: AbortSignal;
  #office: Office | undefined;

  constructor(
    readonly workspace: Workspace,
    signal: AbortSignal,
  ) {
    this.#signal = signal;
    const { vaults } = workspace;
    this.ports = {
      ...workspace.office,
      unlock: ({ vaultId, which }) => {
        const unlocked = this.#vaults.get(vaultId) ?? vaults.unlock(vaultId, PINS[which]);
        this.#vaults.set(vaultId, unlocked);
        return unlocked;
      },
    };
  }

  async open(platform: string): Promise<void> {
    await this.ports.seats.choose(platform);
    this.#office = await Office.open(this.ports, platform, { signal: this.#signal });
  }

  get office(): Office {
    if (!this.#office) throw new Error('not open');
    return this.#office;
  }

  /** Waits until a record counts. */
  async accepted(record: Parameters<Office['settled']>[0]): Promise<void> {
    const { kind, ...entry } = await this.office.settled(record, this.#signal);
    if (entry.state === 'accepted') return;
    throw new SetUpError('not-accepted', { kind, reason: 'reason' in entry ? entry.reason : entry.state });
  }

  /** Waits until what others, or this one's first record, have said is here. */
  async until(isThere: (office: Office) => boolean): Promise<void> {
    const { office } = this;
    const signal = this.#signal;
    while (!isThere(office)) {
      signal.throwIfAborted();
      const [failed] = await office.outbox.list({ states: ['rejected', 'refused'], limit: 1 });
      if (failed && 'reason' in failed) {
        throw new SetUpError('not-accepted', { kind: failed.kind, reason: failed.reason });
      }
      if (isThere(office)) return;
      await new Promise<void>((resolve) => {
        const end = office.observe(done);
        signal.addEventListener('abort', done);
        function done(): void {
          end();
          signal.removeEventListener('abort', done);
          resolve();
        }
      });
    }
  }

  async close(): Promise<void> {
    await this.#office?.close();
    for (const vault of await Promise.allSettled(this.#vaults.values())) {
      if (vault.status === 'fulfilled') vault.value.lock();
    }
    this.workspace.close();
  }
}
