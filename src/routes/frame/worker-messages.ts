/** What the service worker and the page tell each other. */

/** Cache in which the worker leaves a file that another app shared; it outlives updates of the app. */
export const SHARED_CACHE = 'suiyin-shared';
/** Address of that file inside the cache. */
export const SHARED_FILE = '/shared-file';
/** Answer header with the file's name, percent-encoded. */
export const FILE_NAME_HEADER = 'x-file-name';

/** Said by a page that has been loaded: the one in its place before is gone, and perhaps its version with it. */
export const TIDY = 'TIDY';

export type WorkerMessage =
  { type: 'precache'; done: number; total: number } | { type: 'precache-failed'; url: string };

export function isWorkerMessage(data: unknown): data is WorkerMessage {
  const type = (data as { type?: unknown } | null)?.type;
  return type === 'precache' || type === 'precache-failed';
}
