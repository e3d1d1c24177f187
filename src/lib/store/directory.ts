import { Dexie, type Table } from 'dexie';
import * as v from 'valibot';
import { platformPlace, type NatsConfig } from '../sync';
import { StoreError } from './error';

/**
 * What this browser holds beside any one person's things: which workspaces there are, and which embedded platforms.
 * Names with a dot are no workspace's, whatever an address asks for.
 */
class DirectoryDatabase extends Dexie {
  declare readonly workspaces: Table<WorkspaceEntry, string>;
  declare readonly platforms: Table<{ id: string; addedAt: number; movedTo?: unknown }, string>;

  constructor() {
    super('suiyin.directory', { cache: 'disabled' });
    this.version(1).stores({ workspaces: 'name', platforms: 'id' });
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: true });
      return false;
    });
  }
}

const entrySchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  /** what its owner calls it; undefined before anybody has named it */
  label: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(60))),
  openedAt: v.pipe(v.number(), v.finite()),
});

/** A workspace of this browser. `openedAt`: when it was opened last, ms since the epoch. */
export type WorkspaceEntry = v.InferOutput<typeof entrySchema>;

/** The workspaces and embedded platforms of this browser. */
export class Directory {
  readonly #database = new DirectoryDatabase();

  /** Opened last first. What cannot be read is left out. */
  async workspaces(): Promise<WorkspaceEntry[]> {
    const stored = await this.#asked(() => this.#database.workspaces.toArray());
    const read = stored.flatMap((one) => {
      const entry = v.safeParse(entrySchema, one);
      return entry.success ? [entry.output] : [];
    });
    return read.sort((a, b) => b.openedAt - a.openedAt || (a.name < b.name ? -1 : 1));
  }

  /** Notes that a workspace was opened; the first time it becomes one of them. */
  async opened(name: string, openedAt: number, label?: string): Promise<void> {
    const { workspaces } = this.#database;
    await this.#asked(() =>
      this.#database.transaction('rw', workspaces, async () => {
        const present: WorkspaceEntry | undefined = await workspaces.get(name);
        const known = label ?? present?.label;
        await workspaces.put({ name, openedAt, ...(known !== undefined && { label: known }) });
      }),
    );
  }

  /** @returns false where there is no such workspace */
  async rename(name: string, label: string): Promise<boolean> {
    return (await this.#asked(() => this.#database.workspaces.update(name, { label }))) > 0;
  }

  /**
   * Removes a workspace with everything in it. There is no way back.
   *
   * @throws StoreError `unavailable` where the browser does not let go of it
   */
  async removeWorkspace(name: string): Promise<void> {
    await this.#asked(async () => {
      await Dexie.delete(`suiyin-${name}`);
      await this.#database.workspaces.delete(name);
    });
  }

  async platforms(): Promise<string[]> {
    const stored = await this.#asked(() => this.#database.platforms.toArray());
    return stored.flatMap(({ id }: { id: unknown }) => (typeof id === 'string' ? [id] : []));
  }

  async addPlatform(id: string, addedAt: number): Promise<void> {
    await this.#asked(() => this.#database.platforms.put({ id, addedAt }));
  }

  /** Where an embedded platform was moved to, for all workspaces of this browser; what is here is a copy then. */
  async movedTo(id: string): Promise<NatsConfig | undefined> {
    const entry = await this.#asked(() => this.#database.platforms.get(id));
    const read = v.safeParse(platformPlace, { kind: 'nats', config: entry?.movedTo });
    return read.success && read.output.kind === 'nats' ? read.output.config : undefined;
  }

  async keepMovedTo(id: string, config: NatsConfig): Promise<void> {
    await this.#asked(() => this.#database.platforms.update(id, { movedTo: config }));
  }

  /** Removes an embedded platform with all of its records and files. There is no way back. @throws as `removeWorkspace` */
  async removePlatform(id: string): Promise<void> {
    await this.#asked(async () => {
      await Dexie.delete(`suiyin.platform.${id}`);
      await this.#database.platforms.delete(id);
    });
  }

  close(): void {
    this.#database.close({ disableAutoOpen: true });
  }

  async #asked<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new StoreError('unavailable', { what: 'directory' }, cause);
    }
  }
}
