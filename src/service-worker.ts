/// <reference lib="webworker" />
/**
 * Keeps the whole app on the device. A version is installed as one piece: either every file of it is in its
 * own cache, or the cache is thrown away and the version that was there goes on. A new version takes over
 * when the person says so (workbox-window sends SKIP_WAITING), never by itself.
 */
import { build, files, prerendered, version } from '$service-worker';
import {
  FILE_NAME_HEADER,
  SHARED_CACHE,
  SHARED_FILE,
  type WorkerMessage,
} from './routes/frame/worker-messages';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;

const CACHE_PREFIX = 'suiyin-app-';
const CACHE = `${CACHE_PREFIX}${version}`;
const SHELL = '/';
/** Written beside the shell after the build (the page has no inline script), so kit does not list it. */
const START_SCRIPT = '/_app/start.js';
const PARALLEL_FETCHES = 6;
const PROGRESS_EVERY = 8;

const isNeeded = (path: string): boolean => path !== '/robots.txt';
const IMMUTABLE = new Set(build);
const PRECACHE = [SHELL, START_SCRIPT, ...build, ...prerendered, ...files.filter(isNeeded)];
const HELD = new Set(PRECACHE);

async function tell(message: WorkerMessage): Promise<void> {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const client of windows) client.postMessage(message);
}

/** Files with a hash in their name are the same in every version: an older cache may hold them already. */
async function fetchOrReuse(path: string): Promise<Response> {
  if (IMMUTABLE.has(path)) {
    const held = await caches.match(path);
    if (held) return held;
  }
  const response = await fetch(new Request(path, { cache: IMMUTABLE.has(path) ? 'default' : 'no-cache' }));
  if (!response.ok || response.redirected) throw new Error(`cannot fetch ${path}: ${response.status}`);
  return response;
}

async function precache(): Promise<void> {
  const cache = await caches.open(CACHE);
  const queue = [...PRECACHE];
  let done = 0;
  let current = '';
  const work = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      current = path;
      await cache.put(path, await fetchOrReuse(path));
      done += 1;
      if (done % PROGRESS_EVERY === 0) await tell({ type: 'precache', done, total: PRECACHE.length });
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_FETCHES }, work));
  } catch (error) {
    queue.length = 0;
    await caches.delete(CACHE);
    await tell({ type: 'precache-failed', url: current });
    throw error;
  }
  await tell({ type: 'precache', done, total: PRECACHE.length });
}

async function removeOldVersions(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(CACHE);
  // Every address that is no file is a page, and every page is the shell.
  const path = request.mode === 'navigate' && !HELD.has(url.pathname) ? SHELL : url.pathname;
  return (await cache.match(path)) ?? fetch(request);
}

/** Another app shared a PDF: it waits in a cache until the workbench opens and takes it. */
async function receiveShare(request: Request): Promise<Response> {
  const form = await request.formData();
  const file = form.getAll('files').find((entry): entry is File => entry instanceof File);
  if (!file) return Response.redirect('/seal', 303);
  const cache = await caches.open(SHARED_CACHE);
  const headers = { 'content-type': 'application/pdf', [FILE_NAME_HEADER]: encodeURIComponent(file.name) };
  await cache.put(SHARED_FILE, new Response(file, { headers }));
  return Response.redirect('/seal?shared', 303);
}

worker.addEventListener('install', (event) => event.waitUntil(precache()));

worker.addEventListener('activate', (event) => {
  // The page of the first visit has no worker yet: claimed, it too goes on when the network is cut.
  event.waitUntil(removeOldVersions().then(() => worker.clients.claim()));
});

worker.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  if (request.method === 'POST' && url.pathname === '/share') event.respondWith(receiveShare(request));
  if (request.method === 'GET') event.respondWith(answer(request, url));
});
