import type { FoundingServers } from '$lib/office';
import { EmbeddedPlatform } from '$lib/sync';
import type { MoveProgress } from '$lib/sync/nats';
import { office } from '../office.svelte';
import { makerAt, placeAt } from '../platform-link';
import { session } from '../session.svelte';
import { freeze, noteMoved, thaw } from './moving';

/** Moving a platform from this browser to servers: most of it while people work on, the last of it while they cannot. */
class Move {
  phase = $state<'none' | 'working' | 'done'>('none');
  progress = $state.raw<MoveProgress | undefined>(undefined);
  /** what there is at the new place, once it is done */
  moved = $state.raw<{ platform: string; records: number; files: number } | undefined>(undefined);
  /** for `describeError`; what was copied stays and is gone on from */
  failure = $state.raw<unknown>(undefined);
  #stop: AbortController | undefined;

  /** Goes on where it was broken off. Never throws: see `failure`. */
  async run(platform: string, servers: FoundingServers): Promise<void> {
    if (this.phase === 'working') return;
    this.phase = 'working';
    this.failure = this.progress = this.moved = undefined;
    const { signal } = (this.#stop = new AbortController());
    const source = new EmbeddedPlatform(platform);
    try {
      this.moved = { platform, ...(await this.#copy(source, servers, signal)) };
      this.phase = 'done';
      await office.choose(platform);
    } catch (error) {
      if (!signal.aborted) this.failure = error;
      if (this.moved === undefined) this.phase = 'none';
    } finally {
      source.close();
    }
  }

  cancel(): void {
    this.#stop?.abort();
  }

  async #copy(
    source: EmbeddedPlatform,
    servers: FoundingServers,
    signal: AbortSignal,
  ): Promise<{ records: number; files: number }> {
    const [{ checkCopy, copyFiles, copyRecords, provision }, { ROOM }, { places }] = await Promise.all([
      import('$lib/sync/nats'),
      import('../platform-places'),
      session.workspace(),
    ]);
    const platform = source.id;
    const to = { ...placeAt(servers), platform };
    const o = { signal, onProgress: (progress: MoveProgress) => void (this.progress = progress) };
    const provide = async (): Promise<void> => {
      const { head } = await source.read(0, 1);
      await provision({ ...makerAt(servers), platform }, { ...ROOM, moved: head });
    };
    await provide();
    const copied = await copyFiles(source, to, o);
    await copyRecords(source, to, o);
    signal.throwIfAborted();
    freeze(platform);
    try {
      await provide();
      await copyFiles(source, to, { ...o, but: copied });
      await copyRecords(source, to, o);
      const contents = await checkCopy(source, to, o);
      signal.throwIfAborted();
      await places.moved(to);
      noteMoved(platform);
      return contents;
    } catch (error) {
      thaw(platform);
      throw error;
    }
  }
}

/** One at a time; it outlives the page's parts, which are drawn anew when the platform is opened at its new place. */
export const move = new Move();
