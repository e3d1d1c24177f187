import type { PlatformDirectory } from '$lib/office';
import type { Directory } from '$lib/store';
import { EmbeddedPlatform } from '$lib/sync';
import { platformSwitch } from './platform-switch.svelte';

/** The platforms that lie in this browser. */
export function embeddedPlatforms(directory: Directory): PlatformDirectory {
  const opened = new Map<string, EmbeddedPlatform>();
  return {
    list: () => directory.platforms(),
    add: (id) => directory.addPlatform(id, Date.now()),
    open: async (id) => {
      if (!(await directory.platforms()).includes(id)) {
        const { OfficeError } = await import('$lib/office');
        throw new OfficeError('no-such-platform', { platform: id });
      }
      let platform = opened.get(id);
      if (!platform) {
        platform = new EmbeddedPlatform(id, { reachable: () => platformSwitch.reachable });
        opened.set(id, platform);
      }
      return platform;
    },
  };
}
