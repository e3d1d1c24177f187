import { proxy, wrap, type Remote } from 'comlink';
import type { DocumentSummary } from '$lib/pdf/sign';
import type { SealDocumentRequest, SealedDocument } from '$lib/sealing';
import type { Engine, EngineFailure, EngineResult } from '../../workers/engine';

interface Running {
  engine: Remote<Engine>;
  /** rejects when the worker could not be loaded or has died; it would never answer */
  died: Promise<never>;
}

let running: Running | undefined;
let nextJob = 1;

/** The one engine worker of the page, started by its first use, and anew after it died. */
function runningEngine(): Running {
  running ??= startEngine();
  return running;
}

function startEngine(): Running {
  const worker = new Worker(new URL('../../workers/engine.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  });
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      running = undefined;
      reject(new EngineError({ name: 'WorkerError', message: event.message }));
    });
  });
  died.catch(() => undefined); // those who wait are told; nobody may be waiting
  return { engine: wrap<Engine>(worker), died };
}

/** A failure of the engine as it comes from the worker; `describeError` knows it by name, code and detail. */
export class EngineError extends Error {
  readonly code: string | undefined;
  readonly detail: Record<string, unknown>;

  constructor(failure: Omit<EngineFailure, 'message'> & { message?: string }) {
    super(failure.message);
    this.name = failure.name;
    this.code = failure.code;
    this.detail = failure.detail ?? {};
  }
}

/** `inspectPdf` in the worker. */
export function inspectDocument(file: Blob, signal?: AbortSignal): Promise<DocumentSummary> {
  return call(signal, (job, engine) => engine.inspect(job, file));
}

/** `sealDocument` in the worker; key, text finder and progress stay here. */
export async function sealInWorker(request: SealDocumentRequest): Promise<SealedDocument> {
  const { signer, findText, onProgress, signal, ...rest } = request;
  const { sign, ...identity } = signer;
  let signingError: unknown;
  const keepError = async (data: Uint8Array, messageDigest?: Uint8Array): Promise<Uint8Array> => {
    try {
      return await sign(data, messageDigest);
    } catch (error) {
      signingError = error;
      throw error;
    }
  };
  try {
    return await call(signal, (job, engine) =>
      engine.seal(
        job,
        { ...rest, signer: identity },
        proxy(keepError),
        proxy(findText),
        proxy((progress) => onProgress?.(progress)),
      ),
    );
  } catch (error) {
    throw signingError ?? error;
  }
}

async function call<T>(
  signal: AbortSignal | undefined,
  start: (job: number, engine: Remote<Engine>) => Promise<EngineResult<T>>,
): Promise<T> {
  const job = nextJob++;
  const { engine, died } = runningEngine();
  const cancel = (): void => void engine.cancel(job);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const answer = Promise.race([start(job, engine), died]);
    if (signal?.aborted) cancel();
    const result = await answer;
    if (!result.ok) throw new EngineError(result.failure);
    return result.value;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}
