import { SvelteMap } from 'svelte/reactivity';
import type { BlobId } from '$lib/sync';
import { describeError, type ErrorText } from '../../../error-text';
import { draftFile, keepDraft, keepDraftFile } from '../drafts';
import type { FormProblems } from './read-form';
import type { TenderDraft, TenderForm } from './tender-form';

const WAIT_MS = 400;

/** A tender at work: what is typed is kept on the device, soon after. */
export class Writing {
  readonly id: string;
  form: TenderForm = $state() as TenderForm;
  problems = $state.raw<FormProblems>({});
  /** `typed`: not kept so far */
  state = $state<'unchanged' | 'typed' | 'kept'>('unchanged');
  /** why it could not be kept */
  failure = $state.raw<ErrorText | undefined>(undefined);

  readonly #platform: string;
  readonly #files = new SvelteMap<BlobId, Blob>();
  #kept: string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(platform: string, draft: Pick<TenderDraft, 'id' | 'form'>) {
    this.#platform = platform;
    this.id = draft.id;
    this.form = draft.form;
    this.#kept = JSON.stringify(draft.form);
  }

  /** To be called whenever something was typed. */
  changed(): void {
    if (JSON.stringify(this.form) === this.#kept) return;
    this.state = 'typed';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), WAIT_MS);
  }

  /** Keeps what was typed now. Never throws: see `failure`. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.state !== 'typed') return;
    const form = $state.snapshot(this.form);
    try {
      await keepDraft(this.#platform, this.draft());
      this.#kept = JSON.stringify(form);
      if (JSON.stringify(this.form) === this.#kept) this.state = 'kept';
      this.failure = undefined;
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  draft(): TenderDraft {
    return { id: this.id, savedAt: Date.now(), form: $state.snapshot(this.form) };
  }

  async addFile(id: BlobId, file: Blob): Promise<void> {
    await keepDraftFile(this.id, id, file);
    this.#files.set(id, file);
  }

  /** What is in the documents, and the names of those that the browser has cleared away. */
  async files(): Promise<{ files: { id: BlobId; blob: Blob }[]; lost: string[] }> {
    const files: { id: BlobId; blob: Blob }[] = [];
    const lost: string[] = [];
    for (const { blob: id, name } of this.form.documents) {
      const blob = this.#files.get(id) ?? (await draftFile(this.id, id));
      if (blob) files.push({ id, blob });
      else lost.push(name);
    }
    return { files, lost };
  }
}
