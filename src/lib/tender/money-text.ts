const MAX_FEN = 10_000_000_000n;

/** Fen as yuan with two decimals, for files and fields: `1234.50`. */
export function yuanText(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/**
 * Reads yuan with at most two decimals, thousands parted by commas or not.
 *
 * @returns fen; undefined where it is no such amount, or above a hundred million yuan
 */
export function fenOfText(text: string): number | undefined {
  const match = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const amount = BigInt(match[1]!.replaceAll(',', '')) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
  return amount <= MAX_FEN ? Number(amount) : undefined;
}
