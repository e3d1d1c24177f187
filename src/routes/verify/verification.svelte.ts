import type { VerifyReport } from '$lib/pdf/verify';
import { trustHere } from '../trust';
import { VerifierClient, WorkerError } from './verifier';

export type FileState =
  | { kind: 'waiting' }
  | { kind: 'running'; done: number; total: number }
  | { kind: 'done'; report: VerifyReport; checkedAt: Date }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: unknown };

/** A file in the list and how far its verification is. Of the file itself only the handle is kept. */
export class VerifiedFile {
  state = $state.raw<FileState>({ kind: 'waiting' });

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

  get report(): VerifyReport | undefined {
    return this.state.kind === 'done' ? this.state.report : undefined;
  }
}

/** The files of the verify page; they are verified one after the other, in a worker. */
class Verification {
  files = $state.raw<readonly VerifiedFile[]>([]);
  /** the one file that is looked at: a document that is shown takes memory */
  opened = $state.raw<VerifiedFile | undefined>(undefined);
  /** why nothing is verified any more: the worker cannot be loaded */
  failure = $state.raw<unknown>(undefined);
  readonly pending = $derived(this.files.filter((file) => file.isPending).length);

  /** the worker; pages ask it for what lies under a pointer too */
  readonly client = new VerifierClient();
  #nextId = 1;
  #current: { file: VerifiedFile; controller: AbortController } | undefined;
  #working = false;

  add(files: readonly File[]): void {
    const added = files.map((file) => new VerifiedFile(this.#nextId++, file));
    // One file alone is opened at once: that is what was asked for.
    if (added.length === 1) this.opened = added[0];
    this.files = [...this.files, ...added];
    void this.#work();
  }

  cancel(file: VerifiedFile): void {
    if (!file.isPending) return;
    file.state = { kind: 'cancelled' };
    this.#stop(file);
  }

  cancelAll(): void {
    for (const file of this.files) this.cancel(file);
  }

  retry(file: VerifiedFile): void {
    file.state = { kind: 'waiting' };
    void this.#work();
  }

  /** Goes on after the worker could not be loaded, and tries again what was cancelled or has failed. */
  retryAll(): void {
    for (const file of this.files)
      if (file.state.kind === 'cancelled' || file.state.kind === 'failed') file.state = { kind: 'waiting' };
    void this.#work();
  }

  /** Verifies everything anew, for instance because another root is trusted now. */
  verifyAgain(): void {
    for (const file of this.files) {
      if (file.state.kind !== 'done' && file.state.kind !== 'running') continue;
      file.state = { kind: 'waiting' };
      this.#stop(file);
    }
    void this.#work();
  }

  remove(file: VerifiedFile): void {
    this.cancel(file);
    if (this.opened === file) this.opened = undefined;
    this.files = this.files.filter((other) => other !== file);
  }

  clear(): void {
    this.cancelAll();
    this.opened = undefined;
    this.files = [];
    this.failure = undefined;
  }

  #stop(file: VerifiedFile): void {
    if (this.#current?.file === file) this.#current.controller.abort();
  }

  async #work(): Promise<void> {
    this.failure = undefined;
    if (this.#working) return;
    this.#working = true;
    try {
      for (let file = this.#next(); file && !this.failure; file = this.#next()) await this.#verify(file);
    } finally {
      this.#working = false;
    }
  }

  #next(): VerifiedFile | undefined {
    return this.files.find((file) => file.state.kind === 'waiting');
  }

  /** Verifies one file. Whoever stops it has said already what becomes of it. */
  async #verify(file: VerifiedFile): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#current = { file, controller };
    file.state = { kind: 'running', done: 0, total: 0 };
    try {
      const report = await this.client.verify(file.file, await trustHere(), {
        signal,
        onProgress: ({ done, total }) => {
          // It comes by a channel of its own, and may come after the result.
          if (this.#current?.controller === controller && file.state.kind === 'running')
            file.state = { kind: 'running', done, total };
        },
      });
      if (!signal.aborted) file.state = { kind: 'done', report, checkedAt: new Date() };
    } catch (error) {
      if (signal.aborted) return;
      file.state = { kind: 'failed', error };
      if (error instanceof WorkerError && error.code === 'not-loaded') this.failure = error;
    } finally {
      this.#current = undefined;
    }
  }
}

export const verification = new Verification();
