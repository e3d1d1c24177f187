/** Time and chance, to be replaced in tests. */
export interface Clock {
  /** ms since the epoch, as this device believes */
  now(): number;
  /** 0 up to, not including, 1 */
  random(): number;
  /** @returns takes it back */
  after(delayMs: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
};
