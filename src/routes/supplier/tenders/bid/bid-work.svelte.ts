import type { RecordId } from '$lib/ledger';
import type { OutboxEntry } from '$lib/sync';
import {
  bidStanding,
  followEnvelopes,
  keptBidName,
  readKeptBid,
  type AttachedFile,
  type KeptBid,
  type SentEnvelope,
  type Tender,
} from '$lib/tender';
import type { BidPaperRefusal } from '$lib/tender/papers';
import { describeError, type ErrorText } from '../../../error-text';
import { office } from '../../../office.svelte';
import { session } from '../../../session.svelte';
import { checkFile } from './check-file';

/** Larger ones no office sends; and one file is not to fill the store of the platform. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;
const SAVE_AFTER_MS = 400;

/** A file that was not attached, and why. */
export interface Refused {
  name: string;
  refusals: readonly BidPaperRefusal[];
  /** where it could not be checked at all */
  failure?: ErrorText;
}

/** What a company's device keeps of its bid for one tender: saved by itself, and what became of what was sent. */
export class BidWork {
  kept = $state.raw<KeptBid | undefined>(undefined);
  failure = $state.raw<ErrorText | undefined>(undefined);
  /** all that was typed is on the device */
  saved = $state(true);
  checking = $state.raw<{ name: string; done: number; total: number } | undefined>(undefined);
  refused = $state.raw<readonly Refused[]>([]);
  /** entries of this device that may be envelopes */
  outbox = $state.raw<readonly OutboxEntry[]>([]);
  readonly #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #cancel: AbortController | undefined;

  constructor(
    readonly tender: RecordId,
    readonly supplier: RecordId,
    private readonly items: Tender['items'],
  ) {
    this.#name = keptBidName(office.platformId ?? '', tender, supplier);
  }

  async load(): Promise<void> {
    try {
      const { drafts } = await session.workspace();
      this.kept = readKeptBid(await drafts.draft(this.#name), this.items);
    } catch (error) {
      this.failure = describeError(error);
    }
  }

  /** Reads the outbox anew. */
  async follow(): Promise<void> {
    const entries = await office.outbox({ limit: 500 });
    this.outbox = entries.filter(({ kind }) => kind === 'bid.enveloped');
  }

  /** What was sent from here, the oldest first; to be read in `$derived`. */
  followed() {
    const { kept } = this;
    return kept ? followEnvelopes(kept, office.state, this.tender, this.outbox) : [];
  }

  standing() {
    const tender = office.state.tenders.get(this.tender);
    return tender ? bidStanding(this.followed(), tender) : ({ name: 'none' } as const);
  }

  change(part: Partial<Pick<KeptBid, 'form' | 'delivery' | 'files'>>): void {
    if (!this.kept) return;
    this.kept = { ...this.kept, ...part };
    this.saved = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
  }

  /** Writes down what stands here now. What other tabs have sent stays. */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving = this.#saving.then(async () => {
      const { kept } = this;
      if (!kept) return;
      try {
        const { drafts } = await session.workspace();
        await drafts.changeDraft(this.#name, (stored) => {
          const { sent } = readKeptBid(stored, this.items);
          return { ...kept, sent: joined(sent, kept.sent) };
        });
        if (this.kept === kept) this.saved = true;
        this.failure = undefined;
      } catch (error) {
        this.failure = describeError(error);
      }
    });
    return this.#saving;
  }

  /** Keeps an envelope before it can leave. @throws what the database throws */
  async keepSent(sent: SentEnvelope): Promise<void> {
    if (!this.kept) return;
    this.kept = { ...this.kept, sent: [...this.kept.sent, sent] };
    await this.save();
    if (this.failure) throw new Error('the bid cannot be kept');
  }

  /** Verifies sealed PDFs and takes those that may go with the bid. */
  async attach(files: readonly File[], company: { name: string; creditCode: string }): Promise<void> {
    this.#cancel = new AbortController();
    const { signal } = this.#cancel;
    this.refused = [];
    try {
      for (const file of files) await this.#attachOne(file, company, signal);
      await this.save();
      await this.#readBack();
    } finally {
      this.checking = undefined;
    }
  }

  cancelChecking(): void {
    this.#cancel?.abort();
  }

  async #attachOne(
    file: File,
    company: { name: string; creditCode: string },
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    const { name } = file;
    try {
      if (file.size > MAX_FILE_BYTES) {
        return this.#refuse({ name, refusals: [{ code: 'too-complex', detail: {} }] });
      }
      this.checking = { name, done: 0, total: 1 };
      const check = await checkFile(file, company, {
        signal,
        onProgress: ({ done, total }) => (this.checking = { name, done, total }),
      });
      if (!check.ok) return this.#refuse({ name, refusals: check.refusals });
      const { bytes, pages, seals } = check.facts;
      const sha256 = check.facts.sha256 as AttachedFile['sha256'];
      const others = this.kept?.files.filter((one) => one.sha256 !== sha256) ?? [];
      const attached: AttachedFile = { id: sha256, name, bytes, sha256, file, pages, seals };
      this.change({ files: [...others, attached] });
    } catch (error) {
      if (!signal.aborted) this.#refuse({ name, refusals: [], failure: describeError(error) });
    }
  }

  #refuse(refused: Refused): void {
    this.refused = [...this.refused, refused];
  }

  /** From here on the files are the device's own copies: the ones that were chosen may be moved. */
  async #readBack(): Promise<void> {
    const { drafts } = await session.workspace();
    const stored = readKeptBid(await drafts.draft(this.#name), this.items);
    if (this.kept) this.kept = { ...this.kept, files: stored.files };
  }

  remove(id: string): void {
    this.change({ files: (this.kept?.files ?? []).filter((one) => one.id !== id) });
  }
}

function joined(stored: readonly SentEnvelope[], here: readonly SentEnvelope[]): SentEnvelope[] {
  const known = new Set(stored.map(({ blob }) => blob));
  return [...stored, ...here.filter(({ blob }) => !known.has(blob))];
}
