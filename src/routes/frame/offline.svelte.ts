import { dev } from '$app/environment';
import { isWorkerMessage, TIDY } from './worker-messages';

type OfflineState =
  | { kind: 'unsupported' }
  | { kind: 'preparing'; done: number; total: number }
  | { kind: 'ready' }
  | { kind: 'failed' };

const UPDATE_CHECK_MS = 60 * 60 * 1000;

/** After a failed installation the next try comes so late, then each time twice as late. */
const FIRST_RETRY_MS = 10_000;
const LAST_RETRY_MS = 10 * 60_000;

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
  #retryMs = FIRST_RETRY_MS;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #updates: ReturnType<typeof setInterval> | undefined;

  /** Brings the app onto this device; where that fails it is tried again, at once when the network comes back. */
  async register(): Promise<void> {
    if (dev || !('serviceWorker' in navigator)) {
      this.state = { kind: 'unsupported' };
      return;
    }
    if (navigator.serviceWorker.controller) this.state = { kind: 'ready' };
    navigator.serviceWorker.controller?.postMessage({ type: TIDY });
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this.state.kind === 'ready' || !isWorkerMessage(data)) return;
      if (data.type === 'precache') this.state = { kind: 'preparing', done: data.done, total: data.total };
      else this.#failed();
    });
    addEventListener('online', () => this.state.kind === 'failed' && this.#tryAgain());
    try {
      await this.#start();
    } catch {
      this.#failed();
    }
  }

  #failed(): void {
    if (this.state.kind === 'ready') return;
    this.state = { kind: 'failed' };
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#tryAgain(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #tryAgain(): void {
    clearTimeout(this.#retry);
    if (!navigator.onLine) return; // the network's coming back is the next occasion
    this.state = { kind: 'preparing', done: 0, total: 0 };
    void this.#start().catch(() => this.#failed());
  }

  async #start(): Promise<void> {
    let controlled = navigator.serviceWorker.controller !== null;
    const { Workbox } = await import('workbox-window');
    const workbox = new Workbox('/service-worker.js');
    workbox.addEventListener('waiting', () => (this.updateWaiting = true));
    workbox.addEventListener('activated', () => (this.state = { kind: 'ready' }));
    workbox.addEventListener('controlling', () => {
      if (this.#accepted) location.reload();
      else if (controlled) this.outdated = true;
      controlled = true; // the worker that the first visit brings is no newer version
    });
    this.#activate = () => workbox.messageSkipWaiting();
    const registration = await workbox.register({ immediate: true });
    if (registration?.active) this.state = { kind: 'ready' };
    clearInterval(this.#updates);
    this.#updates = setInterval(
      () => navigator.onLine && void workbox.update().catch(() => undefined),
      UPDATE_CHECK_MS,
    );
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
