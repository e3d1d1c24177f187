import { wrap, type Remote } from 'comlink';
import type { Reporter } from '../../workers/report';

export function startReporter(): Worker {
  return new Worker(new URL('../../workers/report.ts', import.meta.url), { type: 'module', name: 'report' });
}

export function reporterOf(worker: Worker): Remote<Reporter> {
  return wrap<Reporter>(worker);
}
