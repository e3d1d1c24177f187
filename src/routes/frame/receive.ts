import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import { incoming } from '../incoming.svelte';
import { FILE_NAME_HEADER, SHARED_CACHE, SHARED_FILE } from './worker-messages';

interface LaunchParams {
  readonly targetURL?: string;
  readonly files?: readonly FileSystemFileHandle[];
}

interface LaunchQueue {
  setConsumer(consumer: (params: LaunchParams) => void): void;
}

async function open(params: LaunchParams): Promise<void> {
  const handle = params.files?.[0];
  if (handle) {
    incoming.file = await handle.getFile();
    await goto(resolve('/seal'));
    return;
  }
  const target = params.targetURL ? new URL(params.targetURL) : undefined;
  const isElsewhere = target?.origin === location.origin && target.pathname !== location.pathname;
  // Whatever it is, it is one of ours or shows the page for none; the type wants a single route.
  if (isElsewhere) await goto(resolve(`${target.pathname}${target.search}` as '/'));
}

/** Takes the file that the service worker left when another app shared it; a second call finds nothing. */
async function takeShared(): Promise<void> {
  if (!(await caches.has(SHARED_CACHE))) return;
  const cache = await caches.open(SHARED_CACHE);
  const response = await cache.match(SHARED_FILE);
  if (!response) return;
  await cache.delete(SHARED_FILE);
  const name = decodeURIComponent(response.headers.get(FILE_NAME_HEADER) ?? '') || 'shared.pdf';
  incoming.file = new File([await response.blob()], name, { type: 'application/pdf' });
}

/** Hands PDFs that the system opens with the app, or that other apps share to it, over to the workbench. */
export async function receiveFiles(): Promise<void> {
  (window as { launchQueue?: LaunchQueue }).launchQueue?.setConsumer((params) => void open(params));
  if ('caches' in window) await takeShared();
}
