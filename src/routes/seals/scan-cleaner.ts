import { wrap, type Remote } from 'comlink';
import type { ScanCleaner } from '../../workers/scan';

/** A worker of its own for one image; `stop` ends it with whatever it is doing. */
export function startScanCleaner(): { cleaner: Remote<ScanCleaner>; stop(): void } {
  const worker = new Worker(new URL('../../workers/scan.ts', import.meta.url), {
    type: 'module',
    name: 'scan',
  });
  return { cleaner: wrap<ScanCleaner>(worker), stop: () => worker.terminate() };
}
