export type RemoteSealErrorCode =
  /** not a message of this protocol, or one that breaks its rules */
  | 'bad-message'
  /** the phone's certificate does not lead to a root that is trusted here, or may not seal now; `reason` */
  | 'untrusted-offer'
  /** a seal that the phone has not offered */
  | 'unknown-seal'
  /** what came back is no signature by the phone's certificate of what was asked */
  | 'wrong-signature'
  /** the person at the phone has said no */
  | 'refused-there'
  /** the phone has left, or has ended it */
  | 'left-there'
  /** the desktop has taken its order back */
  | 'withdrawn'
  /** the time of the code is over */
  | 'over';

/** Sealing with a key on another device cannot go on. */
export class RemoteSealError extends Error {
  override readonly name = 'RemoteSealError';

  constructor(
    readonly code: RemoteSealErrorCode,
    readonly detail: { reason?: string; sealId?: string } = {},
  ) {
    super(`${code}${detail.reason ? `: ${detail.reason}` : ''}`);
  }
}
