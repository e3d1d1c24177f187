import { SvelteMap } from 'svelte/reactivity';
import type { DamagedIdentity, Identity, SavedSeal } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import { TabChannel } from './tab-channel';
import type { Workspace } from './workspace';

/** Set once this device holds an identity: the first screen is then right before the database has been opened. */
const HINT_KEY = 'suiyin-has-identity';
const TICK_MS = 15_000;
const LOCK_WHEN_HIDDEN_KEY = 'suiyin-lock-when-hidden';

function remembered(key: string): boolean {
  try {
    return localStorage.getItem(key) === '1';
  } catch {
    return false;
  }
}

function remember(key: string, value: boolean): void {
  try {
    if (value) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
  } catch {
    // Storage may be refused; the setting then lasts as long as the page.
  }
}

/**
 * Who works here: the identities of this device, the current one, its seals and its unlocked key. Pages read
 * it and call `changed` after they changed something. The database and everything that knows certificates is
 * loaded on demand, after the first screen stands.
 */
class Session {
  /** `loading` until the database has answered for the first time */
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  /** why opening the database failed; for `describeError` */
  failure = $state.raw<unknown>(undefined);
  identities = $state.raw<readonly Identity[]>([]);
  /** records of identities that cannot be read */
  damaged = $state.raw<readonly DamagedIdentity[]>([]);
  current = $state.raw<Identity | undefined>(undefined);
  /** seals of the current identity, oldest first */
  seals = $state.raw<readonly SavedSeal[]>([]);
  /** this device has held an identity before; known at once */
  expectsIdentity = $state(remembered(HINT_KEY));

  /** by the vault's id; more than one where a person has several PINs, as a CA operator has */
  readonly #unlocked = new SvelteMap<string, UnlockedVault>();
  /** when it was last used, ms since the epoch */
  #usedAt = $state(0);
  #idleMs = 0;
  /** ticks while a key is unlocked, for what is said of the time left */
  #now = $state(0);
  #ticking: ReturnType<typeof setInterval> | undefined;
  #lockWhenHidden = $state(remembered(LOCK_WHEN_HIDDEN_KEY));
  #workspace: Promise<Workspace> | undefined;
  #loading: Promise<void> | undefined;
  #tabs: TabChannel | undefined;

  constructor() {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden && this.#lockWhenHidden) this.#drop();
    });
    // A device that slept: its timers come late, these come first.
    for (const event of ['visibilitychange', 'resume'])
      document.addEventListener(event, () => this.#lockIdle());
    for (const event of ['focus', 'pageshow']) addEventListener(event, () => this.#lockIdle());
  }

  /** The vaults, identities, seals and roots of this device; the code behind them is loaded by the first call. */
  workspace(): Promise<Workspace> {
    this.#workspace ??= import('./workspace')
      .then(({ openTabWorkspace }) => openTabWorkspace())
      .then((workspace) => {
        this.#idleMs = workspace.idleMs;
        this.#tabs ??= new TabChannel(workspace.name, (message) => {
          if (message === 'lock') this.#drop();
          else void this.#read(this.current?.id);
        });
        return workspace;
      })
      .catch((error: unknown) => {
        this.#workspace = undefined; // the next call tries again
        throw error;
      });
    return this.#workspace;
  }

  /** Reads the identities once; further calls wait for the first. */
  load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  /** To be called after identities or seals were changed: reads them anew, here and in the other tabs. */
  async changed(): Promise<void> {
    this.#tabs?.tell('changed');
    await this.#read();
  }

  /**
   * Reads everything anew. Never throws: see `state`.
   *
   * @param stay the identity that stays the current one as long as it is there, whatever other tabs chose
   */
  async #read(stay?: string): Promise<void> {
    try {
      const { identities, seals } = await this.workspace();
      const [list, damaged, chosen] = await Promise.all([
        identities.list(),
        identities.damaged(),
        identities.current(),
      ]);
      const current = list.find(({ id }) => id === stay) ?? chosen;
      for (const { vaultId } of this.identities) {
        // removed by another tab
        if (!list.some((one) => one.vaultId === vaultId)) this.#unlocked.get(vaultId)?.lock();
      }
      this.identities = list;
      this.damaged = damaged;
      this.seals = current ? await seals.list(current.id) : [];
      // Pages take another object for another identity, and would begin anew what is being worked on.
      if (!isSame(current, this.current)) this.current = current;
      this.expectsIdentity = current !== undefined;
      remember(HINT_KEY, current !== undefined);
      this.state = 'ready';
    } catch (error) {
      this.failure = error;
      this.state = 'failed';
      this.#workspace = undefined;
      this.#loading = undefined;
    }
  }

  /** Makes another identity the current one; what stands in the way is thrown once the list is true again. */
  async switchTo(identityId: string): Promise<void> {
    const { identities } = await this.workspace();
    try {
      await identities.setCurrent(identityId);
      this.#drop();
    } finally {
      await this.#read();
    }
  }

  /** The unlocked vault of an identity, while it is unlocked. */
  unlockedFor(identity: Pick<Identity, 'vaultId'>): UnlockedVault | undefined {
    const vault = this.#unlocked.get(identity.vaultId);
    return vault && !vault.isLocked ? vault : undefined;
  }

  /** Keeps a vault that was just unlocked, until it locks itself. */
  keep(unlocked: UnlockedVault): void {
    const { vaultId } = unlocked;
    const before = this.#unlocked.get(vaultId);
    this.#unlocked.set(vaultId, unlocked);
    if (before !== unlocked) before?.lock();
    this.used();
    this.#ticking ??= setInterval(() => (this.#now = Date.now()), TICK_MS);
    unlocked.onLock(() => {
      if (this.#unlocked.get(vaultId) === unlocked) this.#unlocked.delete(vaultId);
      if (this.#unlocked.size > 0) return;
      clearInterval(this.#ticking);
      this.#ticking = undefined;
    });
  }

  /** The unlocked key was used: the time until it locks itself begins anew. */
  used(): void {
    this.#usedAt = this.#now = Date.now();
  }

  /** Minutes, begun ones included, for which the key of an identity stays unlocked without further use. */
  minutesUnlocked(identity: Pick<Identity, 'vaultId'>): number | undefined {
    if (!this.unlockedFor(identity)) return undefined;
    return Math.max(1, Math.ceil((this.#usedAt + this.#idleMs - this.#now) / 60_000));
  }

  /** Drops the unlocked keys at once, here and in the other tabs. */
  lock(): void {
    this.#tabs?.tell('lock');
    this.#drop();
  }

  #drop(): void {
    for (const vault of [...this.#unlocked.values()]) vault.lock();
    this.#unlocked.clear();
  }

  #lockIdle(): void {
    for (const vault of [...this.#unlocked.values()]) vault.lockIfIdle();
  }

  get lockWhenHidden(): boolean {
    return this.#lockWhenHidden;
  }

  set lockWhenHidden(value: boolean) {
    this.#lockWhenHidden = value;
    remember(LOCK_WHEN_HIDDEN_KEY, value);
  }
}

/** Certificates are renewed, nothing else of an identity changes. */
function isSame(one: Identity | undefined, other: Identity | undefined): boolean {
  return one?.id === other?.id && one?.notAfter === other?.notAfter;
}

export const session = new Session();
