import { bytesEqual } from '../../keys';
import {
  PdfDict,
  PdfName,
  PdfRaw,
  PdfRef,
  PdfStream,
  PdfString,
  type PdfDocument,
  type PdfObject,
} from '../syntax';

const MAX_COMPARED = 20_000;

/**
 * Whether two values say the same where they stand: references by their number, everything else by its content. What
 * references lead to is not looked at.
 */
export function sameValue(a: PdfObject, b: PdfObject): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (a instanceof PdfRef) return b instanceof PdfRef && a.key === b.key;
  if (a instanceof PdfString) return b instanceof PdfString && bytesEqual(a.bytes, b.bytes);
  if (a instanceof PdfRaw) return b instanceof PdfRaw && bytesEqual(a.bytes, b.bytes);
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) && a.length === b.length && a.every((element, i) => sameValue(element, b[i] ?? null))
    );
  }
  return a instanceof PdfDict && b instanceof PdfDict && changedKeys(a, b).length === 0;
}

/** Equal for values that `sameValue` finds to say the same, and for no others. */
export function valueKey(value: PdfObject): string {
  if (value instanceof PdfRef) return `R${value.key}`;
  if (value instanceof PdfName) return `/${value.value.length} ${value.value}`;
  if (value instanceof PdfString) return `(${hexOf(value.bytes)}`;
  if (value instanceof PdfRaw) return `!${hexOf(value.bytes)}`;
  if (Array.isArray(value)) return `[${value.map(valueKey).join(' ')}]`;
  if (!(value instanceof PdfDict)) return String(value);
  const entries = [...value.entries()].filter(([, entry]) => entry !== null);
  const keys = entries.map(([key, entry]) => `${key.length} ${key} ${valueKey(entry)}`);
  return `<${keys.sort().join(' ')}>`;
}

function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** The same for the values of objects, which may be streams. */
export async function sameObject(a: PdfObject, b: PdfObject): Promise<boolean> {
  if (!(a instanceof PdfStream)) return sameValue(a, b);
  return b instanceof PdfStream && sameValue(a.dict, b.dict) && bytesEqual(await a.raw(), await b.raw());
}

/** Keys whose values differ. A key with null is a key that is not there (ISO 32000-2 7.3.7). */
function changedKeys(a: PdfDict, b: PdfDict): string[] {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => !sameValue(a.get(key) ?? null, b.get(key) ?? null));
}

/** Compares values of two revisions of a document by what they resolve to. */
export class Comparison {
  #left = MAX_COMPARED;

  constructor(
    readonly before: PdfDocument,
    readonly after: PdfDocument,
  ) {}

  /**
   * Whether two values come to the same. A reference that stayed is the same here, whatever became of its object:
   * that is judged where the object is.
   */
  async same(a: PdfObject | undefined, b: PdfObject | undefined): Promise<boolean> {
    if (a instanceof PdfRef && b instanceof PdfRef && a.key === b.key) return true;
    if (--this.#left < 0) return false;
    const x = await this.before.resolve(a ?? null);
    const y = await this.after.resolve(b ?? null);
    if (Array.isArray(x)) {
      if (!Array.isArray(y) || x.length !== y.length) return false;
      for (const [i, element] of x.entries()) if (!(await this.same(element, y[i]))) return false;
      return true;
    }
    if (x instanceof PdfStream) {
      if (!(y instanceof PdfStream) || !(await this.#sameEntries(x.dict, y.dict))) return false;
      return bytesEqual(await x.raw(), await y.raw());
    }
    if (x instanceof PdfDict) return y instanceof PdfDict && (await this.#sameEntries(x, y));
    return sameValue(x, y);
  }

  /** Keys whose values do not come to the same. */
  async changedKeys(a: PdfDict, b: PdfDict): Promise<string[]> {
    const changed: string[] = [];
    for (const key of changedKeys(a, b)) {
      if (!(await this.same(a.get(key), b.get(key)))) changed.push(key);
    }
    return changed;
  }

  async #sameEntries(a: PdfDict, b: PdfDict): Promise<boolean> {
    for (const key of changedKeys(a, b)) if (!(await this.same(a.get(key), b.get(key)))) return false;
    return true;
  }
}
