/**
 * Whether an error of IndexedDB says, itself or in what it was caused by, that there is no room left. Dexie wraps
 * the browser's error: in `inner` where a transaction was aborted, in `failures` of a bulk write.
 */
export function isStorageFull(error: unknown, depth = 5): boolean {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  const { name, inner, cause, failures } = error as Record<string, unknown>;
  if (name === 'QuotaExceededError') return true;
  const reasons = [inner, cause, ...(Array.isArray(failures) ? failures : [])];
  return reasons.some((reason) => isStorageFull(reason, depth - 1));
}
