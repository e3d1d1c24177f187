/** What the tabs of one workspace tell each other. */
export type TabMessage =
  /** the person has locked the keys: they are dropped everywhere */
  | 'lock'
  /** identities or seals were added, changed or removed */
  | 'changed';

/** A line to the other tabs of a workspace on this device; silent where the browser has none. */
export class TabChannel {
  readonly #channel: BroadcastChannel | undefined;

  /** @param onmessage what another tab says; this one does not hear itself */
  constructor(workspace: string, onmessage: (message: TabMessage) => void) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(`suiyin-${workspace}`);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data === 'lock' || data === 'changed') onmessage(data);
    });
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }
}
