import { wrap } from 'comlink';
import { stretchPin, type PinStretcher } from '$lib/keys';
import type { Stretcher } from '../workers/stretch';

/**
 * `stretchPin` in a worker of its own, which ends with it: so end its copy of the PIN and the memory that it took.
 * Where no worker can be had the page does the work itself, and stands still meanwhile.
 */
export const stretchInWorker: PinStretcher = async (pin, salt, kdf) => {
  let worker: Worker | undefined;
  try {
    const started = new Worker(new URL('../workers/stretch.ts', import.meta.url), {
      type: 'module',
      name: 'stretch',
    });
    worker = started;
    const died = new Promise<never>((_, reject) => {
      started.addEventListener('error', ({ message }) => reject(new Error(message)));
    });
    return await Promise.race([wrap<Stretcher>(started).stretch(pin, salt, kdf), died]);
  } catch {
    return stretchPin(pin, salt, kdf);
  } finally {
    worker?.terminate();
  }
};
