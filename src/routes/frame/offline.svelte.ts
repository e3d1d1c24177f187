import { dev } from '$app/environment';
import { isWorkerMessage } from './worker-messages';

type OfflineState =
  | { kind: 'unsupported' }
  | { kind: 'preparing'; done: number; total: number }
  | { kind: 'ready' }
  | { kind: 'failed' };

const UPDATE_CHECK_MS = 60 * 60 * 1000;

/** Whether the whole app is on this device, and whether a newer one waits for a word to take over. */
class OfflineCopy {
  state = $state.raw<OfflineState>({ kind: 'preparing', done: 0, total: 0 });
  /** a newer version is installed and waits */
  updateWaiting = $state(false);
  /** another tab has taken the newer version over: this page is older than its files */
  outdated = $state(false);
  /** the person put the notice off for this visit */
  postponed = $state(false);

  #activate: (() => void) | undefined;
  #accepted = false;

  async register(): Promise<void> {
    if (dev || !('serviceWorker' in navigator)) {
      this.state = { kind: 'unsupported' };
      return;
    }
    const hadController = navigator.serviceWorker.controller !== null;
    if (hadController) this.state = { kind: 'ready' };
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this.state.kind === 'ready' || !isWorkerMessage(data)) return;
      this.state =
        data.type === 'precache'
          ? { kind: 'preparing', done: data.done, total: data.total }
          : { kind: 'failed' };
    });

    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js');
    workbox.addEventListener('waiting', () => (this.updateWaiting = true));
    workbox.addEventListener('activated', () => (this.state = { kind: 'ready' }));
    workbox.addEventListener('controlling', () => {
      if (this.#accepted) location.reload();
      else if (hadController) this.outdated = true;
    });
    this.#activate = () => workbox.messageSkipWaiting();
    try {
      const registration = await workbox.register({ immediate: true });
      if (registration?.active) this.state = { kind: 'ready' };
      setInterval(() => navigator.onLine && void workbox.update().catch(() => undefined), UPDATE_CHECK_MS);
    } catch {
      if (this.state.kind !== 'ready') this.state = { kind: 'failed' };
    }
  }

  /** Lets the newer version take over; the page is loaded anew. */
  update(): void {
    if (this.outdated) {
      location.reload();
      return;
    }
    this.#accepted = true;
    this.#activate?.();
  }
}

export const offlineCopy = new OfflineCopy();

/** The device's own word on the network; `true` does not promise that anything can be reached. */
class Network {
  online = $state(navigator.onLine);

  constructor() {
    addEventListener('online', () => (this.online = true));
    addEventListener('offline', () => (this.online = false));
  }
}

export const network = new Network();
