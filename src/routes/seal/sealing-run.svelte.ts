import type { Identity } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import type { SealProgress } from '$lib/pdf/sign';
import type { SealedDocument } from '$lib/sealing';
import { m } from '$messages';
import { session } from '../session.svelte';
import { checkSealed, type Check } from './check';
import { sealInWorker } from './engine';
import { savePdf, type Saved } from './save';
import { sealRequest } from './seal-request';
import type { Workbench } from './workbench.svelte';

export type RunState =
  | { kind: 'placing' }
  /** the person reads what will be done */
  | { kind: 'review' }
  | { kind: 'unlocking' }
  | { kind: 'working'; progress?: SealProgress }
  | { kind: 'failed'; error: unknown }
  /** sealed in memory; kept nowhere until `saved` */
  | {
      kind: 'sealed';
      result: SealedDocument;
      saved?: Saved;
      saving?: boolean;
      error?: unknown;
      check?: Check;
    };

/** From 确认位置 to the saved file. */
export class SealingRun {
  state = $state.raw<RunState>({ kind: 'placing' });
  #abort: AbortController | undefined;

  constructor(
    private readonly bench: Workbench,
    readonly identity: Identity,
  ) {}

  review(): void {
    this.state = { kind: 'review' };
  }

  back(): void {
    this.state = { kind: 'placing' };
  }

  /** Goes on to sealing where the key is unlocked still, else to the PIN. */
  async proceed(): Promise<void> {
    const unlocked = session.unlockedFor(this.identity);
    if (unlocked) await this.seal(unlocked);
    else this.state = { kind: 'unlocking' };
  }

  /** Seals what was reviewed; does nothing where the person has gone back meanwhile. */
  async seal(unlocked: UnlockedVault): Promise<void> {
    if (this.state.kind !== 'review' && this.state.kind !== 'unlocking') return;
    const abort = new AbortController();
    this.#abort = abort;
    this.state = { kind: 'working' };
    try {
      const request = sealRequest(this.bench, this.identity, unlocked);
      const result = await sealInWorker({
        ...request,
        onProgress: (progress) => {
          if (this.state.kind === 'working' && !abort.signal.aborted)
            this.state = { kind: 'working', progress };
        },
        signal: abort.signal,
      });
      if (!abort.signal.aborted) this.state = { kind: 'sealed', result };
    } catch (error) {
      if (!abort.signal.aborted) this.state = { kind: 'failed', error };
    }
  }

  /** Gives up; nothing has been written anywhere. */
  cancel(): void {
    this.#abort?.abort();
    this.state = { kind: 'placing' };
  }

  /** In answer to a click: asks where, writes, and checks what was written. */
  async save(): Promise<void> {
    const before = this.state;
    if (before.kind !== 'sealed' || before.saving) return;
    const { result } = before;
    this.state = { ...before, saving: true, error: undefined };
    let saved: Saved | undefined;
    try {
      saved = await savePdf(result.blob, result.suggestedName, m.workbench_pdf_file());
    } catch (error) {
      this.state = { ...before, saving: false, error };
      return;
    }
    if (!saved) {
      this.state = { ...before, saving: false };
      return;
    }
    this.state = { kind: 'sealed', result, saved, check: { kind: 'checking' } };
    const check = await checkSealed(saved.content);
    if (this.state.kind === 'sealed') this.state = { kind: 'sealed', result, saved, check };
  }
}
