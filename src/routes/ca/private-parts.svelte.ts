import { openDocument } from '$lib/certificate';
import type { AuthorId } from '$lib/ledger';
import type { BlobId } from '$lib/sync';
import type { Proof } from '$lib/ui';
import { describeError } from '../error-text';
import { office } from '../office.svelte';
import { session } from '../session.svelte';

/** A document that somebody has sealed to the operators. */
export interface SealedFile {
  part: Parameters<typeof openDocument>[1];
  label: string;
  author: AuthorId;
  blob: BlobId;
}

/**
 * What of a case is encrypted to the operators: some details, and documents. They are opened by the PIN, or by themselves
 * where that was typed just now, and forgotten with the page.
 */
export class PrivateParts<Details> {
  state = $state<'closed' | 'opening' | 'open'>('closed');
  details = $state.raw<Details | undefined>(undefined);
  proofs = $state.raw<readonly Proof[]>([]);
  /** why it is not open, or why the details could not be read */
  problem = $state<string | undefined>(undefined);

  readonly #why: string;
  readonly #files: readonly SealedFile[];
  readonly #read: (key: CryptoKey) => Promise<Details>;

  constructor(o: { why: string; files: readonly SealedFile[]; read(key: CryptoKey): Promise<Details> }) {
    this.#why = o.why;
    this.#files = o.files;
    this.#read = o.read;
  }

  /** Whether it can be opened without asking for the PIN. */
  static get isUnlocked(): boolean {
    const vaultId = office.staff?.vaultIds.staff;
    return vaultId !== undefined && session.unlockedFor({ vaultId }) !== undefined;
  }

  /** Whether all of it lies before the operator. */
  readonly isComplete = $derived(
    this.state === 'open' &&
      this.details !== undefined &&
      this.proofs.every(({ file }) => file !== undefined),
  );

  async open(): Promise<void> {
    if (this.state !== 'closed') return;
    this.state = 'opening';
    this.problem = undefined;
    try {
      const key = await office.staffPrivateKey(this.#why);
      this.proofs = this.#files.map(({ part, label }) => ({ id: part, label }));
      this.state = 'open';
      await Promise.all([this.#openDetails(key), ...this.#files.map((file) => this.#openFile(file, key))]);
    } catch (error) {
      const { code, text } = describeError(error);
      if (code !== 'cancelled') this.problem = text;
      this.state = 'closed';
    }
  }

  async #openDetails(key: CryptoKey): Promise<void> {
    try {
      this.details = await this.#read(key);
    } catch (error) {
      this.problem = describeError(error).text;
    }
  }

  /** One document that cannot be opened keeps none of the others shut. */
  async #openFile({ part, author, blob }: SealedFile, key: CryptoKey): Promise<void> {
    let opened: Pick<Proof, 'file' | 'problem'>;
    try {
      opened = { file: (await openDocument(key, part, author, await office.file(blob))).blob };
    } catch (error) {
      opened = { problem: describeError(error).text };
    }
    this.proofs = this.proofs.map((proof) => (proof.id === part ? { ...proof, ...opened } : proof));
  }
}
