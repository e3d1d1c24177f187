/** Verifies documents off the main thread: the face of `pdf/verify`, and nothing else. */
import { expose } from 'comlink';
import {
  pictureAt,
  verifyPdf,
  type PagePicture,
  type VerifyProgress,
  type VerifyReport,
} from '$lib/pdf/verify';
import type { IssuerRegister } from '$lib/pki';

/** Reports of progress are no more frequent than a person can see. */
const REPORT_EVERY_MS = 50;

export type VerifyAnswer = { kind: 'report'; report: VerifyReport } | { kind: 'cancelled' };

const running = new Map<number, AbortController>();

const verifier = {
  /**
   * @param job   chosen by the caller, for `cancel`
   * @param trust DER of the roots to trust, and of revocation lists beside those in the file; platforms' records
   */
  async verify(
    job: number,
    file: Blob,
    trust: { roots: Uint8Array[]; crls: Uint8Array[]; registers: IssuerRegister[] },
    onProgress: (progress: VerifyProgress) => void,
  ): Promise<VerifyAnswer> {
    const controller = new AbortController();
    running.set(job, controller);
    let last = 0;
    try {
      const report = await verifyPdf(file, {
        ...trust,
        now: new Date(),
        signal: controller.signal,
        onProgress: (progress) => {
          const now = performance.now();
          if (now - last < REPORT_EVERY_MS) return;
          last = now;
          onProgress(progress);
        },
      });
      return { kind: 'report', report };
    } catch (error) {
      if (controller.signal.aborted) return { kind: 'cancelled' };
      throw error;
    } finally {
      running.delete(job);
    }
  },

  cancel(job: number): void {
    running.get(job)?.abort();
  },

  /** `pictureAt` of the face. */
  pictureAt(file: Blob, page: number, xMm: number, yMm: number): Promise<PagePicture | undefined> {
    return pictureAt(file, page, xMm, yMm);
  },
};

export type Verifier = typeof verifier;

expose(verifier);
