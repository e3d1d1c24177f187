import { proxy, wrap, type Remote } from 'comlink';
import type { VerifyProgress, VerifyReport } from '$lib/pdf/verify';
import type { Verifier } from '../../workers/verify';
import { session } from '../session.svelte';

export type FileState =
  | { kind: 'waiting' }
  | { kind: 'running'; done: number; total: number }
  | { kind: 'done'; report: VerifyReport }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: unknown };

/** A file in the list and how far its verification is. */
export class VerifiedFile {
  state = $state.raw<FileState>({ kind: 'waiting' });
  open = $state(false);

  constructor(
    readonly id: number,
    readonly file: File,
  ) {}

  get name(): string {
    return this.file.name;
  }

  get isPending(): boolean {
    return this.state.kind === 'waiting' || this.state.kind === 'running';
  }
}

let worker: Remote<Verifier> | undefined;

function verifier(): Remote<Verifier> {
  worker ??= wrap<Verifier>(
    new Worker(new URL('../../workers/verify.ts', import.meta.url), { type: 'module', name: 'verify' }),
  );
  return worker;
}

/** The roots to trust. The page works without a database too: then nobody is trusted. */
async function trustedRoots(): Promise<Uint8Array[]> {
  try {
    return await (await session.workspace()).roots.certificates();
  } catch {
    return [];
  }
}

/** The files of the verify page; they are verified one after the other, in a worker. */
class Verification {
  files = $state.raw<readonly VerifiedFile[]>([]);
  #nextId = 1;
  #job: { id: number; file: VerifiedFile } | undefined;

  get isBusy(): boolean {
    return this.files.some((file) => file.isPending);
  }

  add(files: readonly File[]): void {
    const added = files.map((file) => new VerifiedFile(this.#nextId++, file));
    // One file alone is opened at once: that is what was asked for.
    if (added.length === 1 && added[0]) added[0].open = true;
    this.files = [...this.files, ...added];
    void this.#work();
  }

  cancel(file: VerifiedFile): void {
    if (this.#job?.file === file) void verifier().cancel(this.#job.id);
    else file.state = { kind: 'cancelled' };
  }

  retry(file: VerifiedFile): void {
    file.state = { kind: 'waiting' };
    void this.#work();
  }

  /** Verifies everything anew, for instance because another root is trusted now. */
  verifyAgain(): void {
    for (const file of this.files) if (file.state.kind === 'done') file.state = { kind: 'waiting' };
    void this.#work();
  }

  remove(file: VerifiedFile): void {
    if (this.#job?.file === file) this.cancel(file);
    this.files = this.files.filter((other) => other !== file);
  }

  clear(): void {
    for (const file of this.files) if (file.isPending) this.cancel(file);
    this.files = [];
  }

  async #work(): Promise<void> {
    if (this.#job) return;
    for (let file = this.#next(); file; file = this.#next()) {
      const id = this.#nextId++;
      this.#job = { id, file };
      file.state = { kind: 'running', done: 0, total: 0 };
      try {
        file.state = await this.#verify(id, file);
      } catch (error) {
        file.state = { kind: 'failed', error };
      }
      this.#job = undefined;
    }
  }

  #next(): VerifiedFile | undefined {
    return this.files.find((file) => file.state.kind === 'waiting');
  }

  async #verify(id: number, file: VerifiedFile): Promise<FileState> {
    const roots = await trustedRoots();
    const onProgress = ({ done, total }: VerifyProgress): void => {
      if (file.state.kind === 'running') file.state = { kind: 'running', done, total };
    };
    const answer = await verifier().verify(id, file.file, roots, proxy(onProgress));
    return answer.kind === 'report' ? { kind: 'done', report: answer.report } : { kind: 'cancelled' };
  }
}

export const verification = new Verification();
