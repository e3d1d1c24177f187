import { PdfName, PdfRef, PdfString, type PdfDict, type PdfDocument, type PdfObject } from '../syntax';

/** Nesting of fields beyond this is broken or hostile. */
const MAX_DEPTH = 64;

/** What a node of the field tree is, own and inherited entries together (ISO 32000-2 12.7.4.1). */
export interface FieldFacts {
  /** /FT */
  type: string | undefined;
  /** its own and its parents' partial names, joined by full stops */
  name: string;
  /** /V as it stands, null where there is none */
  value: PdfObject;
}

/**
 * A field's full name (ISO 32000-2 12.7.4.2). Parents without a name add nothing to it, and neither do those with an
 * empty one: readers that skip these would take two fields for one.
 */
export function fullName(partialNames: readonly (string | undefined)[]): string {
  return partialNames.filter(Boolean).join('.');
}

/**
 * Reads a field or a widget with what it inherits.
 *
 * @param num      its object, where it is one
 * @param parentOf the field that has an object among its /Kids: widgets may lack their /Parent
 * @returns undefined where /Parent and /Kids contradict each other: readers would not agree on what it is
 */
export async function fieldFacts(
  doc: PdfDocument,
  dict: PdfDict,
  num: number | undefined,
  parentOf: (num: number) => number | undefined,
): Promise<FieldFacts | undefined> {
  const names: string[] = [];
  let type: string | undefined;
  let value: PdfObject = null;
  let node: PdfDict | undefined = dict;
  let at = num;
  for (let depth = 0; node && depth < MAX_DEPTH; depth++) {
    const ownType = await doc.resolve(node.get('FT'));
    if (type === undefined && ownType instanceof PdfName) type = ownType.value;
    const ownValue: PdfObject = node.get('V') ?? null;
    if (value === null && (await doc.resolve(ownValue)) !== null) value = ownValue;
    const partial = await doc.resolve(node.get('T'));
    if (partial instanceof PdfString) names.unshift(partial.text());

    const entry: PdfObject | undefined = node.get('Parent');
    const named: number | undefined = entry instanceof PdfRef ? entry.num : undefined;
    const listed: number | undefined = at === undefined ? undefined : parentOf(at);
    if (named !== undefined && listed !== undefined && named !== listed) return undefined;
    at = named ?? listed;
    node = at === undefined ? undefined : await doc.dict(PdfRef.of(at));
  }
  return { type, name: fullName(names), value };
}
