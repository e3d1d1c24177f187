import type { Matrix } from '../../place';
import type { PdfDocument, PdfObject } from '../../syntax';

/** The numbers of an array. */
export async function numbers(doc: PdfDocument, entry: PdfObject | undefined): Promise<number[]> {
  const values: number[] = [];
  for (const element of ((await doc.array(entry)) ?? []).slice(0, 8)) {
    const value = await doc.number(element);
    if (value !== undefined && Number.isFinite(value)) values.push(value);
  }
  return values;
}

export function matrixOf(values: readonly number[]): Matrix | undefined {
  const [a, b, c, d, e, f] = values;
  return a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    e === undefined ||
    f === undefined
    ? undefined
    : [a, b, c, d, e, f];
}
