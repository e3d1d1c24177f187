/**
 * The size that a file is padded to, so that its size tells little of it: at most 12 % more (Padmé; Nikitin et al.,
 * "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, §4).
 *
 * @param bytes at least 1
 */
export function paddedSize(bytes: number): number {
  if (bytes < 2) return bytes;
  const exponent = Math.floor(Math.log2(bytes));
  const kept = Math.floor(Math.log2(Math.max(1, exponent))) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(bytes / step) * step;
}
