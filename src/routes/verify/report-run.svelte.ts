import { m } from '$messages';
import { reporterOf, startReporter } from './reporter';
import { reportInWords, type ReportedFile } from './report-words';
import type { VerifiedFile } from './verification.svelte';
import { WorkerError } from './verifier';

export type ReportFormat = 'pdf' | 'json';

export type ReportState =
  | { kind: 'ready' }
  /** `done` of the files have been read */
  | { kind: 'working'; done: number; total: number }
  | { kind: 'failed'; error: unknown };

/** Makes reports of files that have been verified. Their bytes are read again, for the digests that are named. */
export class ReportRun {
  state = $state.raw<ReportState>({ kind: 'ready' });
  #worker: Worker | undefined;
  #stop: ((reason: unknown) => void) | undefined;

  /** @returns undefined where it was cancelled or has failed; `state` tells which */
  async make(files: readonly VerifiedFile[], format: ReportFormat, made: Date): Promise<File | undefined> {
    this.cancel();
    const worker = startReporter();
    this.#worker = worker;
    this.state = { kind: 'working', done: 0, total: files.length };
    const stopped = new Promise<never>((_, reject) => {
      this.#stop = reject;
      worker.addEventListener('error', (event) => reject(new WorkerError('not-loaded', event.message)));
    });
    try {
      const report = await Promise.race([this.#work(worker, files, format, made), stopped]);
      if (this.#worker === worker) this.state = { kind: 'ready' };
      return report;
    } catch (error) {
      if (this.#worker === worker) this.state = { kind: 'failed', error };
      return undefined;
    } finally {
      worker.terminate();
      if (this.#worker === worker) this.#worker = undefined;
    }
  }

  cancel(): void {
    if (!this.#worker) return;
    this.#worker = undefined;
    this.state = { kind: 'ready' };
    this.#stop?.(new DOMException('cancelled', 'AbortError'));
  }

  async #work(
    worker: Worker,
    files: readonly VerifiedFile[],
    format: ReportFormat,
    made: Date,
  ): Promise<File> {
    const reporter = reporterOf(worker);
    const reported: ReportedFile[] = [];
    for (const { file, name, state } of files) {
      if (state.kind !== 'done') continue;
      const sha256 = await reporter.sha256(file);
      const facts = { name, sizeBytes: file.size, sha256, checkedAt: state.checkedAt };
      reported.push({ facts, report: state.report });
      if (this.#worker === worker)
        this.state = { kind: 'working', done: reported.length, total: files.length };
    }
    const [only] = reported;
    const about = reported.length === 1 && only ? only.facts.name.replace(/\.pdf$/i, '') : undefined;
    const name = about === undefined ? m.verify_report_name_many() : m.verify_report_name({ name: about });
    if (format === 'pdf') {
      const bytes = await reporter.compose(await reportInWords(reported, made));
      return new File([bytes as Uint8Array<ArrayBuffer>], `${name}.pdf`, { type: 'application/pdf' });
    }
    const { reportFields } = await import('$lib/verification');
    const told = await Promise.all(reported.map(({ facts, report }) => reportFields(facts, report)));
    const text = JSON.stringify({ format: 'suiyin-verify', version: 1, made, files: told }, undefined, 2);
    return new File([text], `${name}.json`, { type: 'application/json' });
  }
}
