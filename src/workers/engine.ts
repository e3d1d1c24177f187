/** Reads and seals documents off the main thread: the faces of `pdf/sign` and `sealing`, and nothing else. */
import { expose } from 'comlink';
import type { TextHit } from '$lib/pdf/place';
import { inspectPdf, type DocumentSummary, type SealProgress } from '$lib/pdf/sign';
import { sealDocument, type SealDocumentRequest, type SealedDocument } from '$lib/sealing';

/** An error of ours loses its code when it is cloned, so it crosses as data. */
export interface EngineFailure {
  name: string;
  message: string;
  code?: string;
  detail?: Record<string, unknown>;
}

export type EngineResult<T> = { ok: true; value: T } | { ok: false; failure: EngineFailure };

/** What stays with the caller: its key, its text finder, its progress bar. All are comlink proxies. */
export interface EngineCallbacks {
  sign(data: Uint8Array, messageDigest?: Uint8Array): Promise<Uint8Array>;
  findText(text: string, pages: number[]): Promise<TextHit[]>;
  onProgress(progress: SealProgress): void;
}

export type EngineSealRequest = Omit<SealDocumentRequest, 'signer' | 'findText' | 'onProgress' | 'signal'> & {
  signer: Omit<SealDocumentRequest['signer'], 'sign'>;
};

/** Reports of progress are no more frequent than a person can see. */
const REPORT_EVERY_MS = 50;

const running = new Map<number, AbortController>();

const engine = {
  inspect(job: number, file: Blob): Promise<EngineResult<DocumentSummary>> {
    return run(job, (signal) => inspectPdf(file, { signal }));
  },

  seal(
    job: number,
    request: EngineSealRequest,
    sign: EngineCallbacks['sign'],
    findText: EngineCallbacks['findText'],
    onProgress: EngineCallbacks['onProgress'],
  ): Promise<EngineResult<SealedDocument>> {
    return run(job, (signal) =>
      sealDocument({
        ...request,
        signer: { ...request.signer, sign: (data, digest) => sign(data, digest) },
        findText: (text, pages) => findText(text, pages),
        onProgress: seldom(onProgress),
        signal,
      }),
    );
  },

  /** Ends a job: its call answers with the failure `cancelled`. */
  cancel(job: number): void {
    running.get(job)?.abort();
  },
};

export type Engine = typeof engine;

async function run<T>(job: number, work: (signal: AbortSignal) => Promise<T>): Promise<EngineResult<T>> {
  const controller = new AbortController();
  running.set(job, controller);
  try {
    return { ok: true, value: await work(controller.signal) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  } finally {
    running.delete(job);
  }
}

function failureOf(error: unknown): EngineFailure {
  const { name, message, code, detail } = (error ?? {}) as Partial<EngineFailure>;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : String(error),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof detail === 'object' ? { detail } : {}),
  };
}

function seldom(report: (progress: SealProgress) => void): (progress: SealProgress) => void {
  let phase = '';
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (progress.phase === phase && now - last < REPORT_EVERY_MS) return;
    phase = progress.phase;
    last = now;
    report(progress);
  };
}

expose(engine);
