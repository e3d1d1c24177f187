import * as v from 'valibot';
import { PlatformError, SyncError } from './error';

/** Why sync does not go on, other than that the platform cannot be reached. */
const problems = [
  /** no room left on this device: nothing new can be kept */
  'storage-full',
  'storage-unavailable',
  /** no room left on the platform */
  'platform-full',
  /** the platform is not the one that this device has seen before, or has lost records */
  'history-changed',
  /** the platform answers against its contract */
  'bad-answer',
  /** the platform's servers do not let this device in */
  'not-admitted',
  /** the servers are there, and this platform is not on them */
  'no-such-platform',
] as const;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const statusSchema = v.object({
  /** `stopped`: not begun, or nobody has said anything yet; the numbers then say nothing */
  phase: v.picklist(['stopped', 'idle', 'syncing', 'offline', 'error']),
  /** where `phase` is `error` */
  problem: v.optional(v.picklist(problems)),
  /** where `phase` is `offline`: of `PlatformError`'s detail, where the platform says more */
  reason: v.optional(v.pipe(v.string(), v.maxLength(40))),
  /** when it is tried again by itself, ms since the epoch by this device's clock; where it waits for that */
  nextTryAt: v.optional(v.number()),
  /** records of this device without a receipt */
  unsent: count,
  /** records of this device that the platform does not take */
  refused: count,
  /** records that lie on the platform and are not here yet, as far as is known */
  behind: count,
  /** the file that is being sent */
  upload: v.optional(v.object({ id: v.string(), doneBytes: count, totalBytes: count })),
});

/** How far this device and the platform know the same; the same in all tabs of a workspace. */
export type SyncStatus = v.InferOutput<typeof statusSchema>;

export type SyncProblem = (typeof problems)[number];

/** What tabs of a workspace say to each other. */
export const tabMessage = v.variant('type', [
  v.object({ type: v.literal('status'), status: statusSchema }),
  /** records up to a position are kept */
  v.object({ type: v.literal('records'), kept: count }),
  v.object({ type: v.literal('who-leads') }),
  v.object({ type: v.literal('retry') }),
]);

/** @returns undefined where the platform cannot be reached, which is no problem */
export function problemOf(error: unknown): SyncProblem | undefined {
  if (error instanceof SyncError) {
    const { code } = error;
    return code === 'storage-full' || code === 'history-changed' || code === 'bad-answer'
      ? code
      : 'storage-unavailable';
  }
  if (!(error instanceof PlatformError)) return 'bad-answer';
  if (error.code === 'unreachable') {
    const { reason } = error.detail;
    return reason === 'not-admitted' || reason === 'no-such-platform' ? reason : undefined;
  }
  return error.code === 'storage-full' ? 'platform-full' : 'bad-answer';
}

/** @returns why the platform cannot be reached, as far as its adapter knows */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof PlatformError)) return undefined;
  const { reason } = error.detail;
  return typeof reason === 'string' && reason.length <= 40 ? reason : undefined;
}
