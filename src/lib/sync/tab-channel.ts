/** A line between the tabs of one browser. What comes over it is foreign: whoever listens parses it. */
export interface TabChannel {
  /** Reaches every other end of the channel, not this one. */
  post(message: unknown): void;
  /** @returns ends it */
  listen(onMessage: (message: unknown) => void): () => void;
  close(): void;
}

/** The browser's own; silent where it has none. */
export function broadcastChannel(name: string): TabChannel {
  if (typeof BroadcastChannel === 'undefined') return { post() {}, listen: () => () => {}, close() {} };
  const channel = new BroadcastChannel(name);
  let open = true;
  return {
    post(message) {
      if (open) channel.postMessage(message);
    },
    listen(onMessage) {
      const heard = ({ data }: MessageEvent<unknown>) => onMessage(data);
      channel.addEventListener('message', heard);
      return () => channel.removeEventListener('message', heard);
    },
    close() {
      open = false;
      channel.close();
    },
  };
}

/** Channels in memory, for Node and for tests: ends that were opened by the same name hear each other. */
export function memoryChannels(): (name: string) => TabChannel {
  const ends = new Map<string, Set<(message: unknown) => void>[]>();
  return (name) => {
    const own = new Set<(message: unknown) => void>();
    const all = ends.get(name) ?? [];
    ends.set(name, [...all, own]);
    return {
      post(message) {
        const others = (ends.get(name) ?? []).filter((end) => end !== own);
        for (const end of others) {
          const copy: unknown = structuredClone(message);
          queueMicrotask(() => end.forEach((onMessage) => onMessage(copy)));
        }
      },
      listen(onMessage) {
        own.add(onMessage);
        return () => own.delete(onMessage);
      },
      close() {
        own.clear();
        ends.set(
          name,
          (ends.get(name) ?? []).filter((end) => end !== own),
        );
      },
    };
  };
}
