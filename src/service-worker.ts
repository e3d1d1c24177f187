/// <reference lib="webworker" />
/**
 * Keeps the whole app on the device. A version is installed as one piece: either every file of it is in its
 * own cache, or the cache is thrown away and the version that was there goes on. A new version takes over
 * when the person says so (workbox-window sends SKIP_WAITING), never by itself. Tabs that were opened before go on
 * with the files of their own version, which stay until the last of those tabs is closed.
 */
import { build, files, prerendered, version } from '$service-worker';
import {
  FILE_NAME_HEADER,
  SHARED_CACHE,
  SHARED_FILE,
  TIDY,
  type WorkerMessage,
} from './routes/frame/worker-messages';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;

const CACHE_PREFIX = 'suiyin-app-';
const CACHE = `${CACHE_PREFIX}${version}`;
/** Which version a tab runs: by client id the name of its cache. A worker may be stopped and started at any time. */
const CLIENTS_CACHE = 'suiyin-clients';
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
  let failed = false;
  const work = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      current = path;
      await cache.put(path, await fetchOrReuse(path));
      done += 1;
      if (done % PROGRESS_EVERY === 0 && !failed)
        await tell({ type: 'precache', done, total: PRECACHE.length });
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_FETCHES }, work));
  } catch (error) {
    failed = true; // those that are still fetching must not say that all goes well
    queue.length = 0;
    await caches.delete(CACHE);
    await tell({ type: 'precache-failed', url: current });
    throw error;
  }
  await tell({ type: 'precache', done, total: PRECACHE.length });
}

/** By client id, as long as this worker runs. */
let versions: Promise<Map<string, string>> | undefined;

function versionsOfTabs(): Promise<Map<string, string>> {
  versions ??= readVersions().catch(() => new Map<string, string>());
  return versions;
}

async function readVersions(): Promise<Map<string, string>> {
  const [cache, open] = await Promise.all([caches.open(CLIENTS_CACHE), openTabs()]);
  const noted = new Map<string, string>();
  for (const request of await cache.keys()) {
    const id = decodeURIComponent(new URL(request.url).pathname.slice(1));
    const name = await (await cache.match(request))?.text();
    if (name !== undefined && open.has(id)) noted.set(id, name);
    else await cache.delete(request);
  }
  return noted;
}

async function openTabs(): Promise<Set<string>> {
  return new Set((await worker.clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id));
}

/** Notes that a tab runs this version. */
async function noteTab(clientId: string): Promise<void> {
  if (clientId === '') return;
  (await versionsOfTabs()).set(clientId, CACHE);
  const cache = await caches.open(CLIENTS_CACHE);
  await cache.put(`/${encodeURIComponent(clientId)}`, new Response(CACHE));
}

/** Removes versions that no open tab runs. */
async function removeOldVersions(): Promise<void> {
  // A newer version may be on its way into its cache, which must not be taken for an old one.
  if (worker.registration.installing ?? worker.registration.waiting) return;
  const [noted, open] = await Promise.all([versionsOfTabs(), openTabs()]);
  const used = new Set([CACHE]);
  for (const [id, name] of noted) if (open.has(id)) used.add(name);
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(CACHE_PREFIX) && !used.has(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The page of the first visit came without a worker, so it is of this version; later ones were noted when they came. */
async function noteFirstTabs(): Promise<void> {
  const [noted, open] = await Promise.all([versionsOfTabs(), openTabs()]);
  await Promise.all([...open].filter((id) => !noted.has(id)).map(noteTab));
}

async function answer({ request, clientId }: FetchEvent, url: URL): Promise<Response> {
  // Every address that is no file is a page, and every page is the shell.
  const isPage = request.mode === 'navigate';
  const path = isPage && !HELD.has(url.pathname) ? SHELL : url.pathname;
  const own = isPage ? undefined : (await versionsOfTabs()).get(clientId);
  if (own !== undefined && own !== CACHE && (await caches.has(own))) {
    const held = await (await caches.open(own)).match(path);
    if (held) return held;
  }
  const held = await (await caches.open(CACHE)).match(path);
  // A worker of a tab is no tab of its own and may be of an older version, whose hashed files are nowhere else.
  return held ?? (await caches.match(path)) ?? fetch(request);
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
  event.waitUntil(
    noteFirstTabs()
      .then(removeOldVersions)
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('message', (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === 'SKIP_WAITING') void worker.skipWaiting();
  if (type === TIDY) event.waitUntil(removeOldVersions());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  if (request.method === 'POST' && url.pathname === '/share') event.respondWith(receiveShare(request));
  if (request.method !== 'GET') return;
  event.respondWith(answer(event, url));
  if (request.mode === 'navigate') event.waitUntil(noteTab(event.resultingClientId));
});
