import type { Identity } from '$lib/certificate';
import type { UnlockedVault } from '$lib/keys';
import type { SealProgress } from '$lib/pdf/sign';
import type { SealedDocument } from '$lib/sealing';
import { m } from '$messages';
import { session } from '../session.svelte';
import { checkSealed, type Check } from './check';
import { sealInWorker } from './engine';
import { checkMaySeal } from '../may-seal';
import { firstReadable, savePdf, type Saved } from './save';
import type { PhoneSealing } from './phone-sealing.svelte';
import { sealRequest } from './seal-request';
import type { Workbench } from './workbench.svelte';

export type RunState =
  | { kind: 'placing' }
  /** the person reads what will be done */
  | { kind: 'review' }
  | { kind: 'unlocking' }
  | { kind: 'working'; progress?: SealProgress }
  /** the phone has been asked; the person reads and types the PIN there */
  | { kind: 'phone'; number?: string }
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

  /** @param sealer the identity of this device that seals, or the phone that does */
  constructor(
    private readonly bench: Workbench,
    readonly sealer: Identity | PhoneSealing,
  ) {}

  /** undefined where a phone seals */
  get identity(): Identity | undefined {
    return 'vaultId' in this.sealer ? this.sealer : undefined;
  }

  get companyName(): string {
    return 'vaultId' in this.sealer ? this.sealer.companyName : (this.sealer.sealer?.companyName ?? '');
  }

  review(): void {
    this.state = { kind: 'review' };
  }

  back(): void {
    this.state = { kind: 'placing' };
  }

  /** Goes on to sealing where the key is unlocked still, else to the PIN. */
  async proceed(): Promise<void> {
    const { identity, sealer } = this;
    if (!identity) return this.#sealByPhone(sealer as PhoneSealing);
    const unlocked = session.unlockedFor(identity);
    if (unlocked) await this.seal(unlocked);
    else this.state = { kind: 'unlocking' };
  }

  async #sealByPhone(phone: PhoneSealing): Promise<void> {
    if (this.state.kind !== 'review') return;
    const abort = (this.#abort = new AbortController());
    const { number } = phone.code;
    this.state = { kind: 'phone', ...(number === undefined ? {} : { number }) };
    try {
      const result = await phone.seal(this.bench, abort.signal);
      if (!abort.signal.aborted) this.state = { kind: 'sealed', result };
    } catch (error) {
      if (!abort.signal.aborted) this.state = { kind: 'failed', error };
    }
  }

  /** Seals what was reviewed; does nothing where the person has gone back meanwhile. */
  async seal(unlocked: UnlockedVault): Promise<void> {
    const { identity } = this;
    if (!identity || (this.state.kind !== 'review' && this.state.kind !== 'unlocking')) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.state = { kind: 'working' };
    try {
      await checkMaySeal(identity);
      const request = sealRequest(this.bench, identity, unlocked);
      const result = await sealInWorker({
        ...request,
        onProgress: (progress) => {
          if (this.state.kind === 'working' && !abort.signal.aborted)
            this.state = { kind: 'working', progress };
        },
        signal: abort.signal,
      });
      session.used();
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
    if (this.state.kind !== 'sealed' || this.state.saving) return;
    const { result, saved: before } = this.state;
    this.#note({ saving: true, error: undefined });
    let saved: Saved | undefined;
    try {
      // The sealed document begins with the file that was opened: saved over that one, only the copy is readable.
      const content = await firstReadable(before ? [before.content, result.blob] : [result.blob]);
      saved = await savePdf(content, result.suggestedName, m.workbench_pdf_file());
    } catch (error) {
      this.#note({ saving: false, error });
      return;
    }
    this.#note(saved ? { saving: false, saved, check: { kind: 'checking' } } : { saving: false });
    if (!saved) return;
    const check = await checkSealed(saved.content, result.fieldName, this.bench.view.earlierKnown);
    // Meanwhile it may have been saved once more: what was checked is then no longer what is shown.
    if (this.state.kind === 'sealed' && this.state.saved === saved) this.#note({ check });
  }

  #note(news: Partial<Extract<RunState, { kind: 'sealed' }>>): void {
    if (this.state.kind === 'sealed') this.state = { ...this.state, ...news };
  }
}
