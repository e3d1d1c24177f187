import { PdfName, PdfRef, PdfString, type PdfDict, type PdfDocument, type PdfObject } from '../syntax';
import { fieldFacts, fullName } from './field-path';
import { TooComplex } from './too-complex';

/** A field tree deeper than this, or wider in all, is broken or hostile. */
const MAX_DEPTH = 64;
const MAX_FIELDS = 200_000;

interface SignatureField {
  name: string;
  dict: PdfDict;
  /** where it is shown: itself, or the kids that are no fields of their own */
  widgets: { num: number | undefined; dict: PdfDict }[];
}

/** A signature value and the fields that show it. */
export interface FoundSignature {
  value: PdfDict;
  /** undefined where the value stands in the field itself */
  ref: PdfRef | undefined;
  /** the object that the value is written in: itself, or the field that has it as its /V; undefined: in none */
  holder: PdfRef | undefined;
  fields: SignatureField[];
  /** a page shows it, but the form has no field for it */
  loose?: true;
}

/**
 * The signature values of a document's form, in the order of its fields (ISO 32000-2 12.7.5.5).
 *
 * @throws TooComplex; what reading the document throws
 */
export async function findSignatures(doc: PdfDocument): Promise<FoundSignature[]> {
  const catalog = await doc.catalog();
  const form = await doc.dict(catalog.get('AcroForm'));
  const found = new Map<string, FoundSignature>();
  for await (const { field, value, ref, holder } of signedFields(doc, await doc.array(form?.get('Fields')))) {
    const key = ref?.key ?? `direct ${found.size}`;
    const known = found.get(key);
    if (known) known.fields.push(field);
    else found.set(key, { value, ref, holder, fields: [field] });
  }
  return [...found.values()];
}

/**
 * Signatures that pages show by widgets which the form does not lead to: readers that go by the pages' annotations
 * have them, others do not.
 *
 * @param pages dictionaries of the pages to look at
 * @param known what the form leads to; a value among these is not told again
 * @throws what reading the document throws
 */
export async function looseSignatures(
  doc: PdfDocument,
  pages: readonly PdfDict[],
  known: readonly FoundSignature[],
): Promise<FoundSignature[]> {
  const values = new Set(known.map(({ ref }) => ref?.key));
  const loose: FoundSignature[] = [];
  for (const page of pages) {
    for (const entry of (await doc.array(page.get('Annots'))) ?? []) {
      const dict = await doc.dict(entry);
      if (!dict || !(dict.has('FT') || dict.has('Parent'))) continue;
      const num = entry instanceof PdfRef ? entry.num : undefined;
      const facts = await fieldFacts(doc, dict, num, () => undefined);
      if (facts?.type !== 'Sig') continue;
      const value = await doc.dict(facts.value);
      if (!value || !(value.has('Contents') || value.has('ByteRange'))) continue;
      const ref = facts.value instanceof PdfRef ? facts.value : undefined;
      if (ref && values.has(ref.key)) continue;
      // A value in the field itself has no name of its own: the form's own are told by their place in it.
      if (!ref && known.some((other) => other.value === value)) continue;
      values.add(ref?.key);
      const field = { name: facts.name, dict, widgets: [{ num, dict }] };
      loose.push({
        value,
        ref,
        holder: ref ?? (await holderOf(doc, entry, dict)),
        fields: [field],
        loose: true,
      });
    }
  }
  return loose;
}

/** The object that a widget's value is written in, where that is in no object of its own. */
async function holderOf(doc: PdfDocument, entry: PdfObject, widget: PdfDict): Promise<PdfRef | undefined> {
  const isFilled = async (dict: PdfDict) => (await doc.resolve(dict.get('V') ?? null)) !== null;
  let [at, dict]: [PdfObject, PdfDict | undefined] = [entry, widget];
  for (let depth = 0; dict && depth < MAX_DEPTH; depth++) {
    if (await isFilled(dict)) return at instanceof PdfRef ? at : undefined;
    at = dict.get('Parent') ?? null;
    dict = await doc.dict(at);
  }
  return undefined;
}

interface Node {
  object: PdfObject;
  prefix: string;
  isSignature: boolean;
  /** inherited /V */
  value: PdfObject;
  /** the field that has it */
  holder: PdfRef | undefined;
  depth: number;
}

async function* signedFields(
  doc: PdfDocument,
  roots: PdfObject[] | undefined,
): AsyncGenerator<{
  field: SignatureField;
  value: PdfDict;
  ref: PdfRef | undefined;
  holder: PdfRef | undefined;
}> {
  const seen = new Set<string>();
  let kidsRead = 0;
  const waiting: Node[] = [];
  const push = (objects: readonly PdfObject[], parent: Omit<Node, 'object'>) => {
    for (const object of objects.slice().reverse()) waiting.push({ ...parent, object });
  };
  push(roots ?? [], { prefix: '', isSignature: false, value: null, holder: undefined, depth: 0 });
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.object instanceof PdfRef) {
      if (seen.has(node.object.key)) continue;
      seen.add(node.object.key);
      if (seen.size > MAX_FIELDS) throw new TooComplex();
    }
    const dict = await doc.dict(node.object);
    if (!dict) continue;
    const partial = await doc.resolve(dict.get('T') ?? null);
    const partialName = partial instanceof PdfString ? partial.text() : undefined;
    const name = fullName([node.prefix, partialName]);
    const type = await doc.resolve(dict.get('FT') ?? null);
    const isSignature = type instanceof PdfName ? type === PdfName.of('Sig') : node.isSignature;
    const own = dict.get('V');
    const value = own ?? node.value;
    const object = node.object instanceof PdfRef ? node.object : undefined;
    const holder = own === undefined ? node.holder : object;

    const kids = (node.depth < MAX_DEPTH ? await doc.array(dict.get('Kids')) : undefined) ?? [];
    kidsRead += kids.length;
    if (kidsRead > MAX_FIELDS) throw new TooComplex();
    const { fields, widgets } = await sortKids(doc, kids);
    push(fields, { prefix: name, isSignature, value, holder, depth: node.depth + 1 });
    if (!isSignature) continue;
    const signature = await doc.dict(value);
    // An empty /Contents is no signature, but one without it was meant to be read as one.
    if (!signature || !(signature.has('Contents') || signature.has('ByteRange'))) continue;
    if ((await doc.resolve(dict.get('Subtype') ?? null)) === PdfName.of('Widget')) {
      widgets.push({ num: node.object instanceof PdfRef ? node.object.num : undefined, dict });
    }
    if (fields.length > 0 && widgets.length === 0) continue;
    yield {
      field: { name, dict, widgets },
      value: signature,
      ...(value instanceof PdfRef ? { ref: value, holder: value } : { ref: undefined, holder }),
    };
  }
}

/** Kids with a name are fields, others are widgets of their parent (ISO 32000-2 12.7.4.1). */
async function sortKids(
  doc: PdfDocument,
  kids: readonly PdfObject[],
): Promise<{ fields: PdfObject[]; widgets: SignatureField['widgets'] }> {
  const fields: PdfObject[] = [];
  const widgets: SignatureField['widgets'] = [];
  for (const kid of kids) {
    const dict = await doc.dict(kid);
    if (!dict) continue;
    if (dict.has('T') || dict.has('Kids')) fields.push(kid);
    else widgets.push({ num: kid instanceof PdfRef ? kid.num : undefined, dict });
  }
  return { fields, widgets };
}
