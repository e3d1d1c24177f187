import type { FoundingServers, PlatformDirectory } from '$lib/office';
import type { RecordStore } from '$lib/ledger';
import type { Directory, PlaceStorage } from '$lib/store';
import { EmbeddedPlatform, type NatsConfig, type PlatformPort } from '$lib/sync';
import { platformSwitch } from './platform-switch.svelte';
import { makerAt, placeAt } from './platform-link';
import { isFrozen } from './platforms/moving';

/** How large a new platform may become; the servers' operator can change it (see the README). */
export const ROOM = { replicas: 'most', maxRecordsBytes: 256 << 20, maxBlobsBytes: 2 * 1024 ** 3 } as const;

type Port = PlatformPort & { close(): void | Promise<void> };

/**
 * The platforms of a workspace: those that lie in this browser, and those on servers whose places it has noted. The code
 * that talks to servers is loaded with the first of these.
 */
export class PlatformPlaces implements PlatformDirectory {
  /** by id, with what each was opened by */
  readonly #opened = new Map<string, { port: Promise<Port>; key: string }>();

  constructor(
    private readonly o: {
      directory: Directory;
      places: PlaceStorage;
      records(platform: string): RecordStore;
    },
  ) {}

  async list(): Promise<string[]> {
    const { directory, places } = this.o;
    return [...new Set([...(await directory.platforms()), ...(await places.platforms())])];
  }

  async add(id: string, servers?: FoundingServers): Promise<void> {
    if (!servers) return this.o.directory.addPlatform(id, Date.now());
    const { provision } = await import('$lib/sync/nats');
    await provision({ ...makerAt(servers), platform: id }, ROOM);
    await this.connect({ ...placeAt(servers), platform: id });
  }

  /** Notes that an embedded platform lies on servers now, for all workspaces of this browser. */
  async moved(config: NatsConfig): Promise<void> {
    await this.o.directory.keepMovedTo(config.platform, config);
  }

  /** Notes that a platform lies on servers. */
  async connect(config: NatsConfig): Promise<void> {
    await this.o.places.keepPlace(config.platform, { kind: 'nats', config });
  }

  /** @returns undefined for a platform that lies in this browser, or is none that is known here */
  async servers(id: string): Promise<NatsConfig | undefined> {
    const place = await this.o.places.place(id);
    return place?.kind === 'nats' ? place.config : this.o.directory.movedTo(id);
  }

  async open(id: string): Promise<PlatformPort> {
    const config = await this.servers(id);
    if (!config && !(await this.o.directory.platforms()).includes(id)) {
      const { OfficeError } = await import('$lib/office');
      throw new OfficeError('no-such-platform', { platform: id });
    }
    const key = JSON.stringify(config ?? 'embedded');
    const present = this.#opened.get(id);
    if (present?.key === key) return present.port;
    const port = config ? this.#onServers(config) : inThisBrowser(id);
    this.#opened.set(id, { port, key });
    port.catch(() => this.#opened.delete(id)); // its code did not come: the next time
    void present?.port.then((former) => former.close());
    return port;
  }

  async #onServers(config: NatsConfig): Promise<Port> {
    const { NatsPlatform } = await import('$lib/sync/nats');
    const records = this.o.records(config.platform);
    return new NatsPlatform(config, {
      kept: async (position) => {
        const [record] = await records.read(position - 1, 1);
        return record?.position === position ? record.receivedAt : undefined;
      },
    });
  }
}

async function inThisBrowser(id: string): Promise<Port> {
  return new EmbeddedPlatform(id, { reachable: () => platformSwitch.reachable && !isFrozen(id) });
}
