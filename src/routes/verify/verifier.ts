import { proxy, wrap, type Remote } from 'comlink';
import type { PagePicture, VerifyProgress, VerifyReport } from '$lib/pdf/verify';
import type { Verifier } from '../../workers/verify';
import type { Trust } from '../trust';

/** The worker is not there: it could not be loaded, or it has died over a file. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';

  /** @param code `not-loaded`: it has never answered, so that other files fare no better */
  constructor(
    readonly code: 'not-loaded' | 'died',
    message?: string,
  ) {
    super(message ?? code);
  }
}

interface Running {
  worker: Worker;
  remote: Remote<Verifier>;
  /** rejects once the worker is gone; it would never answer */
  died: Promise<never>;
  die(error: WorkerError): void;
  hasAnswered: boolean;
}

/** A worker that was told to give up and has not within this time hangs over its file. */
const GIVE_UP_MS = 2000;

/** A worker that verifies, started by its first use, and anew after it died. */
export class VerifierClient {
  #running: Running | undefined;
  #nextJob = 1;

  /**
   * `verifyPdf` in the worker.
   *
   * @throws WorkerError, or the signal's reason
   */
  async verify(
    file: Blob,
    trust: Trust,
    o: { signal?: AbortSignal; onProgress?(progress: VerifyProgress): void } = {},
  ): Promise<VerifyReport> {
    const { signal } = o;
    signal?.throwIfAborted();
    const running = this.#start();
    const job = this.#nextJob++;
    const onProgress = (progress: VerifyProgress): void => {
      running.hasAnswered = true;
      if (!signal?.aborted) o.onProgress?.(progress);
    };
    const answer = running.remote.verify(job, file, trust, proxy(onProgress));
    const cancelled = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    try {
      const result = await Promise.race([answer, running.died, cancelled]);
      running.hasAnswered = true;
      if (result.kind === 'report') return result.report;
      throw new DOMException('cancelled', 'AbortError');
    } catch (error) {
      if (signal?.aborted) this.#giveUp(running, job, answer);
      throw error;
    }
  }

  /**
   * `pictureAt` in the worker.
   *
   * @throws WorkerError
   */
  async pictureAt(file: Blob, page: number, xMm: number, yMm: number): Promise<PagePicture | undefined> {
    const running = this.#start();
    return Promise.race([running.remote.pictureAt(file, page, xMm, yMm), running.died]);
  }

  close(): void {
    this.#running?.worker.terminate();
    this.#running = undefined;
  }

  #start(): Running {
    if (this.#running) return this.#running;
    const worker = new Worker(new URL('../../workers/verify.ts', import.meta.url), {
      type: 'module',
      name: 'verify',
    });
    let reject: (error: WorkerError) => void = () => undefined;
    const died = new Promise<never>((_, no) => (reject = no));
    died.catch(() => undefined); // those who wait are told; nobody may be waiting
    const running: Running = {
      worker,
      remote: wrap<Verifier>(worker),
      died,
      die: (error) => {
        worker.terminate();
        if (this.#running === running) this.#running = undefined;
        reject(error);
      },
      hasAnswered: false,
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      running.die(new WorkerError(running.hasAnswered ? 'died' : 'not-loaded', event.message));
    });
    this.#running = running;
    return running;
  }

  #giveUp(running: Running, job: number, answer: Promise<unknown>): void {
    void running.remote.cancel(job);
    const timer = setTimeout(() => running.die(new WorkerError('died')), GIVE_UP_MS);
    const stop = (): void => clearTimeout(timer);
    void answer.then(stop, stop);
  }
}
